"""Which version decides a claim, and in which cycle the claim lies."""

from typing import TypeVar

import polars as pl

from credits.policy import _cycles
from credits.policy._reasons import note
from credits.policy._rules import Rules
from credits.policy.steps.crediting import credited_on

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)


def chosen(frame: Frame, rules: Rules, *, day: pl.Expr) -> Frame:
    """Add `v`, the place of the version in force on `day` in the row's family; a pinned version stays."""
    place: pl.Expr = pl.lit(None, dtype=pl.Int64)
    # Later versions are asked first, so that they end the earlier ones.
    for number, version in sorted(enumerate(rules.versions), key=lambda item: item[1].since):
        holds = (pl.col("family") == version.family) & (day >= version.since)
        if version.before is not None:
            holds &= day < version.before
        place = pl.when(holds).then(pl.lit(number, dtype=pl.Int64)).otherwise(place)
    return frame.with_columns(v=place)


def version_by_learning_day(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Choose the version by the last day of learning, or the one under which the claim was decided before."""
    frame = decided_by(frame, rules)
    note(frame, rules, "no_version", 0, when=pl.col("v").is_null(), day=pl.col("ends_on"))
    return frame


def decided_by(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add `v`, the place of the version that decides the claim."""
    version = frame["version"]
    if version.null_count() == frame.height:
        return chosen(frame, rules, day=pl.col("ends_on"))
    ids = {one.id: number for number, one in enumerate(rules.versions)}
    if len(ids) == 1 and not version.null_count() and (version == next(iter(ids))).all():
        return frame.with_columns(v=pl.lit(0, dtype=pl.Int64))
    pinned = pl.col("version").replace_strict(ids, default=None, return_dtype=pl.Int64)
    if not version.null_count():
        return frame.with_columns(v=pinned)
    frame = chosen(frame, rules, day=pl.col("ends_on"))
    return frame.with_columns(v=pl.when(pl.col("version").is_null()).then("v").otherwise(pinned))


def in_cycle(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Add the cycle of the claim's last day, or of the day on which the rulebook credits it."""
    return _cycles.with_cycle(frame, rules, day=credited_on(rules))


def cycle(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Place the claim in the cycle of its last day, or of the day on which the rulebook credits it."""
    frame = in_cycle(frame, rules)
    windows = [version.family for version in rules.versions if version.cycle.kind == "window"]
    outside = pl.col(_cycles.STARTS).is_null() & (pl.col("v").is_not_null() | pl.col("family").is_in(windows))
    early = outside & (pl.col("ends_on") < pl.coalesce("obliged_since", "opened_on", "periods_since"))
    clause = rules.clause(lambda version: version.cycle)
    note(frame, rules, "outside_cycle", 0, when=outside, day=pl.col("ends_on"), clause=clause)
    if rules.any(lambda version: version.cycle.kind == "registration"):
        note(frame, rules, "before_duty", 0, when=early, day=pl.col("obliged_since"), clause=clause)
    return frame
