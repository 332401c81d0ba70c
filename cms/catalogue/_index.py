"""
Which programmes and runs have which facts: a bitmap for each value, so that every value of every facet is counted in microseconds.

A bit stands for a programme with one of its coming runs (or none). The bits of a programme lie together, and above them an empty one,
its guard: adding "all bits" to a bitmap carries into the guard of each programme that has at least one bit, so guards count programmes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cms import search
from cms.catalogue._choice import OF_PROGRAMME, Band, Fee
from cms.catalogue._offers import Offer, OfferedRun, Shelf


class Pair(NamedTuple):
    """A programme and one of its coming runs, None where it has none."""

    offer: Offer
    run: OfferedRun | None


@dataclass(frozen=True, kw_only=True, eq=False)
class Index:
    """The bitmaps of a shelf. `pairs` say what each bit stands for, guards for nothing; `held` has a bitmap by facet and value."""

    pairs: tuple[Pair | None, ...]
    held: Mapping[str, Mapping[str, int]]
    # Where the bits of a programme begin and end: as a bitmap each, those of 100,000 programmes would take two gigabytes.
    of_offer: Mapping[int, tuple[int, int]]
    every: int
    guards: int
    at: datetime

    def fitting(self, facets: Mapping[str, str], *, among: int) -> int:
        """Return those bits of `among` where programme and run together have all that `facets` ask for."""
        for name, value in facets.items():
            among &= self.held[name].get(value, 0)
        return among

    def offers(self, keys: Iterable[int]) -> int:
        """Return all bits of some programmes; whoever is not on the shelf has none."""
        spans = (self.of_offer.get(key, (0, 0)) for key in keys)
        return _bitmap(place for first, end in spans for place in range(first, end))

    def only(self, found: int, fits: Callable[[Pair], bool]) -> int:
        """Return those bits of `found` whose pair fits."""
        return _bitmap(place for place, pair in self._placed(found) if fits(pair))

    def count(self, found: int) -> int:
        """Return how many programmes have a bit in `found`."""
        return ((found + self.every) & self.guards).bit_count()

    def read(self, found: int) -> Iterator[Pair]:
        """Yield what the bits of `found` stand for, programme by programme."""
        return (pair for _place, pair in self._placed(found))

    def _placed(self, found: int) -> Iterator[tuple[int, Pair]]:
        octets = found.to_bytes(len(self.pairs) // 8 + 1, "little")
        for octet in _SOME.finditer(octets):
            first = 8 * octet.start()
            for bit in _BITS[octet[0][0]]:
                if pair := self.pairs[first + bit]:
                    yield first + bit, pair


@lru_cache(maxsize=2)
def index(shelf: Shelf) -> Index:
    """Return the bitmaps of `shelf`."""
    pairs: list[Pair | None] = []
    of_offer: dict[int, tuple[int, int]] = {}
    for offer in shelf.offers:
        held = offer.runs or (None,)
        of_offer[offer.pk] = (len(pairs), len(pairs) + len(held))
        pairs += [*(Pair(offer, run) for run in held), None]

    return Index(
        pairs=tuple(pairs),
        held=_bitmaps(pairs),
        of_offer=of_offer,
        every=_bitmap(place for place, pair in enumerate(pairs) if pair),
        guards=_bitmap(place for place, pair in enumerate(pairs) if not pair),
        at=shelf.at,
    )


def _bitmaps(pairs: list[Pair | None]) -> dict[str, dict[str, int]]:
    places: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, pair in enumerate(pairs):
        for name, values in _values(pair).items() if pair else ():
            for value in values:
                places[name][value].append(place)

    return defaultdict(
        dict, {name: {value: _bitmap(held) for value, held in of.items()} for name, of in places.items()}
    )


def _values(pair: Pair) -> dict[str, tuple[str, ...]]:
    offer, run = pair
    fixed = {name: (getattr(offer, name),) for name in OF_PROGRAMME}
    fixed |= {"hours": (Band.of(offer.hours),), "fee": (Fee.of(offer.fee),)}
    if run is None:
        return fixed | {"slot": search.slots_of((), mode=offer.mode)}
    month = f"{run.starts_on:%Y-%m}"
    return fixed | {"city": (run.city,), "month": (month,), "slot": run.slots, "seats": ("1",) if run.seats else ()}


def _bitmap(places: Iterable[int]) -> int:
    """Return the number with these bits."""
    bits = bytearray()
    for place in places:
        if place >> 3 >= len(bits):
            bits.extend(bytes((place >> 3) + 1 - len(bits)))
        bits[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(bits, "little")


# Octets in which something stands, and which bits of such an octet those are.
_SOME = re.compile(rb"[^\0]", re.DOTALL)
_BITS = [[bit for bit in range(8) if octet >> bit & 1] for octet in range(256)]
