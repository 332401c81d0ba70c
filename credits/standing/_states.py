"""Which cycles are owed, and how each stands: met, short or unknown."""

from functools import cache

import polars as pl

from credits.enums import StandingState
from credits.models.tables import planned
from learning.accounts.enums import FactKind

# The reason that policy gives where a requirement hangs on a fact that nobody has recorded.
FACT_MISSING = "precondition_missing"


def under_the_duty(stood: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Return the cycles of `stood` that touch a span of the duty."""
    duty = spans[["person", "kind", "since", "ends_before"]].lazy().filter(pl.col("kind") == FactKind.OBLIGED.value)
    cycles = stood[["person", "cycle_starts_on", "cycle_ends_before"]].lazy().with_row_index("row")
    owed = planned(cycles.join(duty, on="person").filter(_touches()).select("row")).to_series()
    return stood if owed.n_unique() == stood.height else stood[owed.unique().sort()]


@cache
def _touches() -> pl.Expr:
    is_open = pl.col("ends_before").is_null() | (pl.col("ends_before") > pl.col("cycle_starts_on"))
    return (pl.col("since") < pl.col("cycle_ends_before")) & is_open


@cache
def _told() -> pl.Expr:
    within = pl.col("path").str.starts_with(pl.col("source_path"))
    return within & (pl.col("source_since") <= pl.col("cycle_starts_on"))


def with_state(stood: pl.DataFrame, openings: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Add `state`: met, short, or unknown where no source is connected and no opening balance stands for the cycle."""
    cycles = stood[["person", "family", "cycle_starts_on", "cycle_ends_before", "path"]].with_row_index("row")
    told = [planned(cycles.lazy().join(known.lazy(), on="family").filter(_told()).select("row")).to_series()]
    if openings.height:
        opened = (pl.col("on") >= pl.col("cycle_starts_on")) & (pl.col("on") < pl.col("cycle_ends_before"))
        stated = openings[["person", "family", "on"]]
        told.append(cycles.join(stated, on=["person", "family"]).filter(opened)["row"])
    is_known = cycles["row"].is_in(pl.concat(told).implode()).alias("is_known")
    return stood.hstack([is_known]).with_columns(_state(may_lack=bool(stood["reasons"].list.len().sum())))


@cache
def _state(*, may_lack: bool) -> pl.Expr:
    unknown = pl.lit(StandingState.UNKNOWN.value)
    # Where no standing has any reason, none says that a fact is missing.
    lacks = asks_for_a_fact() if may_lack else pl.lit(value=False)
    state = pl.when(lacks).then(unknown).when("met").then(pl.lit(StandingState.MET.value))
    return state.when("is_known").then(pl.lit(StandingState.SHORT.value)).otherwise(unknown).alias("state")


@cache
def asks_for_a_fact() -> pl.Expr:
    """Return whether the requirement cannot be told for want of a fact, such as the target level; where nothing is owed, nothing is asked."""
    reasons = pl.col("reasons").list.eval
    code, owed = pl.element().struct.field("code"), pl.element().struct.field("fact")
    lacking = reasons(code == FACT_MISSING).list.any()
    nothing_owed = reasons((code == "before_duty") | ((code == "exempt") & (owed.fill_null(0) == 0))).list.any()
    return lacking & ~nothing_owed
