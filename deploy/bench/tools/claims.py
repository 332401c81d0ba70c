"""
What people of a province claim, year after year: skewed by person, half of it in November and December, held by several bases.

    crowd = people.people(count=100_000)
    table = claims.claims(crowd, years=range(2021, 2027), until=date(2026, 6, 30), mean=8)     # 8 claims a person on average
    table = claims.claims(crowd, ..., mean=8, exactly=True)                                   # 8 claims a person

`table` has the columns that `policy.award` reads (amounts in hundredths), and those that a row of Claim has besides. It is ordered by person and
`position`: the order in which they were handed in, by month and base; now and then one comes months late. Of a hundred claims three
come twice under another key, two are of a category that nobody knows, one states more hours than days hold, two were hardly attended.
Pure Polars, the same for a seed however people are sliced. Claim ids are `base` + 100 × number of the person + turn.
"""

from datetime import date, timedelta
from typing import Any

import polars as pl

from deploy.bench.tools import chance
from learning.accounts.enums import Series

MOST = 100  # claims of one person
COURSES, BASES = 3000, 30
LENGTHS = {2: 25, 3: 30, 5: 30, 8: 15}  # days
# Half of a year's learning lies in its last two months.
MONTHS = (1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 7, 9)
ACTIVITIES = {"class": 50, "online_course": 25, "seminar": 12, "public_course": 8, "conference": 5}
RECOGNISED = date(2012, 1, 1)
PROVINCE = "320000"  # where all bases sit


def claims(
    crowd: pl.DataFrame, *, years: range, until: date, mean: float, exactly: bool = False, base: int = 1, seed: int = 1
) -> pl.DataFrame:
    """Return the claims of these people of `years`, none after `until`."""
    turns = pl.lit(round(mean)) if exactly else (pl.col("zeal") * mean + _of("spare", "number", seed=seed)).floor()
    everybody = crowd.lazy().select(
        "person", "number", "series", turn=pl.int_ranges(turns.clip(0, MOST).cast(pl.Int64))
    )
    drawn = everybody.explode("turn", empty_as_null=False).with_columns(**_marks(seed))
    taken = drawn.with_columns(**_when(years, until, seed), course=_course(seed)).with_columns(**_what(seed))
    stated = taken.with_columns(**_facts(seed)).with_columns(**_handed_in(until, seed))
    ordered = stated.sort("person", "month", "base", "ends_on", "starts_on", "key")
    placed = ordered.with_columns(
        position=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("person"),
        claim=pl.col("number") * MOST + pl.col("turn") + base,
    )
    return placed.drop("series", "drawn", "fault", "length", "course").collect(engine="in-memory")


def _of(name: str, *keys: str, seed: int) -> pl.Expr:
    return chance.of(name, *(pl.col(key) for key in keys), seed=seed)


def _marks(seed: int) -> dict[str, pl.Expr]:
    twice = (_of("twice", "number", "turn", seed=seed) < 0.03) & (pl.col("turn") > 0)
    # Whatever comes twice draws as the turn before it did.
    return {"drawn": pl.col("turn") - twice.cast(pl.Int64), "fault": _of("fault", "number", "turn", seed=seed)}


def _when(years: range, until: date, seed: int) -> dict[str, pl.Expr]:
    year = years.start + (_of("year", "number", "drawn", seed=seed) * len(years)).cast(pl.Int32)
    month = 1 + chance.picked(_of("month", "number", "drawn", seed=seed), MONTHS)
    day = 1 + (_of("day", "number", "drawn", seed=seed) * 26).cast(pl.Int8)
    # What would lie behind `until` lies in the year before.
    is_to_come = pl.date(year, month.cast(pl.Int8), day) > until - timedelta(days=max(LENGTHS) - 1)
    return {"starts_on": pl.date(year - is_to_come.cast(pl.Int32), month.cast(pl.Int8), day)}


def _course(seed: int) -> pl.Expr:
    # Some courses are full of people, most are small.
    return (_of("course", "number", "drawn", seed=seed).pow(2) * COURSES).cast(pl.Int64)


def _what(seed: int) -> dict[str, pl.Expr]:
    """Return what a course says of itself, whoever takes it."""
    place = chance.picked(_of("days", "course", seed=seed), [float(weight) for weight in LENGTHS.values()])
    activity = chance.one_of(
        _of("activity", "course", seed=seed), list(ACTIVITIES), [float(weight) for weight in ACTIVITIES.values()]
    )
    is_public, is_health = _of("public", "course", seed=seed) < 0.3, pl.col("series") == Series.CME.value
    general = pl.when(is_public).then(pl.lit("public")).otherwise(pl.lit("professional"))
    health = pl.when(is_public).then(pl.lit("class_2")).otherwise(pl.lit("class_1"))
    return {
        "length": pl.lit(pl.Series(list(LENGTHS), dtype=pl.Int64)).gather(place),
        "activity": activity,
        "category": pl.when(is_health).then(health).otherwise(general),
        "base": (_of("base", "course", seed=seed) * BASES).cast(pl.Int64),
        "item": pl.format("programme:{}", "course"),
        "title": pl.format("专业技术人员继续教育课程（{}）", "course"),
    }


def _facts(seed: int) -> dict[str, pl.Expr]:
    """Return what is stated of one attendance; a few in a hundred are wrong."""
    unheard, too_many, absent = (
        pl.col("fault").is_between(low, low + width) for low, width in ((0, 0.02), (0.03, 0.01), (0.05, 0.02))
    )
    minutes, ends = pl.col("length") * 360, pl.col("starts_on") + pl.duration(days=pl.col("length") - 1)
    online = pl.col("activity") == "online_course"
    return {
        "category": pl.when(unheard).then(pl.lit("unheard_of")).otherwise("category"),
        "hours": pl.when(too_many).then(6000).otherwise(pl.col("length") * 800).cast(pl.Int64),
        "minutes": minutes,
        "attended_minutes": pl.when(absent).then(minutes // 3).otherwise(minutes),
        "absent_half_days": pl.when(absent).then(2).otherwise(0).cast(pl.Int64),
        "mode": pl.when(online).then(pl.lit("recorded")).otherwise(pl.lit("on_site")),
        "ends_on": ends,
        "approved_on": pl.col("starts_on") - pl.duration(days=60),
        "passed": _of("passed", "number", "drawn", seed=seed) < 0.98,
        "passed_on": ends,
        "provider": pl.format("继续教育基地{}", pl.col("base") + 1),
        "provider_since": pl.lit(RECOGNISED),
        "provider_region": pl.lit(PROVINCE),
    }


def _handed_in(until: date, seed: int) -> dict[str, Any]:
    """Return the month in which a claim was handed in, as its last day, and the key that it got there."""
    late = (_of("late by", "number", "turn", seed=seed) * 9).cast(pl.Int64)
    months = pl.when(_of("late", "number", "turn", seed=seed) < 0.08).then(late).otherwise(0)
    handed = pl.col("ends_on").dt.offset_by(pl.format("{}mo", months)).dt.month_end()
    month = pl.min_horizontal(handed, pl.lit(until))
    return {"month": month, "declared_on": month, "key": pl.format("run:{}:{}", "course", "turn")}
