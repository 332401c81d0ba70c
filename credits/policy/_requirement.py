"""What a cycle asks of a person: the total, and how much of it, before anything is counted."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import polars as pl

from credits.policy import _cycles
from credits.policy._codes import UNSTATED
from credits.policy._duty import begun_and_ended, with_fraction
from credits.policy._known import Facts
from credits.policy._reasons import Reason, collected, flags, note, say
from credits.policy._rules import Rules, hundredths
from credits.policy._schema import Version
from credits.policy._schema_base import parts
from credits.policy._tables import Schema


def yearly_total(rules: Rules) -> pl.Expr:
    """Return the total that each row's version asks of the row's `target_level`, null where it asks none."""
    total: pl.Expr = pl.lit(None, dtype=pl.Int64)
    level = pl.col("target_level").fill_null(UNSTATED)
    for place, version in enumerate(rules.versions):
        for rule in reversed(version.totals):
            concerned = pl.col("v") == place
            if rule.target_levels:
                concerned &= level.is_in(list(rule.target_levels))
            total = pl.when(concerned).then(pl.lit(hundredths(rule.hours), dtype=pl.Int64)).otherwise(total)
    return total


def with_requirement(cases: pl.DataFrame, rules: Rules, facts: Facts) -> pl.DataFrame:
    """
    Add `required`, what it would be without exemption (`full`), and what the floors need.

    That is `up`/`down` (the part of a year or of a full duty), `further` specialties, `band`.

    Exemption and proration lower the requirement; they never add hours.
    """
    plan = cases.lazy()
    for make in (_of_the_cycle, _asked_of_it, begun_and_ended):
        plan = plan.with_columns(rules.once(make))
    cases = say(collected(plan), rules, rules.once(_unknown), "unknown")
    cases = _of_specialties(cases, rules)
    cases = _of_bands(cases, rules)
    cases = with_fraction(cases, rules, facts)
    return cases.with_columns(_in_full())


@cache
def _in_full() -> list[pl.Expr]:
    return [pl.col("required").alias("full"), scaled(pl.col("required")).alias("required")]


def floors(cases: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Return what each case asks of each category: case, category, parent, ordinal, required."""
    asked = cases.select("case", "v", "band", "further", "up", "down", "scale", "total")
    asked = asked.join(rules.once(_floor_table).lazy(), on="v")
    return asked.select("case", "category", "parent", "ordinal", rules.once(_floor))


def _floor(rules: Rules) -> pl.Expr:
    floor: pl.Expr = pl.col("floor")
    if rules.any(lambda version: any(one.share for one in version.floors)):
        floor = pl.max_horizontal("floor", -(-pl.col("total") * pl.col("above") // pl.col("below")))
    full = floor * pl.col("scale") // 12
    if rules.any(_has_bands):
        banded = pl.col("banded").list.get(pl.col("band").clip(0), null_on_oob=True).fill_null(0)
        full = pl.coalesce(pl.when(pl.col("band") >= 0).then(banded), full)
    return scaled(full + pl.col("added") * pl.col("further")).alias("required")


def _floor_table(rules: Rules) -> pl.DataFrame:
    return pl.DataFrame(list(_floor_rows(rules)), schema=dict(FLOORS), orient="row")


FLOORS: Schema = {
    "v": pl.Int64,
    "category": pl.String,
    "parent": pl.String,
    "ordinal": pl.Int64,
    "floor": pl.Int64,
    "above": pl.Int64,
    "below": pl.Int64,
    "added": pl.Int64,
    "banded": pl.List(pl.Int64),
}


def scaled(hours: pl.Expr) -> pl.Expr:
    """Return the part of `hours` that the duty leaves, rounded up to a hundredth."""
    return -((-hours * pl.col("up")) // pl.col("down"))


def _of_the_cycle(rules: Rules) -> list[pl.Expr]:
    # Where the cycle is an appointment term, the total is of a year.
    months = _cycles.months_in(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS))
    scale: pl.Expr = pl.lit(12, dtype=pl.Int64)
    if rules.any(lambda version: version.cycle.kind == "term"):
        by_term = rules.where(lambda version: version.cycle.kind == "term")
        scale = pl.when(by_term).then(months).otherwise(scale)
    return [yearly_total(rules).alias("total"), months.alias("months"), scale.alias("scale")]


def _asked_of_it(rules: Rules) -> list[pl.Expr]:
    further = (pl.col("specialties").fill_null(1) - 1).clip(0).alias("further")
    required = (pl.col("total").fill_null(0) * pl.col("scale") // 12).alias("required")
    band = pl.lit(-1, dtype=pl.Int64).alias("band")
    return [required, further, band, *flags(rules.once(_unknown), "unknown")]


def _unknown(rules: Rules) -> list[Reason]:
    unknown = pl.col("total").is_null() & rules.where(lambda version: version.totals)
    return [Reason("precondition_missing", unknown, details={"text": "target_level"})]


def _of_specialties(cases: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    if not rules.any(lambda version: version.specialties and version.specialties.kind == "additive"):
        return cases
    further = pl.col("further")
    added = rules.whole(
        lambda version: (
            hundredths(version.specialties.hours)
            if version.specialties and version.specialties.kind == "additive"
            else 0
        )
    )
    more = further * added
    clause = rules.clause(lambda version: version.specialties)
    note(cases, rules, "extra_specialty", more, when=more > 0, fact=further, clause=clause)
    return cases.with_columns(required=pl.col("required") + more)


def _has_bands(version: Version) -> bool:
    return bool(version.entry and version.entry.bands)


def _of_bands(cases: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    if not rules.any(_has_bands):
        return cases
    band: pl.Expr = pl.lit(-1, dtype=pl.Int64)
    hours: pl.Expr = pl.col("required")
    since, end = pl.col("obliged_since"), pl.col(_cycles.ENDS)
    elapsed = _cycles.months_started(since, end) - 1
    for place, version in enumerate(rules.versions):
        bands = version.entry.bands if version.entry else ()
        for number, rule in sorted(enumerate(bands), key=lambda item: -item[1].below_months):
            inside = (pl.col("v") == place) & (elapsed < rule.below_months)
            band = pl.when(inside).then(pl.lit(number, dtype=pl.Int64)).otherwise(band)
            hours = pl.when(inside).then(pl.lit(hundredths(rule.hours), dtype=pl.Int64)).otherwise(hours)
    clause = rules.clause(lambda version: version.entry)
    changed = (band >= 0) & (hours != pl.col("required"))
    note(cases, rules, "prorated", hours - pl.col("required"), when=changed, day=since, clause=clause)
    return cases.with_columns(band=band, required=hours)


def _floor_rows(rules: Rules) -> Iterator[tuple[Any, ...]]:
    for place, version in enumerate(rules.versions):
        floors = {floor.category: hundredths(floor.hours) for floor in version.floors}
        shares = {floor.category: parts(floor.share) for floor in version.floors if floor.share}
        added = version.specialties.floors if version.specialties and version.specialties.kind == "additive" else {}
        bands = version.entry.bands if version.entry else ()
        for ordinal, category in enumerate(version.categories):
            code = category.code
            banded = [hundredths(band.floors.get(code)) or 0 for band in bands]
            above, below = shares.get(code, (None, None))
            yield (
                place,
                code,
                category.parent,
                ordinal,
                floors.get(code) or 0,
                above,
                below,
                hundredths(added.get(code)) or 0,
                banded,
            )
