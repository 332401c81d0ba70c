"""One look at the catalogue."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cms import search
from cms.catalogue._choice import Choice, Sort
from cms.catalogue._closing import Closing
from cms.catalogue._facets import LABELS, Facet, facets, label_of
from cms.catalogue._index import Index, Pair, index
from cms.catalogue._offers import Offer, OfferedRun, Shelf, shelf
from cms.catalogue._state import State
from learning.tags import hours, short_day

ROWS_A_PAGE = 20
_OPEN, _LATER, _NEVER = 0, 10_000_000, 20_000_000


@dataclass(frozen=True, kw_only=True)
class Chip:
    """One part of a choice in words, and the address without it."""

    label: str
    url: str


class Line(NamedTuple):
    """One line of a page: a programme, and those of its runs that fit. `row` says it in words."""

    offer: Offer
    runs: tuple[OfferedRun, ...]


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a choice shows: one page of lines, how many there are, what they can be narrowed by (when asked), and where to go on."""

    lines: tuple[Line, ...]
    first: int
    count: int
    facets: Callable[[], list[Facet]]
    chips: list[Chip]
    previous_url: str
    next_url: str

    @property
    def last(self) -> int:
        """Return the number of the last row of this page."""
        return self.first + len(self.lines) - 1


def look(*, choice: Choice, state: State, closing: Closing | None = None) -> Look:
    """
    Return what `choice` shows in a state of the catalogue. The words are asked of the search engine once.

    `closing` is what closes the gap of the person who looks, where it is known; else the gap that the address states narrows.
    """
    stock = shelf(state)
    held = index(stock)
    ranks = _ranks(choice, stock)
    candidates = _narrowed(held, held.every if ranks is None else held.offers(ranks), choice, closing)
    found = _ordered(held, held.fitting(choice.facets, among=candidates), sort=choice.sort, ranks=ranks)
    if closing:
        found = sorted(
            (((closing.place(offer.category) + value, pk), offer, runs) for (value, pk), offer, runs in found),
            key=itemgetter(0),
        )
    start = bisect_right(found, choice.after, key=itemgetter(0)) if choice.after else 0
    page = found[start : start + ROWS_A_PAGE]

    return Look(
        lines=tuple(Line(offer, tuple(runs)) for _key, offer, runs in page),
        first=start + 1,
        count=len(found),
        facets=lambda: facets(choice, candidates=candidates, held=held, shelf=stock),
        chips=_chips(choice, stock),
        previous_url=_turned(choice, found, start - ROWS_A_PAGE) if start else "",
        next_url=_turned(choice, found, start + ROWS_A_PAGE) if start + ROWS_A_PAGE < len(found) else "",
    )


def lines(*, choice: Choice, state: State) -> list[Line]:
    """Return everything that `choice` shows in a state of the catalogue, whatever page it stands on."""
    stock = shelf(state)
    held, ranks = index(stock), _ranks(choice, stock)
    candidates = _narrowed(held, held.every if ranks is None else held.offers(ranks), choice, None)
    found = _ordered(held, held.fitting(choice.facets, among=candidates), sort=choice.sort, ranks=ranks)

    return [Line(offer, tuple(runs)) for _key, offer, runs in found]


def said(choice: Choice, *, state: State) -> str:
    """Return `choice` in words."""
    return " · ".join(chip.label for chip in _chips(choice, shelf(state)))


def closes(pair: Pair, choice: Choice, *, at: datetime) -> bool:
    """Say whether the run can still be had by whoever wants to close the gap of `choice`, in time and in the own series."""
    gap, (offer, run) = choice.gap, pair
    if gap is None:
        return True
    ends_on = run.ends_on if run else timezone.localdate(at)
    is_to_be_had = at <= run.enrol_until if run else offer.is_learnt(ends_on)
    is_in_time = gap.by is None or ends_on <= gap.by
    is_of_series = not (gap.series and offer.eligible_series) or gap.series in offer.eligible_series
    return is_to_be_had and is_in_time and is_of_series


def _narrowed(held: Index, found: int, choice: Choice, closing: Closing | None) -> int:
    if closing:
        return held.only(found, lambda pair: closing.fits(pair, at=held.at))
    return held.only(found, lambda pair: closes(pair, choice, at=held.at)) if choice.gap else found


