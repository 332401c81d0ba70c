"""One look at the catalogue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cms import search
from cms.catalogue._choice import Choice
from cms.catalogue._facets import Facet, facets
from cms.catalogue._queries import found


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a choice shows: rows in its order (programmes, not yet read), and what they can be narrowed by."""

    rows: Any
    facets: list[Facet]


def look(*, choice: Choice, on: date) -> Look:
    """Return what `choice` shows on a day. The words are asked of the search engine once."""
    ids = search.find(choice.text) if choice.text else []

    return Look(rows=found(choice, ids=ids, on=on), facets=facets(choice, ids=ids, on=on))
