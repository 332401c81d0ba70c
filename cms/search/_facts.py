"""
What a programme can be narrowed and ordered by, as words that every engine can keep and count.

A facet is a word "name=value". Facets of a run must be met by one run: so each run also leaves its combinations, "320100|2026-12|*|weekend" for
city, month, places left and slot, and both engines find and count what one run has together by comparing words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

from django.utils import timezone

from learning.workdays import is_working_day
from seminars.enums import Admission, Mode

OF_PROGRAMME = ("kind", "category", "sector", "cluster", "mode", "hours", "fee")
OF_RUN = ("city", "month", "seats", "slot")
ANY = "*"
_HOURS, _YUAN, _MORE = (8, 24, 40), (500, 1000, 2000), "more"
# Whatever the order: what somebody can enrol in stands before what is still to come, and that before what has no run.
OPEN, LATER, NEVER = 0, 10_000_000, 20_000_000
# Whoever works till then can be there.
_WORK_ENDS, _EVENING = time(17, 30), time(18, 0)
_IN_OWN_TIME = (Mode.RECORDED, Mode.SELF_PACED)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facets and order of a programme at a moment, and when they change by time alone."""

    facets: tuple[str, ...] = ()
    combos: tuple[str, ...] = ()
    start: int = NEVER
    hours: int = NEVER
    seats: int = NEVER
    open_end: int | None = None
    stale_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class RunFacts:
    """What matters of a run that is not over. `city` is a code, `starts` are the local times of its sessions."""

    city: str
    starts_on: date
    ends_on: date
    mode: str
    places: int
    places_taken: int
    admission: str
    enrol_from: datetime
    enrol_until: datetime
    starts: tuple[datetime, ...] = ()

    @property
    def seats(self) -> int:
        """Return how many places can still be had; a selection gives all of them."""
        return self.places if self.admission == Admission.SELECTION else max(0, self.places - self.places_taken)

    def is_open(self, at: datetime) -> bool:
        """Return whether enrolment is open at a moment."""
        return self.enrol_from <= at <= self.enrol_until


def facts(version: Any, runs: Sequence[RunFacts], *, at: datetime, ends_at: date | None = None) -> Facts:
    """Return the facts of an approved `version` with the runs that are not over. `ends_at`: the day on which the approval ends."""
    taking = [run for run in runs if run.is_open(at)]
    window = _window(version)
    is_learnt = window is not None and window[0] <= timezone.localdate(at) <= window[1]
    # What is learnt at an own pace can be begun and done on any day of its window.
    begins = window[0].toordinal() if window else None
    place = OPEN if taking or is_learnt else LATER if runs else NEVER
    of_runs = [
        (
            (run.city,) if run.city else (),
            (f"{run.starts_on:%Y-%m}",),
            ("1",) if run.seats else (),
            slots_of(run.starts, mode=run.mode),
        )
        for run in runs
    ]
    return Facts(
        facets=tuple(dict.fromkeys([*_of_version(version, has_runs=bool(runs)), *_singles(of_runs)])),
        combos=tuple(dict.fromkeys(word for of_run in of_runs for word in _combined(of_run))),
        start=place + min((run.starts_on.toordinal() for run in taking or runs), default=begins or 0),
        hours=place - version.hours,
        seats=place - max((run.seats for run in taking or runs), default=0),
        open_end=min((run.ends_on.toordinal() for run in taking), default=begins if is_learnt else None),
        stale_at=min((moment for moment in _turns(runs, window, ends_at) if moment > at), default=None),
    )


def hours_band(hundredths: int) -> str:
    """Return the value of the facet "hours" for an amount of them."""
    return next((str(most) for most in _HOURS if hundredths <= most * 100), _MORE)


def fee_band(yuan: int) -> str:
    """Return the value of the facet "fee" for an amount."""
    return next((str(most) for most in _YUAN if yuan <= most), _MORE) if yuan else "free"


