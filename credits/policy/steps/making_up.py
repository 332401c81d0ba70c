"""Hours of earlier years: until when, and on which days of a year, they are made up."""

from datetime import date

import polars as pl

from credits.policy import _cycles
from credits.policy._reasons import cut
from credits.policy._rules import Rules
from credits.policy._schema import Version
from credits.policy._schema_duty import Season

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS = (*_MONTHS, "November", "December")
LEAP_DAY = (2, 29)


def in_time(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for what was completed for an earlier cycle later than its rulebook lets it be made up, or on other days."""
    if not rules.any(_is_limited):
        return frame
    last = pl.col(_cycles.ENDS).dt.offset_by("-1d")
    clause = rules.clause(lambda version: version.shortfall)
    until, within, named = _limits(rules, last)
    made_up, done = pl.col("passed_on") > last, pl.col("passed_on")
    late = (made_up & (done > until)).fill_null(value=False)
    frame = cut(frame, rules, "made_up_late", to=0, when=late, day=until, clause=clause)
    outside = (made_up & ~within).fill_null(value=False)
    return cut(frame, rules, "made_up_outside", to=0, when=outside, text=named, clause=clause)


def made_up_until(version: Version, last_day: date) -> date | None:
    """Return the last day on which hours of a cycle that ended on `last_day` may be made up under `version`; None where it names none."""
    rule = version.shortfall
    if rule is None or rule.back_years is None:
        return None
    limit = _years_later(last_day, rule.back_years)
    if rule.window is None or _holds(rule.window, limit):
        return limit
    ends = rule.window.last
    latest = date(limit.year, ends.month, ends.day)
    return latest if latest <= limit else date(limit.year - 1, ends.month, ends.day)


def _is_limited(version: Version) -> bool:
    return version.shortfall is not None and bool(version.shortfall.back_years or version.shortfall.window)


def _limits(rules: Rules, last: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return until when a cycle is made up, whether the day of completion lies within the window, and how that is called."""
    until: pl.Expr = pl.lit(None, dtype=pl.Date)
    within: pl.Expr = pl.lit(value=True)
    named: pl.Expr = pl.lit(None, dtype=pl.String)
    for place, version in enumerate(rules.versions):
        rule, here = version.shortfall, pl.col("v") == place
        if rule and rule.back_years:
            until = pl.when(here).then(last.dt.offset_by(f"{rule.back_years}y")).otherwise(until)
        if rule and rule.window:
            within = pl.when(here).then(_within(rule.window)).otherwise(within)
            named = pl.when(here).then(pl.lit(_said(rule.window))).otherwise(named)
    return until, within, named


def _within(window: Season) -> pl.Expr:
    day = pl.col("passed_on").dt.month().cast(pl.Int64) * 100 + pl.col("passed_on").dt.day()
    first, last = _number(window)
    return day.is_between(first, last) if first <= last else (day >= first) | (day <= last)


def _holds(window: Season, day: date) -> bool:
    first, last = _number(window)
    number = day.month * 100 + day.day
    return first <= number <= last if first <= last else number >= first or number <= last


def _number(window: Season) -> tuple[int, int]:
    first, last = window.first, window.last
    return first.month * 100 + first.day, last.month * 100 + last.day


def _said(window: Season) -> str:
    """Return a window in both languages, a line each."""
    first, last = window.first, window.last
    chinese = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    return f"{chinese}\n{first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]}"


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == LEAP_DAY else day.day)
