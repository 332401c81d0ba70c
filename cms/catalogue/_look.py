"""One look at the catalogue."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cms import search
from cms.catalogue._choice import Choice
from cms.catalogue._closing import Closing
from cms.catalogue._facets import LABELS, Facet, facets, label_of
from cms.catalogue._index import Index, Pair, index
from cms.catalogue._offers import Offer, OfferedRun, Shelf, shelf
from cms.catalogue._ordering import Found, ordered
from cms.catalogue._state import State
from cms.catalogue._words import answering
from learning.tags import hours, short_day

ROWS_A_PAGE = 20


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
    """What a choice shows: one page of lines, how many there are, what they can be narrowed by (when asked), where to go on;
    which words to mark, and how the words were read where a slip was mended.
    """

    lines: tuple[Line, ...]
    first: int
    count: int
    facets: Callable[[], list[Facet]]
    chips: list[Chip]
    previous_url: str
    next_url: str
    words: tuple[str, ...] = ()
    read_as: str = ""

    @property
    def last(self) -> int:
        """Return the number of the last row of this page."""
        return self.first + len(self.lines) - 1


def look(*, choice: Choice, state: State, closing: Closing | None = None) -> Look:
    """
    Return what `choice` shows in a state of the catalogue.

    `closing` is what closes the gap of the person who looks, where it is known; else the gap that the address states narrows.

    :raises TakesTooLong: if the words of `choice` cost more than a page may
    """
    stock = shelf(state)
    held, answer = index(stock), answering(choice, stock=stock, state=state)
    candidates = _candidates(held, answer, choice, closing)
    found = ordered(
        held, held.fitting(choice.facets, among=candidates), sort=choice.sort, ids=answer.ids if answer else None
    )
    if closing:
        found = _public_first(found, closing)
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
        words=answer.words if answer else (),
        read_as=answer.read_as if answer else "",
    )


def lines(*, choice: Choice, state: State) -> list[Line]:
    """Return everything that `choice` shows in a state of the catalogue, whatever page it stands on."""
    stock = shelf(state)
    held, answer = index(stock), answering(choice, stock=stock, state=state)
    candidates = _candidates(held, answer, choice, None)
    found = ordered(
        held, held.fitting(choice.facets, among=candidates), sort=choice.sort, ids=answer.ids if answer else None
    )

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


def _candidates(held: Index, answer: search.Ranking | None, choice: Choice, closing: Closing | None) -> int:
    """Return the bits that answer the words and close the gap, whatever facets are chosen."""
    found = held.every if answer is None else held.offers(answer.ids)
    if closing:
        return held.only(found, lambda pair: closing.fits(pair, at=held.at))
    return held.only(found, lambda pair: closes(pair, choice, at=held.at)) if choice.gap else found


def _public_first(found: Sequence[Found], closing: Closing) -> Sequence[Found]:
    moved = [((closing.place(offer.category) + value, pk), offer, runs) for (value, pk), offer, runs in found]
    return sorted(moved, key=itemgetter(0))


def _turned(choice: Choice, found: Sequence[Found], start: int) -> str:
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
