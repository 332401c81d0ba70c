"""
What apps above say to the sources down here, which may not ask them: programmes that would close a gap, windows of self-paced programmes.

Each is set once, when the app that knows is ready; until then nothing is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What people of one place and series miss alike: the categories that lack hours, about how many hundredths of an hour, until which day."""

    place: str  # code of a region, "" for none
    series: str
    categories: tuple[str, ...]
    hours: int
    by: date


@dataclass(frozen=True, kw_only=True)
class Closer:
    """A programme that would close a gap: by one of its runs, or learnt at the own pace (no run)."""

    title: str
    programme: int
    run: int | None = None


@dataclass(frozen=True, kw_only=True)
class Wanting:
    """Somebody who lacks hours under a rulebook in the cycle that begins on a day, and the programmes that might close that."""

    person_id: int
    family: str
    cycle_starts_on: date
    closers: tuple[Closer, ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A programme that can be learnt until a day, by people of a region and all below it (everywhere, where none is named)."""

    key: str
    title: str
    category: str
    closes_on: date
    path: str
    region: str = ""


Closers = Callable[[Sequence[Gap], datetime], Sequence[Sequence[Closer]]]
Judges = Callable[[Sequence[Wanting], datetime], Sequence[Sequence[Closer]]]
Offers = Callable[[date, date], Sequence[Offer]]
_CLOSERS: list[Closers] = []
_JUDGES: list[Judges] = []
_OFFERS: list[Offers] = []


def closing_by(ask: Closers) -> None:
    """Let `ask` say which programmes would close each of some gaps, the best first: more than are told, for some may be nothing for one person."""
    _CLOSERS[:] = [ask]


def judging_by(ask: Judges) -> None:
    """Let `ask` say which of the programmes that might close a gap would, for each of some people."""
    _JUDGES[:] = [ask]


def offering_by(ask: Offers) -> None:
    """Let `ask` say which self-paced programmes close from a day to a day."""
    _OFFERS[:] = [ask]


def closers(gaps: Sequence[Gap], at: datetime) -> Sequence[Sequence[Closer]]:
    """Return programmes that would close each of `gaps`."""
    return _CLOSERS[0](gaps, at) if _CLOSERS else [()] * len(gaps)


def judged(people: Sequence[Wanting], at: datetime) -> Sequence[Sequence[Closer]]:
    """Return which programmes would close the gap of each of `people`; all of theirs where nobody can say."""
    return _JUDGES[0](people, at) if _JUDGES else [one.closers for one in people]


def offers(first: date, last: date) -> Sequence[Offer]:
    """Return the self-paced programmes that close from a day to a day."""
    return _OFFERS[0](first, last) if _OFFERS else ()
