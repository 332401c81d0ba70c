"""From what is stated to hours: the formula of the row."""

import polars as pl

from credits.policy._reasons import cut, why
from credits.policy._rules import Rules
from credits.policy._schema import Version
from credits.policy._schema_earning import Lesson

DAY_MINUTES = 24 * 60
ONE = 100


def earned(frame: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Set `hours` to what the formula gives for everything stated, travel days included."""
    frame = _measures(frame, rules)
    frame = frame.with_columns(hours=pl.coalesce(_granted(), _by_kind(pl.col("all_days"))))
    frame = frame.with_columns(hours=pl.when(_in_force()).then(pl.col("hours").fill_null(0)).otherwise(0))
    unmeasured = (
        _in_force() & pl.col("kind").is_not_null() & _granted().is_null() & _by_kind(pl.col("all_days")).is_null()
    )
    frame = frame.with_columns(
        why("unknown_activity", 0, when=unmeasured, text=pl.col("activity"), clause=pl.col("row_clause"))
    )
    return frame.with_columns(*_given(rules))


def travel(frame: pl.LazyFrame, _rules: Rules) -> pl.LazyFrame:
    """Take the days of travel off."""
    away = pl.col("travel_days").fill_null(0)
    without = _by_kind(pl.col("all_days") - away * ONE).clip(0)
    counted = pl.col("by_days") & (away > 0) & (pl.col("hours") > 0)
    return cut(frame, "travel_excluded", to=without, when=counted, fact=away, clause=pl.col("row_clause"))


def _measures(frame: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    clock = (pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()
    span = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days() + 1
    frame = frame.with_columns(
        clock_minutes=clock,
        # The clock of a claim over several days runs at night too: it measures overlap, not learning.
        lesson_minutes=pl.coalesce("minutes", pl.when(clock <= DAY_MINUTES).then(clock)),
        all_days=pl.coalesce("days", span * ONE),
        lesson=_lesson(rules),
        day_rate=pl.when(clock.is_null() & pl.col("minutes").is_null())
        .then(pl.coalesce("day_hours_loose", "day_hours"))
        .otherwise("day_hours"),
    )
    by_time = pl.col("hours").is_not_null() | (pl.col("lesson_minutes").is_not_null() & pl.col("lesson").is_not_null())
    by_days = (pl.col("kind") == "per_day") | ((pl.col("kind") == "time") & ~by_time & ~pl.col("stated_only"))
    stated = pl.col("hours")
    return frame.with_columns(stated=stated, by_days=(by_days & pl.col("credits").is_null()).fill_null(value=False))


def _lesson(rules: Rules) -> pl.Expr:
    minutes = rules.whole(lambda version: version.lesson.minutes if version.lesson else None)
    codes = {code for version in rules.versions if version.lesson for code in version.lesson.by_category}
    for code in sorted(codes):
        own = rules.whole(lambda version, code=code: _own(version.lesson, code))  # type: ignore[misc]
        minutes = pl.when(pl.col("category") == code).then(pl.coalesce(own, minutes)).otherwise(minutes)
    return minutes


def _own(lesson: Lesson | None, code: str) -> int | None:
    return lesson.by_category.get(code) if lesson else None


def _in_force() -> pl.Expr:
    return pl.col("v").is_not_null() & pl.col("cycle_starts_on").is_not_null()


def _granted() -> pl.Expr:
    return pl.col("credits")


def _by_kind(days: pl.Expr) -> pl.Expr:
    kind, value = pl.col("kind"), pl.col("value")
    times = pl.when(pl.col("counted")).then(pl.col("count").fill_null(1)).otherwise(1)
    return (
        pl.when(kind == "time")
        .then(_by_time(days))
        .when(kind == "per_day")
        .then(value * days // ONE)
        .when(kind == "per_month")
        .then(value * pl.col("months_of_stay"))
        .when(kind == "fixed")
        .then(value * times)
        .when(kind == "per_volume")
        .then(value * (pl.col("chars") // pl.col("volume")))
    )


def _by_time(days: pl.Expr) -> pl.Expr:
    # One division, at the end: a floor in between would lose hundredths.
    rate, per = pl.col("rate"), pl.col("per")
    by_minutes = pl.col("lesson_minutes") * ONE * rate // (pl.col("lesson") * per)
    by_days = pl.when(pl.col("by_days")).then(days * pl.col("day_rate") * rate // (ONE * per))
    return pl.coalesce(pl.col("stated") * rate // per, by_minutes, by_days)


def _given(rules: Rules) -> list[pl.Expr]:
    kind, ours = pl.col("kind"), (pl.col("hours") > 0) & pl.col("credits").is_null()
    loose = (
        pl.col("by_days") & (kind == "time") & (pl.col("day_rate") == pl.col("day_hours_loose")).fill_null(value=False)
    )
    times = (kind == "time") & (pl.col("rate") != ONE)
    flat = {"fixed", "per_volume"}
    codes = {
        "rate": ~loose & ~times & ~kind.is_in(flat),
        "day_only_rate": loose & ~times,
        "multiplier": times,
        "per_volume": kind == "per_volume",
    }
    given = [
        why(code, pl.col("hours"), when=ours & when, value=_shown(), fact=_fact(), clause=pl.col("row_clause"))
        for code, when in codes.items()
        if _used(code, rules)
    ]
    fixed = (ours & (kind == "fixed")) | (pl.col("credits").is_not_null() & (pl.col("hours") > 0))
    given.append(
        why(
            "fixed",
            pl.col("hours"),
            when=fixed,
            value=pl.col("value"),
            fact=pl.col("count").fill_null(1),
            clause=pl.col("row_clause"),
        )
    )
    own = pl.col("r_reason").is_not_null() & _in_force() & pl.col("credits").is_null()
    named = sorted({row.reason for version in rules.versions for row in version.activities if row.reason})
    given += [
        why(
            code,
            0,
            when=own & (pl.col("r_reason") == code),
            tag="row",
            fact=pl.col("rank"),
            clause=pl.col("row_clause"),
        )
        for code in named
    ]
    return given


def _shown() -> pl.Expr:
    by_days = pl.col("by_days") & (pl.col("kind") == "time")
    return pl.when(by_days).then("day_rate").when(pl.col("kind") == "time").then("rate").otherwise("value")


def _fact() -> pl.Expr:
    return pl.when(pl.col("by_days")).then("all_days").otherwise(pl.coalesce("stated", pl.col("lesson_minutes") * ONE))


def _used(code: str, rules: Rules) -> bool:
    def uses(version: Version) -> bool:
        rows = version.activities
        found = {
            "multiplier": any(row.earn.rate != 1 for row in rows),
            "day_only_rate": bool(version.day and version.day.hours_without_timetable is not None),
            "per_volume": any(row.earn.kind == "per_volume" for row in rows),
        }
        return found.get(code, True)

    return rules.any(uses)
