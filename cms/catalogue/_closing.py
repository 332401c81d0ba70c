"""Narrowing the catalogue to what one person can still have and still misses."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cms.catalogue._index import Pair
from seminars.enums import Category

# Behind what closes the gap first, in the numbers that rows are ordered by.
_AFTERWARDS = 100_000_000


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What closes somebody's gap: in time, for their series and level, where they can be, of the floors that they miss (none: any)."""

    by: date
    series: frozenset[str]
    level: str
    out_of_reach: frozenset[int]
    categories: frozenset[str]
    modes: frozenset[str]

    def fits(self, pair: Pair, *, at: datetime) -> bool:
        """Return whether the person can have a place in time, and whether what it teaches is missing."""
        return self._is_for(pair) and self._is_in_time(pair, at) and self._is_missing(pair)

    def place(self, category: str) -> int:
        """Return where rows of a category stand: the public subject first where it is missing, as most find it last."""
        is_first = Category.PUBLIC not in self.categories or category == Category.PUBLIC
        return 0 if is_first else _AFTERWARDS

    def _is_for(self, pair: Pair) -> bool:
        offer = pair.offer
        is_of_series = not offer.eligible_series or bool(self.series & set(offer.eligible_series))
        return is_of_series and (not offer.eligible_levels or self.level in offer.eligible_levels)

    def _is_in_time(self, pair: Pair, at: datetime) -> bool:
        offer, run = pair
        if run is None:
            return offer.is_learnt(timezone.localdate(at))
        is_to_be_had = run.is_open(at) and run.seats > 0 and run.pk not in self.out_of_reach
        return is_to_be_had and run.ends_on <= self.by

    def _is_missing(self, pair: Pair) -> bool:
        offer = pair.offer
        if not self.categories and not self.modes:
            return True
        return offer.category in self.categories or offer.mode in self.modes
