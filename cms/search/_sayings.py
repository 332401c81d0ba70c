"""How people ask: words for a facet of the catalogue, and words that only say that somebody asks."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "asking.toml"
_FACETS = ("city", "mode", "category", "kind")


@cache
def wishes() -> dict[str, tuple[str, frozenset[str]]]:
    """Return each word for a facet with the facet and the values that it means."""
    return {word: (facet, frozenset(values)) for facet in _FACETS for word, values in _said()[facet].items()}


@cache
def said_along() -> frozenset[str]:
    """Return the words that say that somebody wants to learn, not what."""
    return frozenset(_said()["said_along"]["words"].split())


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))
