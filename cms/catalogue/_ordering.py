"""The order of rows: programmes once each, with the runs that fit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter

from django.utils import timezone

from cms import search
from cms.catalogue._choice import Sort
from cms.catalogue._index import Index
from cms.catalogue._offers import Offer, OfferedRun

# A key (value and id of the programme), the programme, those of its runs that fit.
Found = tuple[tuple[int, int], Offer, list[OfferedRun]]


def ordered(held: Index, found: int, *, sort: Sort, ids: Sequence[int] | None) -> Sequence[Found]:
    """Return each programme of `found` once, with the runs that fit, under the key that orders it; `ids` are those that answer words, best first."""
    if ids is None:
        return _browsed(held, found, sort)
    ranks = {pk: rank for rank, pk in enumerate(ids)}
    key = (lambda offer, _runs: ranks[offer.pk]) if sort == Sort.BEST else _key(sort, held.at)
    return _sorted(held, found, key)


@lru_cache(maxsize=50)
def _browsed(held: Index, found: int, sort: Sort) -> Sequence[Found]:
    # Whoever turns pages walks along one order.
    return _sorted(held, found, _key(sort, held.at))


_Key = Callable[[Offer, list[OfferedRun]], int]


def _sorted(held: Index, found: int, key: _Key) -> Sequence[Found]:
    rows: dict[int, tuple[Offer, list[OfferedRun]]] = {}
    for offer, run in held.read(found):
        rows.setdefault(offer.pk, (offer, []))[1].extend([run] if run else [])
    return sorted((((key(*row), pk), *row) for pk, row in rows.items()), key=itemgetter(0))


def _key(sort: Sort, at: datetime) -> _Key:
    """Return what rows are ordered by. Whatever the order: what somebody can enrol in stands before what they cannot."""
    today = timezone.localdate(at)

    def key(offer: Offer, runs: list[OfferedRun]) -> int:
        taking = [run for run in runs if run.is_open(at)]
        place = search.OPEN if taking or offer.is_learnt(today) else search.LATER if runs else search.NEVER
        return place + _VALUES[sort](offer, taking or runs)

    return key


_VALUES: dict[Sort, _Key] = {
    Sort.SOONEST: lambda offer, runs: min(
        (run.starts_on.toordinal() for run in runs), default=offer.window_from.toordinal() if offer.window_from else 0
    ),
    Sort.HOURS: lambda offer, _runs: -offer.hours,
    Sort.SEATS: lambda _offer, runs: -max((run.seats for run in runs), default=0),
}