def slots_of(starts: Sequence[datetime], *, mode: str = "") -> tuple[str, ...]:
    """Return when sessions are that start at these local times, for somebody who works."""
    if mode in _IN_OWN_TIME:
        return ("on_post",)
    if not starts:
        return ()
    is_at_work = any(start.time() < _WORK_ENDS and is_working_day(start.date()) for start in starts)
    is_at_weekend = not any(is_working_day(start.date()) for start in starts)
    is_in_evening = all(start.time() >= _EVENING for start in starts)
    said = {"workday": is_at_work, "weekend": is_at_weekend, "evening": is_in_evening, "on_post": not is_at_work}
    return tuple(slot for slot, is_so in said.items() if is_so)


def chosen_words(chosen: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield what must be met: a field of documents ("facets" or "combos") and the words of which it must hold one."""
    for name in OF_PROGRAMME:
        if name in chosen:
            yield "facets", [f"{name}={value}" for value in sorted(chosen[name])]
    of_run = {name: sorted(chosen[name]) for name in OF_RUN if name in chosen}
    if len(of_run) == 1:
        name, values = next(iter(of_run.items()))
        yield "facets", [f"{name}={value}" for value in values]
    elif of_run:
        yield "combos", ["|".join(parts) for parts in product(*(of_run.get(name, [ANY]) for name in OF_RUN))]


def counted_by(name: str, chosen: Mapping[str, Iterable[str]]) -> tuple[str, list[str]]:
    """Return where the values of facet `name` are counted under the other choices: a field, and patterns of its words."""
    others = {other: sorted(values) for other, values in chosen.items() if other in OF_RUN and other != name}
    if name in OF_PROGRAMME or not others:
        return "facets", [f"{name}={PATTERN}"]
    parts = [[PATTERN] if each == name else others.get(each, [ANY]) for each in OF_RUN]
    return "combos", ["|".join(part) for part in product(*parts)]


# Stands for the value that is counted, in a pattern of `counted_by`.
PATTERN = "?"


def counts_of(name: str, words: Mapping[str, int], chosen: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Return the counts of the values of facet `name` among those of all counted words."""
    counts: dict[str, int] = {}
    for pattern in counted_by(name, chosen)[1]:
        before, _mark, after = pattern.partition(PATTERN)
        for word, count in words.items():
            value = word.removeprefix(before).removesuffix(after)
            if len(value) == len(word) - len(before) - len(after) and value and value != ANY and "|" not in value:
                counts[value] = counts.get(value, 0) + count
    return counts


def _of_version(version: Any, *, has_runs: bool) -> Iterator[str]:
    for name in ("kind", "category", "sector", "cluster", "mode"):
        if value := getattr(version, name):
            yield f"{name}={value}"
    yield f"hours={hours_band(version.hours)}"
    yield f"fee={fee_band(version.fee)}"
    yield from (f"series={value}" for value in version.eligible_series or [ANY])
    if not has_runs:
        yield from (f"slot={value}" for value in slots_of((), mode=version.mode))


_Values = tuple[tuple[str, ...], ...]


def _singles(of_runs: Iterable[_Values]) -> Iterator[str]:
    for of_run in of_runs:
        for name, values in zip(OF_RUN, of_run, strict=True):
            yield from (f"{name}={value}" for value in values)


def _combined(of_run: _Values) -> Iterator[str]:
    for parts in product(*((*values, ANY) for values in of_run)):
        if sum(part != ANY for part in parts) > 1:
            yield "|".join(parts)


def _window(version: Any) -> tuple[date, date] | None:
    """Return the first and the last day on which something is learnt at an own pace."""
    first, last = version.window_from, version.window_until
    return (first, last) if first and last else None


def _turns(runs: Iterable[RunFacts], window: tuple[date, date] | None, ends_at: date | None) -> Iterator[datetime]:
    """Yield the moments at which something changes by time alone."""
    if window:
        yield _midnight(window[0])
        yield _midnight(window[1] + timedelta(days=1))
    for run in runs:
        yield run.enrol_from
        yield run.enrol_until + timedelta(microseconds=1)
        yield _midnight(run.ends_on + timedelta(days=1))
    if ends_at:
        yield _midnight(ends_at)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
