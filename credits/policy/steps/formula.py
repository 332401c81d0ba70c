"""From what is stated to hours: the formula of the row."""

from collections.abc import Iterator

import polars as pl

from credits.policy._reasons import Reason
from credits.policy._rules import Rules
from credits.policy._schema import Version
from credits.policy._schema_earning import Lesson

DAY_MINUTES = 24 * 60
ONE = 100


def earned(plan: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Set `hours` to what the formula gives for everything stated, travel days included."""
    for make in (_measures, _kinds_of_measure, _found, _hours):
        plan = plan.with_columns(rules.once(make))
    return plan


def reasons(rules: Rules) -> list[Reason]:
    """Return what is given by which formula; and what the days of travel take."""
    unmeasured = (
        pl.col("in_force") & pl.col("kind").is_not_null() & pl.col("credits").is_null() & pl.col("found").is_null()
    )
    details = {"text": pl.col("activity"), "clause": pl.col("row_clause")}
    return [
        Reason("unknown_activity", unmeasured, details=details),
        *_given(rules),
        *_rows_reasons(rules),
        _travel(rules),
    ]


def _travel(rules: Rules) -> Reason:
    away = pl.col("travel_days").fill_null(0)
    without = _by_kind(pl.col("all_days") - away * ONE, rules).clip(0)
    counted = pl.col("by_days") & (away > 0) & (pl.col("hours") > 0)
    details = {"fact": away, "clause": pl.col("row_clause")}
    return Reason("travel_excluded", counted, to=without, details=details)


def _measures(rules: Rules) -> list[pl.Expr]:
    clock = (pl.col("ends_at") - pl.col("starts_at")).dt.total_minutes()
    span = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days() + 1
    found = {
        "clock_minutes": clock,
        # The clock of a claim over several days runs at night too: it measures overlap, not learning.
        "lesson_minutes": pl.coalesce("minutes", pl.when(clock <= DAY_MINUTES).then(clock)),
        "all_days": pl.coalesce("days", span * ONE),
        "lesson": _lesson(rules),
        "day_rate": pl.when(clock.is_null() & pl.col("minutes").is_null())
        .then(pl.coalesce("day_hours_loose", "day_hours"))
        .otherwise("day_hours"),
    }
    return [value.alias(name) for name, value in found.items()]


def _kinds_of_measure(_rules: Rules) -> list[pl.Expr]:
    by_time = pl.col("hours").is_not_null() | (pl.col("lesson_minutes").is_not_null() & pl.col("lesson").is_not_null())
    by_days = (pl.col("kind") == "per_day") | ((pl.col("kind") == "time") & ~by_time & ~pl.col("stated_only"))
    measured = (by_days & pl.col("credits").is_null()).fill_null(value=False)
    return [pl.col("hours").alias("stated"), measured.alias("by_days")]


def _found(rules: Rules) -> list[pl.Expr]:
    return [_by_kind(pl.col("all_days"), rules).alias("found"), _in_force().alias("in_force")]


def _hours(_rules: Rules) -> pl.Expr:
    return pl.when("in_force").then(pl.coalesce("credits", "found").fill_null(0)).otherwise(0).alias("hours")


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


def _by_kind(days: pl.Expr, rules: Rules) -> pl.Expr:
    kind, value = pl.col("kind"), pl.col("value")
    times = pl.when(pl.col("counted")).then(pl.col("count").fill_null(1)).otherwise(1)
    formulas = {
        "time": _by_time(days),
        "per_day": value * days // ONE,
        "per_month": value * pl.col("months_of_stay"),
        "fixed": value * times,
        "per_volume": value * (pl.col("chars") // pl.col("volume")),
    }
    found: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for name in _kinds(rules):
        found = pl.when(kind == name).then(formulas[name]).otherwise(found)
    return found


def _kinds(rules: Rules) -> list[str]:
    return sorted({row.earn.kind for version in rules.versions for row in version.activities})


def _by_time(days: pl.Expr) -> pl.Expr:
    # One division, at the end: a floor in between would lose hundredths.
    rate, per = pl.col("rate"), pl.col("per")
    by_minutes = pl.col("lesson_minutes") * ONE * rate // (pl.col("lesson") * per)
    by_days = pl.when(pl.col("by_days")).then(days * pl.col("day_rate") * rate // (ONE * per))
    return pl.coalesce(pl.col("stated") * rate // per, by_minutes, by_days)


def _given(rules: Rules) -> list[Reason]:
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
    shown = {"value": _shown(), "fact": _fact(), "clause": pl.col("row_clause")}
    found = [
        Reason(code, ours & when, pl.col("hours"), details=shown) for code, when in codes.items() if _used(code, rules)
    ]
    fixed = (ours & (kind == "fixed")) | (pl.col("credits").is_not_null() & (pl.col("hours") > 0))
    details = {"value": pl.col("value"), "fact": pl.col("count").fill_null(1), "clause": pl.col("row_clause")}
    return [*found, Reason("fixed", fixed, pl.col("hours"), details=details)]


def _rows_reasons(rules: Rules) -> Iterator[Reason]:
    own = pl.col("in_force") & pl.col("credits").is_null()
    for code in sorted({row.reason for version in rules.versions for row in version.activities if row.reason}):
        details = {"fact": pl.col("rank"), "clause": pl.col("row_clause")}
        yield Reason(code, own & (pl.col("r_reason") == code), details=details)


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
