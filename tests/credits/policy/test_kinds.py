"""Kinds of rules that no shipped family uses, each a pack and cases of its own: `kinds/*.pack.toml`, `kinds/*.case.toml`."""

from functools import cache
from pathlib import Path

import pytest

from credits import policy
from credits.policy import cases

KINDS = Path(__file__).parent / "kinds"


@cache
def packs() -> dict[str, policy.Pack]:
    found = [policy.read_pack(file.read_text(), name=file.name) for file in sorted(KINDS.glob("*.pack.toml"))]
    return {pack.family: pack for pack in found}


@pytest.mark.parametrize("file", sorted(KINDS.glob("*.case.toml")), ids=lambda file: file.stem)
def test_case_holds(file: Path) -> None:
    verdict = cases.decide(file.read_text(), name=file.name, packs=packs())

    assert [str(difference) for difference in verdict.differences] == []


def test_every_pack_has_a_case() -> None:
    named = " ".join(file.read_text() for file in KINDS.glob("*.case.toml"))

    assert [family for family in packs() if f'"{family}"' not in named] == []
