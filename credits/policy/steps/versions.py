"""Which version decides a claim, and in which cycle the claim lies."""

from typing import TypeVar

import polars as pl

from credits.policy import _cycles
from credits.policy._reasons import Reason
from credits.policy._rules import Rules
from credits.policy.steps.crediting import credited_on

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def chosen(frame: Frame, rules: Rules, *, day: pl.Expr) -> Frame:
    """Add `v`, the place of the version in force on `day` in the row's family."""
    return frame.with_columns(in_force_on(rules, day=day))


def in_force_on(rules: Rules, *, day: pl.Expr) -> pl.Expr:
    """Return what `chosen` adds."""
    place: pl.Expr = pl.lit(None, dtype=pl.Int64)
    # Later versions are asked first, so that they end the earlier ones.
    for number, version in sorted(enumerate(rules.versions), key=lambda item: item[1].since):
        holds = (pl.col("family") == version.family) & (day >= version.since)
        if version.before is not None:
            holds &= day < version.before
        place = pl.when(holds).then(pl.lit(number, dtype=pl.Int64)).otherwise(place)
    return place.alias("v")


def decided_by(plan: pl.LazyFrame, pinned: pl.Series, rules: Rules) -> pl.LazyFrame:
    """Add `v`, the place of the version that decides the claim: that of its last day, or the one `pinned`, by which it was decided before."""
    if pinned.null_count() == pinned.len():
        return plan.with_columns(rules.once(_by_last_day))
    if len(rules.versions) == 1 and not pinned.null_count() and (pinned == rules.versions[0].id).all():
        return plan.with_columns(rules.once(_by_the_only))
    return plan.with_columns(rules.once(_by_pin if pinned.null_count() else _by_pin_alone))


def in_cycle(plan: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Add the cycle of the claim's last day, or of the day on which the rulebook credits it."""
    return plan.with_columns(rules.once(_span))


def reasons(rules: Rules) -> list[Reason]:
    """Return why a claim has no place: no version, no cycle, or one before the duty."""
    windows = [version.family for version in rules.versions if version.cycle.kind == "window"]
    outside = pl.col(_cycles.STARTS).is_null() & (pl.col("v").is_not_null() | pl.col("family").is_in(windows))
    clause = rules.clause(lambda version: version.cycle)
    found = [
        Reason("no_version", pl.col("v").is_null(), details={"day": pl.col("ends_on")}),
        Reason("outside_cycle", outside, details={"day": pl.col("ends_on"), "clause": clause}),
    ]
    if rules.any(lambda version: version.cycle.kind == "registration"):
        early = outside & (pl.col("ends_on") < pl.coalesce("obliged_since", "opened_on", "periods_since"))
        found.append(Reason("before_duty", early, details={"day": pl.col("obliged_since"), "clause": clause}))
    return found


def _by_last_day(rules: Rules) -> pl.Expr:
    return in_force_on(rules, day=pl.col("ends_on"))


def _by_the_only(_rules: Rules) -> pl.Expr:
    return pl.lit(0, dtype=pl.Int64).alias("v")


def _by_pin_alone(rules: Rules) -> pl.Expr:
    places = {version.id: number for number, version in enumerate(rules.versions)}
    return pl.col("version").replace_strict(places, default=None, return_dtype=pl.Int64).alias("v")


def _by_pin(rules: Rules) -> pl.Expr:
    is_free = pl.col("version").is_null()
    return pl.when(is_free).then(_by_last_day(rules)).otherwise(_by_pin_alone(rules)).alias("v")


def _span(rules: Rules) -> list[pl.Expr]:
    return _cycles.span(rules, day=credited_on(rules))
