"""Decide standings: which cycles are asked, what policy says, what is unknown."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from credits import policy, rulebooks
from credits.enums import StandingState
from credits.standing._reading import lines_of, sources
from learning.accounts.enums import FactKind

YEARS = "1y"
# The reason that policy gives where a requirement hangs on a fact that nobody has recorded.
FACT_MISSING = "precondition_missing"


@dataclass(frozen=True)
class Case:
    """Some humans, what is known of them, the versions that hold, and the day."""

    who: rulebooks.Humans
    facts: rulebooks.Facts
    held: rulebooks.Books
    today: date


def decide(case: Case, openings: pl.DataFrame) -> pl.DataFrame:
    """Return a standing for each cycle in which somebody was under the duty and which began until today."""
    lines, known = lines_of(case.who), sources()
    asked = _asked(case, lines, openings, known)
    stood = policy.stand(
        lines=lines,
        people=case.facts.people,
        dated=case.facts.dated,
        openings=openings,
        asked=asked,
        versions=case.held.in_force,
    )
    stood = stood.with_columns(on=pl.col("cycle_ends_before").dt.offset_by("-1d"))
    owed = _under_the_duty(_of_their_rulebook(stood, case), case.facts.spans)
    placed = owed.join(
        rulebooks.places_on(owed.select("person", "on").unique(), case.facts), on=["person", "on"], how="left"
    )
    return _with_state(placed, openings, known).sort("person", "family", "cycle_starts_on")


def _asked(case: Case, lines: pl.DataFrame, openings: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """
    Return person, family, on: a day in each cycle that may be owed.

    That is now, the years since a source is connected for some rulebook of the person, and wherever something lies. Each day is
    asked of every rulebook that may concern the person: which one does is seen at the cycle's end.
    """
    families = _possible_families(case)
    connected = families.join(known, on="family").filter(pl.col("path").str.starts_with(pl.col("source_path")))
    began = connected.filter(pl.col("source_since") <= case.today).group_by("person").agg(pl.col("source_since").min())
    days = [
        pl.DataFrame({"person": list(case.who.ids)}, schema={"person": pl.Int64}).with_columns(on=pl.lit(case.today)),
        began.select("person", on=pl.date_ranges("source_since", pl.lit(case.today), YEARS)).explode("on"),
        lines.select("person", on="cycle_starts_on"),
        openings.select("person", "on"),
    ]
    asked = pl.concat(days).unique().join(families.select("person", "family").unique(), on="person")
    return asked.select("person", "family", "on").sort("person", "family", "on")


def _possible_families(case: Case) -> pl.DataFrame:
    """Return person, path, family: rulebooks that may concern somebody on some day, by the regions the person ever had."""
    spans = case.facts.spans.filter(pl.col("kind") == FactKind.REGION.value).select("person", "path").unique()
    everybody = pl.DataFrame({"person": list(case.who.ids)}, schema={"person": pl.Int64})
    placed = everybody.join(spans, on="person", how="left").with_columns(pl.col("path").fill_null(""))
    scoped = placed.join(case.held.scope.select("family", "scope_path").unique(), how="cross")
    return (
        scoped.filter(pl.col("path").str.starts_with(pl.col("scope_path"))).select("person", "path", "family").unique()
    )


def _of_their_rulebook(stood: pl.DataFrame, case: Case) -> pl.DataFrame:
    # The cycle's last day says whose rules ask for the hours.
    deciding = rulebooks.applicable_on(stood.select("person", "on"), facts=case.facts, held=case.held)
    return stood.join(deciding.select("person", "on", "family"), on=["person", "on", "family"], how="semi")


def _under_the_duty(stood: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    duty = spans.filter(pl.col("kind") == FactKind.OBLIGED.value).select("person", "since", "ends_before")
    touches = (pl.col("since") < pl.col("cycle_ends_before")) & (
        pl.col("ends_before").is_null() | (pl.col("ends_before") > pl.col("cycle_starts_on"))
    )
    keys = ["person", "family", "cycle_starts_on"]
    owed = stood.select(*keys, "cycle_ends_before").join(duty, on="person").filter(touches)
    return stood.join(owed, on=keys, how="semi")


def _with_state(stood: pl.DataFrame, openings: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    keys = ["person", "family", "cycle_starts_on"]
    cycles = stood.select(*keys, "cycle_ends_before", "path")
    within = pl.col("path").str.starts_with(pl.col("source_path")) & (
        pl.col("source_since") <= pl.col("cycle_starts_on")
    )
    by_source = cycles.join(known, on="family").filter(within).select(keys)
    opened = (pl.col("on") >= pl.col("cycle_starts_on")) & (pl.col("on") < pl.col("cycle_ends_before"))
    by_opening = (
        cycles.join(openings.select("person", "family", "on"), on=["person", "family"]).filter(opened).select(keys)
    )
    told = pl.concat([by_source, by_opening]).unique().with_columns(is_known=pl.lit(value=True))
    state = (
        pl.when(asks_for_a_fact())
        .then(pl.lit(StandingState.UNKNOWN.value))
        .when("met")
        .then(pl.lit(StandingState.MET.value))
        .when("is_known")
        .then(pl.lit(StandingState.SHORT.value))
        .otherwise(pl.lit(StandingState.UNKNOWN.value))
    )
    return stood.join(told, on=keys, how="left").with_columns(state=state)


def asks_for_a_fact() -> pl.Expr:
    """Return whether the requirement cannot be told for want of a fact, such as the target level; where nothing is owed, nothing is asked."""
    reasons = pl.col("reasons").list.eval
    code, owed = pl.element().struct.field("code"), pl.element().struct.field("fact")
    lacking = reasons(code == FACT_MISSING).list.any()
    nothing_owed = reasons((code == "before_duty") | ((code == "exempt") & (owed.fill_null(0) == 0))).list.any()
    return lacking & ~nothing_owed
