"""
What the catalogue says to reminders, which lie below and may not ask: programmes that would close a gap, windows that close.

People of one place and series who miss alike are told of the same three: those large enough to close the gap alone first, those near them
before others, those over sooner before later ones. Whether they count for one person in full, My hours says (`cms.gaps`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from django.http import QueryDict
from django.utils import timezone

from cms import catalogue
from credits import reminders

MOST = 3


def closers(gaps: Sequence[reminders.Gap], at: datetime) -> list[list[str]]:
    """Return titles of programmes that would close each of `gaps`, three at most."""
    lines = _lines(at) if gaps else []
    known = {gap: _of_gap(lines, gap, at=at) for gap in dict.fromkeys(gaps)}
    return [known[gap] for gap in gaps]


def closing_windows(first: date, last: date) -> list[reminders.Offer]:
    """Return the self-paced programmes whose window closes from a day to a day, and is open on the first of them."""
    at = datetime.combine(first, time(12), tzinfo=timezone.get_default_timezone())
    return [
        reminders.Offer(
            key=f"{offer.pk}:{offer.window_until}",
            title=offer.title,
            category=offer.category,
            closes_on=offer.window_until,
            path=offer.url,
        )
        for line in _lines(at)
        if (offer := line.offer).window_until and offer.is_learnt(first) and first <= offer.window_until <= last
    ]


def _lines(at: datetime) -> list[catalogue.Line]:
    return catalogue.lines(choice=catalogue.Choice.of(QueryDict()), state=catalogue.state(at=at))


def _of_gap(lines: Sequence[catalogue.Line], gap: reminders.Gap, *, at: datetime) -> list[str]:
    found = sorted(_fitting(lines, gap, at=at))
    # A programme of which several runs fit is named once.
    return list(dict.fromkeys(title for _small, _far, _ends_on, _pk, title in found))[:MOST]


def _fitting(
    lines: Sequence[catalogue.Line], gap: reminders.Gap, *, at: datetime
) -> Iterator[tuple[bool, bool, date, int, str]]:
    today = timezone.localdate(at)
    for line in lines:
        offer = line.offer
        is_for = not offer.eligible_series or not gap.series or gap.series in offer.eligible_series
        if not is_for or (gap.categories and offer.category not in gap.categories):
            continue
        is_small = offer.hours < gap.hours
        if offer.is_learnt(today):
            yield is_small, False, min(gap.by, offer.window_until or gap.by), offer.pk, offer.title
        for run in line.runs:
            if run.is_open(at) and run.seats > 0 and run.ends_on <= gap.by:
                yield is_small, bool(gap.place) and run.city != _city(gap.place), run.ends_on, offer.pk, offer.title


def _city(code: str) -> str:
    """Return the city in which a region of GB/T 2260 lies: 320102 → 320100."""
    return f"{code[:4]}00"


reminders.closing_by(closers)
reminders.offering_by(closing_windows)
