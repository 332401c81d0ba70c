"""The words of a choice, as the search engine understands them."""

import hashlib
from functools import lru_cache

from django.core.cache import caches

from cms import search
from cms.catalogue._choice import Choice
from cms.catalogue._offers import Shelf
from cms.catalogue._state import State

# Right under its state for ever.
_SECONDS = 60


def answering(choice: Choice, *, stock: Shelf, state: State) -> search.Ranking | None:
    """
    Return what answers the words of `choice`, asked of the engine once for a state; None where it has no words.

    :raises TakesTooLong: if the engine takes longer than a page may
    """
    if not choice.text:
        return None
    key = hashlib.sha256(f"answering {state} {choice.text}".encode()).hexdigest()
    found: search.Ranking | None = caches["pages"].get(key)
    if found is None:
        found = search.ranking(choice.text, values=_values(stock))
        caches["pages"].set(key, found, _SECONDS)

    return found


@lru_cache(maxsize=2)
def _values(stock: Shelf) -> dict[int, dict[str, frozenset[str]]]:
    """Return what the facets of each offer are now, in the words of search."""
    return {
        offer.pk: {
            "city": frozenset(stock.cities.get(run.city, "").removesuffix("市") for run in offer.runs),
            "mode": frozenset([offer.mode]),
            "category": frozenset([offer.category]),
            "kind": frozenset([offer.kind.lower()]),
            "slot": frozenset(slot for run in offer.runs for slot in run.slots)
            or frozenset(search.slots_of((), mode=offer.mode)),
            "fee": frozenset([search.fee_band(offer.fee)]),
        }
        for offer in stock.offers
    }
