"""How people ask: words for a facet of the catalogue, and words that only say that somebody asks."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "asking.toml"
_FACETS = ("city", "mode", "category", "kind", "slot", "fee")


@cache
def wishes() -> dict[str, tuple[str, frozenset[str]]]:
    """Return each word for a facet with the facet and the values that it means."""
    return {word: (facet, frozenset(values)) for facet in _FACETS for word, values in _said()[facet].items()}


def said_as(facet: str, value: str) -> str:
    """Return the value of a facet of documents as it is named here: a city by its name, all in small letters."""
    return str(_said()["cities"].get(value, value)) if facet == "city" else value.lower()


def coded(facet: str, values: frozenset[str]) -> frozenset[str]:
    """Return the values of a facet of documents that are named so here: what `said_as` is the other way round."""
    if facet == "city":
        return frozenset(code for code, name in _said()["cities"].items() if name in values)
    return frozenset(value.upper() for value in values) if facet == "kind" else values


@cache
def said_along() -> frozenset[str]:
    """Return the words that say that somebody wants to learn, not what."""
    return frozenset(_said()["said_along"]["words"].split())


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
