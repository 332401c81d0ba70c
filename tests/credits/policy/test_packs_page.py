"""The page about packs: every example on it is a rule that is read, and every kind of rule has an example."""

import json
import re
import tomllib
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from credits import policy
from tests.credits.policy.shelf import PACKS

PAGE = Path(__file__).parents[3] / "credits" / "policy" / "PACKS.md"
BLOCK = re.compile(r"^```toml(?P<whole> pack)?\n(?P<text>.*?)^```$", re.M | re.S)
HEADER = """
family = "example"
title = "Example"
basis = "provisional"

[sources.T1]
document = "A notice"

[[versions]]
since = 2024-01-01
"""
USUAL = {
    "[cycle]": 'cycle = { kind = "year", source = "T1", confidence = "V" }\n',
    "[[totals]]": 'totals = [{ hours = 90, source = "T1", confidence = "V" }]\n',
}
CATEGORIES = "".join(
    f'\n[[versions.categories]]\ncode = "{code}"\nzh = "科目"\nen = "Subject"\n{parent}'
    for code, parent in (("public", ""), ("public_general", 'parent = "public"\n'), ("professional", ""))
)


def blocks() -> list[str]:
    return [_pack(found["text"], whole=bool(found["whole"])) for found in BLOCK.finditer(PAGE.read_text())]


def _pack(text: str, *, whole: bool) -> str:
    if whole:
        return text
    usual = "".join(line for table, line in USUAL.items() if table not in text)
    inner = re.sub(r"^(\[+)(\w)", r"\1versions.\2", text, flags=re.M)
    return HEADER + usual + CATEGORIES + "\n" + inner


@pytest.mark.parametrize("text", blocks())
def test_an_example_is_read(text: str) -> None:
    policy.read_pack(text, name="example.toml")


def test_every_kind_of_rule_has_an_example() -> None:
    named = {name for text in blocks() for version in tomllib.loads(text)["versions"] for name in version}
    rules = set(policy.Version.model_fields) - {"family", "title", "basis", "sources", "since", "before", "note"}

    assert rules - named - {"categories"} == set()


def test_every_choice_of_a_rule_is_shown_on_the_page() -> None:
    text = PAGE.read_text()
    definitions = policy.pack_schema()["$defs"]
    kinds = {
        choice
        for definition in definitions.values()
        for name in ("kind", "by", "base", "when", "late", "topic", "status", "once", "per")
        for choice in definition.get("properties", {}).get(name, {}).get("enum", ())
    }

    assert {"earned", "day", "on_pass", "approve", "verifier", "inactive"} < kinds
    assert {kind for kind in kinds if kind not in text} == set()


def test_every_key_of_a_rule_is_on_the_page() -> None:
    text = PAGE.read_text()
    tables = [
        name for name in policy.pack_schema()["$defs"] if name not in {"Document", "VersionTable", "Category", "Scope"}
    ]
    keys = {key for name in tables for key in policy.pack_schema()["$defs"][name]["properties"]}

    assert {key for key in keys if not re.search(rf"\b{key}\b", text)} == set()


def printed() -> dict[str, Any]:
    out = StringIO()
    call_command("rulebook_schema", stdout=out)
    schema: dict[str, Any] = json.loads(out.getvalue())
    return schema


def unknown(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """Return the keys of `value` that `schema` does not know."""
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:
        return min((unknown(value, one, root) for one in schema["anyOf"]), key=len)
    if isinstance(value, list):
        return [key for one in value for key in unknown(one, schema.get("items", {}), root)]
    if not isinstance(value, dict):
        return []
    free = schema.get("additionalProperties") or schema.get("patternProperties")
    known = schema.get("properties", {})
    new = [] if free else [key for key in value if key not in known]
    return new + [key for name, one in value.items() if name in known for key in unknown(one, known[name], root)]


def test_the_schema_is_printed_and_knows_every_shipped_key() -> None:
    schema = printed()

    for file in sorted(PACKS.rglob("*.toml")):
        assert unknown(tomllib.loads(file.read_text()), schema, schema) == [], file.name


def test_the_schema_knows_no_other_key() -> None:
    schema, pack = printed(), tomllib.loads(blocks()[0])
    pack["versions"][0]["totals"][0]["huors"] = 1

    assert unknown(pack, schema, schema) == ["huors"]
    assert schema["$defs"]["VersionTable"]["additionalProperties"] is False
    assert "family" not in schema["$defs"]["VersionTable"]["properties"]
