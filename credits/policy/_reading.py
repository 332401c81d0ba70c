"""Read packs: one file a family, its versions dated."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Set
from decimal import Decimal
from itertools import pairwise
from typing import Any

from pydantic import Field, ValidationError

from credits.policy._codes import Basis
from credits.policy._complaints import complaints
from credits.policy._schema import Version
from credits.policy._schema_base import Document, Frozen
from credits.policy._syntax import complaint

# Of the whole file, not of a version.
SHARED = ("family", "title", "basis", "sources")
KEY = re.compile(r"\w+")


class NotARulebook(ValueError):
    """A pack cannot be understood; the text names file, key and what is allowed."""


class PackFile(Frozen):
    """A pack as written: what its versions share (`common`), and the versions."""

    family: str
    title: str
    basis: Basis
    note: str = ""
    sources: dict[str, Document]
    common: dict[str, Any] = {}
    versions: tuple[dict[str, Any], ...] = Field(min_length=1)


class Pack(Frozen):
    """A family of rulebooks with its versions, oldest first."""

    family: str
    title: str
    basis: Basis
    versions: tuple[Version, ...]


def read_pack(text: str, *, name: str) -> Pack:
    """
    Return the pack written in `text`; `name` is what the file is called in complaints.

    :raises NotARulebook: if it is no TOML, or a key or value is not allowed
    """
    try:
        file = PackFile.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as error:
        raise NotARulebook(f"{name}: {complaint(text, error)}") from error
    except ValidationError as error:
        raise NotARulebook(_listed(name, complaints(error, PackFile))) from error
    versions = sorted((_version(file, table, name) for table in file.versions), key=lambda version: version.since)
    return Pack(family=file.family, title=file.title, basis=file.basis, versions=_following_one_another(versions, name))


def read_version(body: Mapping[str, Any], *, name: str) -> Version:
    """
    Return the version whose `canonical` JSON, loaded, is `body`.

    :raises NotARulebook: if a key or value is not allowed
    """
    try:
        return Version.model_validate(body)
    except ValidationError as error:
        raise NotARulebook(_listed(name, complaints(error, Version))) from error


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema of a pack as an author writes it; what versions share may stand in `common`."""
    schema, version = PackFile.model_json_schema(), Version.model_json_schema()
    table = {name: value for name, value in version["properties"].items() if name not in SHARED}
    definitions = {**schema.pop("$defs"), **version["$defs"]}
    definitions["VersionTable"] = {
        "title": "VersionTable",
        "description": version["description"],
        "type": "object",
        "additionalProperties": False,
        "properties": table,
    }
    reference = {"$ref": "#/$defs/VersionTable"}
    schema["properties"]["common"] = reference
    schema["properties"]["versions"]["items"] = reference
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "$defs": definitions}


def _listed(name: str, mistakes: Iterable[str]) -> str:
    return "\n".join(f"{name}: {mistake}" for mistake in mistakes)


def _version(file: PackFile, table: dict[str, Any], name: str) -> Version:
    shared = {"family": file.family, "title": file.title, "basis": file.basis}
    body = {**shared, **file.common, **table}
    body["sources"] = {tag: document for tag, document in file.sources.items() if tag in _tags(body)}
    try:
        return Version.model_validate(body)
    except ValidationError as error:
        own = f"version since {table.get('since', 'the beginning')}: "
        shared_keys = file.common.keys() - table.keys()
        raise NotARulebook(
            _listed(name, (_placed(mistake, own, shared_keys) for mistake in complaints(error, Version)))
        ) from error


def _placed(mistake: str, version: str, shared: Set[str]) -> str:
    """Return `mistake` with the table it stands in: `common`, or the version's own."""
    key = KEY.match(mistake)
    return f"common.{mistake}" if key and key[0] in shared else f"{version}{mistake}"


def _tags(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["source"]} if isinstance(value.get("source"), str) else set()
        return own.union(*map(_tags, value.values()))
    return set().union(*map(_tags, value)) if isinstance(value, list | tuple) else set()


def _following_one_another(versions: list[Version], name: str) -> tuple[Version, ...]:
    # `before` is not filled in from the follower: a version keeps its digest when a later one is published.
    for version, follower in pairwise(versions):
        if version.since == follower.since or (version.before or follower.since) > follower.since:
            raise NotARulebook(f"{name}: the version since {version.since} overlaps the one since {follower.since}")
    return tuple(versions)
