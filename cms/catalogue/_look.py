"""One look at the catalogue."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cms import search
from cms.catalogue._choice import Choice, Sort
from cms.catalogue._facets import LABELS, Facet, Pair, closes, facets, fitting, label_of, pairs
from cms.catalogue._offers import Offer, OfferedRun, Shelf, shelf
from learning.tags import hours, short_day

ROWS_A_PAGE = 20
_SOON, _LATER, _NEVER = 0, 10_000_000, 20_000_000


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
    """What a choice shows: one page of lines, how many there are, what they can be narrowed by, and where to go on."""

    lines: tuple[Line, ...]
    first: int
    count: int
    facets: list[Facet]
    chips: list[Chip]
    previous_url: str
    next_url: str

    @property
    def last(self) -> int:
        """Return the number of the last row of this page."""
        return self.first + len(self.lines) - 1


def look(*, choice: Choice, state: str, at: datetime) -> Look:
    """Return what `choice` shows at a moment, in a state of the catalogue. The words are asked of the search engine once."""
    stock = shelf(state=state, on=timezone.localdate(at))
    ranks = (
        {pk: rank for rank, pk in enumerate(search.find(choice.text, values=_values(stock)))} if choice.text else None
    )
    candidates = [pair for pair in pairs(stock) if ranks is None or pair.offer.pk in ranks]
    if choice.gap:
        candidates = [pair for pair in candidates if closes(pair, choice, at=at)]
    chosen = fitting(candidates, choice.facets)
    found = _ordered(chosen, sort=choice.sort, ranks=ranks, at=at)
    start = bisect_right([key for key, *_line in found], choice.after) if choice.after else 0
    page = found[start : start + ROWS_A_PAGE]

    return Look(
        lines=tuple(Line(offer, tuple(runs)) for _key, offer, runs in page),
        first=start + 1,
        count=len(found),
        facets=facets(choice, candidates=candidates, chosen=chosen, shelf=stock),
        chips=_chips(choice, stock),
        previous_url=_turned(choice, found, start - ROWS_A_PAGE) if start else "",
        next_url=_turned(choice, found, start + ROWS_A_PAGE) if start + ROWS_A_PAGE < len(found) else "",
    )


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


def _ordered(found: list[Pair], *, sort: Sort, ranks: dict[int, int] | None, at: datetime) -> list[_Found]:
    """Return each programme once, with the runs that fit, under the key that orders it."""
    held: dict[int, tuple[Offer, list[OfferedRun]]] = {}
    for pair in found:
        held.setdefault(pair.offer.pk, (pair.offer, []))[1].extend([pair.run] if pair.run else [])
    rows = [
        ((_value(offer, runs, sort=sort, rank=(ranks or {}).get(pk, 0), at=at), pk), offer, runs)
        for pk, (offer, runs) in held.items()
    ]

    return sorted(rows, key=lambda row: row[0])


def _value(offer: Offer, runs: list[OfferedRun], *, sort: Sort, rank: int, at: datetime) -> int:
    if sort == Sort.BEST:
        return rank
    if sort == Sort.HOURS:
        return -offer.hours
    taking = [run for run in runs if run.is_open(at)]
    if sort == Sort.SEATS:
        return -max((run.seats for run in taking), default=-1)
    if taking:
        return _SOON + min(run.starts_on for run in taking).toordinal()
    return _LATER + min(run.starts_on for run in runs).toordinal() if runs else _NEVER


def _turned(choice: Choice, found: list[_Found], start: int) -> str:
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
