"""Cycles: in which span a day lies, by version and by the person's own dates."""

from calendar import isleap
from collections.abc import Mapping
from datetime import MAXYEAR, date
from functools import cache

import polars as pl

from credits.policy._rules import Rules, rules_of
from credits.policy._schema import Version
from credits.policy._schema_duty import Cycle
from credits.policy._tables import PEOPLE, completed

STARTS, ENDS = "cycle_starts_on", "cycle_ends_before"
SPARE = 100  # a cycle may begin in the year 9999 and end in none
PERSONAL = ("obliged_since", "appointed_since", "appointed_until", "periods_since", "opened_on")


def with_cycle(frame: pl.DataFrame, rules: Rules, *, day: pl.Expr) -> pl.DataFrame:
    """
    Add first day and exclusive end of the cycle in which `day` lies, null where there is none.

    The frame has `v` and the columns of `PERSONAL`.
    """
    return frame.with_columns(span(rules, day=day))


def span(rules: Rules, *, day: pl.Expr) -> list[pl.Expr]:
    """Return what `with_cycle` adds. The columns of `PERSONAL` are looked at only where a cycle `is_personal`."""
    starts: pl.Expr = pl.lit(None, dtype=pl.Date)
    ends: pl.Expr = pl.lit(None, dtype=pl.Date)
    for cycle, places in _by_cycle(rules).items():
        first, end = _span(cycle, day)
        starts = pl.when(rules.at(places)).then(first).otherwise(starts)
        ends = pl.when(rules.at(places)).then(end).otherwise(ends)
    return [starts.alias(STARTS), ends.alias(ENDS)]


def is_personal(version: Version) -> bool:
    """Return whether the cycles of `version` hang on the person's own dates."""
    return version.cycle.kind in {"registration", "term"}


def with_personal_dates(plan: pl.LazyFrame, people: pl.DataFrame, openings: pl.DataFrame) -> pl.LazyFrame:
    """Add what a cycle may depend on: the person's dates, and the first opening of the family."""
    plan = plan.join(people.lazy(), on="person", how="left", maintain_order="left")
    if openings.is_empty():
        return plan.with_columns(opened_on=pl.lit(None, dtype=pl.Date))
    opened = openings.lazy().group_by("person", "family").agg(opened_on=pl.col("on").min())
    return plan.join(opened, on=["person", "family"], how="left", maintain_order="left")


def cycle_of(version: Version, day: date, **dates: date | None) -> tuple[date, date] | None:
    """Return first day and exclusive end of the cycle of `day`; `dates` are those of `PERSONAL`. None if there is none."""
    person = {name: [dates.get(name)] for name in PERSONAL}
    frame = pl.DataFrame(
        {"v": [0], "day": [day], **person}, schema={"v": pl.Int64, "day": pl.Date} | dict.fromkeys(PERSONAL, pl.Date)
    )
    first, end = with_cycle(frame, rules_of([version]), day=pl.col("day")).select(STARTS, ENDS).row(0)
    return None if first is None or end is None else (first, end)