def _ranks(choice: Choice, stock: Shelf) -> dict[int, int] | None:
    """Return the place of each programme that answers the words of `choice`, None where it has no words."""
    if not choice.text:
        return None
    return {pk: rank for rank, pk in enumerate(search.find(choice.text, values=_values(stock)))}


def _values(stock: Shelf) -> dict[int, dict[str, frozenset[str]]]:
    """Return what the facets of each offer are now, in the words of search."""
    return {
        offer.pk: {
            "city": frozenset(stock.cities.get(run.city, "").removesuffix("市") for run in offer.runs),
            "mode": frozenset([offer.mode]),
            "category": frozenset([offer.category]),
            "kind": frozenset([offer.kind.lower()]),
        }
        for offer in stock.offers
    }


_Found = tuple[tuple[int, int], Offer, list[OfferedRun]]


def _ordered(held: Index, found: int, *, sort: Sort, ranks: dict[int, int] | None) -> Sequence[_Found]:
    """Return each programme of `found` once, with the runs that fit, under the key that orders it."""
    if ranks is None:
        return _browsed(held, found, sort)
    key = (lambda offer, _runs: ranks[offer.pk]) if sort == Sort.BEST else _key(sort, held.at)
    return _sorted(held, found, key)


@lru_cache(maxsize=50)
def _browsed(held: Index, found: int, sort: Sort) -> Sequence[_Found]:
    # Whoever turns pages walks along one order.
    return _sorted(held, found, _key(sort, held.at))


_Key = Callable[[Offer, list[OfferedRun]], int]


def _sorted(held: Index, found: int, key: _Key) -> Sequence[_Found]:
    rows: dict[int, tuple[Offer, list[OfferedRun]]] = {}
    for offer, run in held.read(found):
        rows.setdefault(offer.pk, (offer, []))[1].extend([run] if run else [])
    return sorted((((key(*row), pk), *row) for pk, row in rows.items()), key=itemgetter(0))


def _key(sort: Sort, at: datetime) -> _Key:
    """Return what rows are ordered by. Whatever the order: what somebody can enrol in stands before what they cannot."""
    today = timezone.localdate(at)

    def key(offer: Offer, runs: list[OfferedRun]) -> int:
        taking = [run for run in runs if run.is_open(at)]
        place = _OPEN if taking or offer.is_learnt(today) else _LATER if runs else _NEVER
        return place + _VALUES[sort](offer, taking or runs)

    return key


_VALUES: dict[Sort, _Key] = {
    Sort.SOONEST: lambda offer, runs: min(
        (run.starts_on.toordinal() for run in runs), default=offer.window_from.toordinal() if offer.window_from else 0
    ),
    Sort.HOURS: lambda offer, _runs: -offer.hours,
    Sort.SEATS: lambda _offer, runs: -max((run.seats for run in runs), default=0),
}


def _turned(choice: Choice, found: Sequence[_Found], start: int) -> str:
    """Return the address of the page that begins at row `start`: it goes on from the key of the row before."""
    if start <= 0:
        return choice.address()
    value, pk = found[start - 1][0]
    return choice.address({"after": f"{value}.{pk}"})


def _chips(choice: Choice, stock: Shelf) -> list[Chip]:
    words = [Chip(label=_("“%(text)s”") % {"text": choice.text}, url=choice.address(without=("q", "sort")))]
    chosen = [
        Chip(
            label=_("%(facet)s: %(value)s") % {"facet": LABELS[name], "value": label_of(name, value, shelf=stock)},
            url=choice.address(without=(name,)),
        )
        for name, value in choice.facets.items()
    ]
    gap = [Chip(label=_gap_in_words(choice), url=choice.address(without=("gap", "by", "series")))]

    return [*(gap if choice.gap else []), *(words if choice.text else []), *chosen]


def _gap_in_words(choice: Choice) -> str:
    if choice.gap is None:
        return ""
    facts = {"hours": hours(choice.gap.hours), "day": short_day(choice.gap.by or date.max)}
    if choice.gap.by:
        return _("Close my gap: %(hours)s hours by %(day)s") % facts
    return _("Close my gap: %(hours)s hours") % facts
