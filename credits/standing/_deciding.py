"""Decide standings: which cycles are asked, what policy says, what is unknown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from credits import policy, rulebooks
from credits.enums import StandingState
from credits.standing._reading import detailed, lines_of, openings_counted, sources
from credits.standing._touched import Touched
from learning.accounts.enums import FactKind, Series

YEARS = "1y"
# The reason that policy gives where a requirement hangs on a fact that nobody has recorded.
FACT_MISSING = "precondition_missing"
IDS = dict.fromkeys(("records", "person"), pl.Int64)


@dataclass(frozen=True)
class Case:
    """Some humans and what is known of them: facts, the versions that hold, opening balances, how many lines they have."""

    who: rulebooks.Humans
    facts: rulebooks.Facts
    held: rulebooks.Books
    openings: pl.DataFrame
    lines: Mapping[int, int]

    @cached_property
    def seen(self) -> pl.DataFrame:
        """Return person, records, last_fact, lines, openings: what standings of each human are decided from, as it is kept beside them."""
        ids, opened = self.who.ids, openings_counted(self.openings)
        counts = {
            "person": ids,
            "last_fact": [self.facts.last_fact[human] for human in ids],
            "lines": [self.lines[human] for human in ids],
            "openings": [opened.get(human, 0) for human in ids],
        }
        theirs = pl.DataFrame(list(self.who.of_record.items()), schema=IDS, orient="row")
        every = theirs.group_by("person").agg(pl.col("records").sort())
        return pl.DataFrame(counts, schema_overrides=dict.fromkeys(counts, pl.Int64)).join(every, on="person")


def decide(
    case: Case,
    *,
    families: pl.DataFrame,
    whole: Sequence[int],
    cycles: pl.DataFrame,
    touched: Touched | None,
    today: date,
) -> pl.DataFrame:
    """
    Return a standing for each cycle in which somebody was under the duty and which began until `today`.

    All cycles of the humans `whole`, and those of `cycles` (person, family, on, ends_before) of others, of which `touched` may hold the
    lines; `families` are the `possible_families` of all.
    """
    sure = _deciding_at_the_end(case, cycles)
    lines, known = _lines(case.who, whole, sure, touched), sources()
    asked = _asked(case, lines, known, families=families, whole=whole, today=today)
    return _judged(case, lines, known, asked, sure)


def judged(
    case: Case, *, lines: pl.DataFrame, known: pl.DataFrame, today: date, families: Collection[str] | None = None
) -> pl.DataFrame:
    """
    Return what `decide` gives for everybody and all cycles, if `lines` were what the ledger holds; `known` are the `sources`.

    Where `families` are given, of these rulebooks only.
    """
    possible = possible_families(case)
    if families is not None:
        possible = possible.filter(pl.col("family").is_in(list(families)))
    asked = _asked(case, lines, known, families=possible, whole=case.who.ids, today=today)
    return _judged(case, lines, known, asked, asked.clear())


def _lines(who: rulebooks.Humans, whole: Sequence[int], cycles: pl.DataFrame, touched: Touched | None) -> pl.DataFrame:
    """Return what claims hold: of the humans `whole` in all cycles, of `cycles` in these; what is at hand is not read again."""
    if touched is None:
        return lines_of(who, whole, cycles)
    there = cycles.join(touched.windows, on=["person", "family"])
    inside = (pl.col("since") <= pl.col("on")) & (pl.col("on") < pl.col("before"))
    at_hand = there.filter(pl.col("since").is_null() | inside).select("person", "family", cycle_starts_on="on").unique()
    keys = ["person", "family", "cycle_starts_on"]
    others = cycles.join(at_hand, left_on=["person", "family", "on"], right_on=keys, how="anti")
    return pl.concat([lines_of(who, whole, others), touched.held.join(at_hand, on=keys, how="semi")])


def _judged(
    case: Case, lines: pl.DataFrame, known: pl.DataFrame, asked: pl.DataFrame, sure: pl.DataFrame
) -> pl.DataFrame:
    """Judge the cycles `asked`, and those that are `sure`: of a rulebook that decides at their end."""
    asked = pl.concat([asked, sure]).unique()
    deciding = set(asked["family"])
    versions = [version for version in case.held.in_force if version.family in deciding]
    stood = policy.stand(
        lines=detailed(lines, versions),
        people=case.facts.people,
        dated=case.facts.dated,
        openings=case.openings,
        asked=asked.sort("person", "family", "on"),
        versions=versions,
    )
    stood = stood.with_columns(on=pl.col("cycle_ends_before").dt.offset_by("-1d"))
    owed = under_the_duty(_of_their_rulebook(stood, case, sure), case.facts.spans.lazy()).collect(engine="in-memory")
    places = rulebooks.places_on(owed.select("person", "on").unique(), case.facts)
    placed = owed.lazy().join(places.lazy(), on=["person", "on"], how="left")
    told = with_state(placed, case.openings.lazy(), known.lazy())
    return told.sort("person", "family", "cycle_starts_on").collect(engine="in-memory")


def possible_families(case: Case) -> pl.DataFrame:
    """Return person, path, family: rulebooks that may concern somebody on some day, by the regions and series the person ever had."""
    spans = case.facts.spans.lazy()
    everybody = pl.LazyFrame({"person": list(case.who.ids)}, schema={"person": pl.Int64})
    regions = spans.filter(pl.col("kind") == FactKind.REGION.value).select("person", "path").unique()
    placed = everybody.join(regions, on="person", how="left").with_columns(pl.col("path").fill_null(""))
    stated = spans.filter(pl.col("kind") == FactKind.SERIES.value).select("person", series="code")
    series = pl.concat([everybody.with_columns(series=pl.lit(Series.GENERAL.value)), stated]).unique()
    scopes = case.held.scope.lazy().select("family", "scope_path", "scope_series").unique()
    concerns = (pl.col("scope_series") == "") | (pl.col("scope_series") == pl.col("series"))
    lies_within = pl.col("path").str.starts_with(pl.col("scope_path"))
    scoped = placed.join(series, on="person").join(scopes, how="cross").filter(concerns & lies_within)
    return scoped.select("person", "path", "family").unique().collect(engine="in-memory")


def _asked(
    case: Case,
    lines: pl.DataFrame,
    known: pl.DataFrame,
    *,
    families: pl.DataFrame,
    whole: Sequence[int],
    today: date,
) -> pl.DataFrame:
    """
    Return person, family, on: a day in each cycle that may be owed.

    That is now, the years since a source is connected for some rulebook of the person, and wherever something lies. Each day is
    asked of every rulebook that may concern the person: which one does is seen at the cycle's end.
    """
    if not whole:
        return pl.DataFrame(schema={"person": pl.Int64, "family": pl.String, "on": pl.Date})
    everybody = pl.LazyFrame({"person": list(whole)}, schema={"person": pl.Int64})
    theirs = families.lazy().join(everybody, on="person", how="semi")
    connected = theirs.join(known.lazy(), on="family").filter(pl.col("path").str.starts_with(pl.col("source_path")))
    began = connected.filter(pl.col("source_since") <= today).group_by("person").agg(pl.col("source_since").min())
    days = [
        everybody.with_columns(on=pl.lit(today)),
        began.select("person", on=pl.date_ranges("source_since", pl.lit(today), YEARS)).explode("on"),
        lines.lazy().select("person", on="cycle_starts_on"),
        case.openings.lazy().select("person", "on"),
    ]
    asked = pl.concat(days).unique().join(theirs.select("person", "family").unique(), on="person")
    return asked.select("person", "family", "on").collect(engine="in-memory")


def _of_their_rulebook(stood: pl.DataFrame, case: Case, sure: pl.DataFrame) -> pl.LazyFrame:
    # The cycle's last day says whose rules ask for the hours.
    is_sure = pl.col("person").is_in(sure["person"].unique().implode())
    open_ = stood.filter(~is_sure)
    if open_.is_empty():
        return stood.lazy()
    deciding = rulebooks.applicable_on(open_.select("person", "on"), facts=case.facts, held=case.held)
    theirs = open_.join(deciding, on=["person", "on", "family"], how="semi")
    return pl.concat([stood.filter(is_sure), theirs]).lazy()


def _deciding_at_the_end(case: Case, cycles: pl.DataFrame) -> pl.DataFrame:
    """Return person, family, on: those of `cycles` whose rulebook decides on the cycle's last day."""
    if cycles.is_empty():
        return cycles.select("person", "family", "on")
    ending = cycles.with_columns(last=pl.col("ends_before").dt.offset_by("-1d"))
    asked = ending.select("person", on="last").unique()
    deciding = rulebooks.applicable_on(asked, facts=case.facts, held=case.held).rename({"on": "last"})
    return ending.join(deciding, on=["person", "last", "family"], how="semi").select("person", "family", "on")


def under_the_duty(stood: pl.LazyFrame, spans: pl.LazyFrame) -> pl.LazyFrame:
    """Return the cycles of `stood` that touch a span of the duty."""
    duty = spans.filter(pl.col("kind") == FactKind.OBLIGED.value).select("person", "since", "ends_before")
    touches = (pl.col("since") < pl.col("cycle_ends_before")) & (
        pl.col("ends_before").is_null() | (pl.col("ends_before") > pl.col("cycle_starts_on"))
    )
    keys = ["person", "family", "cycle_starts_on"]
    owed = stood.select(*keys, "cycle_ends_before").join(duty, on="person").filter(touches)
    return stood.join(owed, on=keys, how="semi")


def with_state(stood: pl.LazyFrame, openings: pl.LazyFrame, known: pl.LazyFrame) -> pl.LazyFrame:
    """Add `state`: met, short, or unknown where no source is connected and no opening balance stands for the cycle."""
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