def cycles_of(asked: pl.DataFrame, version: Version, people: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return `asked` (person, on) with `cycle_starts_on` and `cycle_ends_before` under `version`."""
    dates = (
        completed(people, PEOPLE).select("person", *PERSONAL[:-1]).with_columns(opened_on=pl.lit(None, dtype=pl.Date))
    )
    frame = asked.with_columns(v=pl.lit(0, dtype=pl.Int64)).join(dates, on="person", how="left", maintain_order="left")
    return with_cycle(frame, rules_of([version]), day=pl.col("on")).drop("v", *PERSONAL)


def months_in(first: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Return how many started months the span from `first` until before `end` has."""
    return months_started(first, end.dt.offset_by("-1d"))


def months_started(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """Return how many started months the days from `first` to `last` have: a month and a day are two."""
    months = (last.dt.year() - first.dt.year()).cast(pl.Int64) * 12 + (
        last.dt.month().cast(pl.Int64) - first.dt.month()
    )
    return months + (last.dt.day() >= first.dt.day()).cast(pl.Int64)


def _by_cycle(rules: Rules) -> Mapping[Cycle, list[int]]:
    groups: dict[Cycle, list[int]] = {}
    for place, version in enumerate(rules.versions):
        groups.setdefault(version.cycle, []).append(place)
    return groups


def _span(cycle: Cycle, day: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    kinds = {"window": _window, "registration": _registration, "term": _term, "year": _year}
    return kinds[cycle.kind](cycle, day)


def _year(cycle: Cycle, day: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    year = _year_of(cycle, day)
    block = (year - cycle.anchor).floordiv(cycle.years) * cycle.years + cycle.anchor if cycle.years > 1 else year
    return _first_day(cycle, block), _first_day(cycle, block + cycle.years)


def _first_day(cycle: Cycle, year: pl.Expr) -> pl.Expr:
    return pl.lit(_first_days(cycle.month, cycle.day)).gather(year)


@cache
def _first_days(month: int, day: int) -> pl.Series:
    """Return this day of each year: to look it up is many times as fast as to build it from numbers."""
    days = [None, *(_day(year, month, day) for year in range(1, MAXYEAR + 1)), *[None] * SPARE]
    return pl.Series(days, dtype=pl.Date)


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if (month, day) != (2, 29) or isleap(year) else None


def _year_of(cycle: Cycle, day: pl.Expr) -> pl.Expr:
    year = day.dt.year().cast(pl.Int64)
    if (cycle.month, cycle.day) == (1, 1):
        return year
    not_yet = _in_year(day) < cycle.month * 100 + cycle.day
    return year - not_yet.cast(pl.Int64)


def _window(cycle: Cycle, day: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    inside = day.is_between(pl.lit(cycle.starts_on), pl.lit(cycle.ends_on))
    end = pl.lit(cycle.ends_on).dt.offset_by("1d")
    return pl.when(inside).then(pl.lit(cycle.starts_on)), pl.when(inside).then(end)


def _registration(cycle: Cycle, day: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    known = pl.coalesce("obliged_since", "opened_on")
    january = pl.date(pl.col("periods_since").dt.year(), 1, 1)
    own = pl.coalesce(known, "periods_since" if cycle.aligned else january)
    if cycle.aligned:
        own = pl.date(_year_of(cycle, own), cycle.month, cycle.day)
    start = pl.coalesce(own, pl.date(cycle.anchor, cycle.month, cycle.day))
    # A period that begins on 29 February ends on the 27th of the last year: otherwise two periods would share a day.
    base = pl.when((start.dt.month() == 2) & (start.dt.day() == 29)).then(start.dt.offset_by("-1d")).otherwise(start)
    years = (day.dt.year() - base.dt.year()).cast(pl.Int64) - (_in_year(day) < _in_year(base)).cast(pl.Int64)
    turn = years.floordiv(cycle.years)
    first = pl.when(turn == 0).then(start).otherwise(_years_later(base, turn * cycle.years))
    there = day >= start
    return pl.when(there).then(first), pl.when(there).then(_years_later(base, (turn + 1) * cycle.years))


def _term(cycle: Cycle, day: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    since, after = pl.col("appointed_since"), pl.col("appointed_until").dt.offset_by("1d")
    appointed = ((since <= day) & (day < after)).fill_null(value=False)
    # A year outside the term ends where the term begins, or no day would be of one cycle only.
    first, end = _year(cycle, day)
    first = pl.when((first < after) & (after <= day)).then(after).otherwise(first)
    end = pl.when((since < end) & (since > day)).then(since).otherwise(end)
    return pl.when(appointed).then(since).otherwise(first), pl.when(appointed).then(after).otherwise(end)


def _in_year(day: pl.Expr) -> pl.Expr:
    return day.dt.month().cast(pl.Int64) * 100 + day.dt.day()


def _years_later(day: pl.Expr, years: pl.Expr) -> pl.Expr:
    return pl.date(day.dt.year() + years, day.dt.month(), day.dt.day())
