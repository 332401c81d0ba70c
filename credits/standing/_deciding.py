"""Decide standings: which cycles are asked, what policy says, what is unknown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import polars as pl

from credits import policy, rulebooks
from credits.models.tables import joined_alike, picked, planned
from credits.standing._reading import detailed, lines_of, openings_counted, sources
from credits.standing._states import under_the_duty, with_state
from credits.standing._touched import Touched
from learning.accounts.enums import FactKind, Series

YEARS = "1y"
SURE = {
    "person": pl.Int64,
    "family": pl.String,
    "on": pl.Date,
    **dict.fromkeys(("version", "region", "path"), pl.String),
    "employer": pl.Int64,
}
OF_A_DAY, PLACES = ("person", "on"), ("region", "path", "employer")
SEEN = dict.fromkeys(("person", "last_fact", "lines", "openings"), pl.Int64)


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
        known = pl.DataFrame(counts, schema=SEEN)
        if self.who.are_alone:
            return known.with_columns(records=pl.concat_list("person"))
        return known.hstack([pl.Series("records", [self.who.records_of(human) for human in ids], pl.List(pl.Int64))])


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
    return _judged(case, lines, known, asked, _deciding_at_the_end(case, asked.clear()))


def _lines(who: rulebooks.Humans, whole: Sequence[int], cycles: pl.DataFrame, touched: Touched | None) -> pl.DataFrame:
    """Return what claims hold: of the humans `whole` in all cycles, of `cycles` in these; what is at hand is not read again."""
    if touched is None:
        return lines_of(who, whole, cycles)
    inside, keys = _inside(), ["person", "family", "cycle_starts_on"]
    there = cycles.lazy().join(touched.windows.lazy(), on=["person", "family"]).filter(inside)
    at_hand = planned(there.select("person", "family", pl.col("on").alias("cycle_starts_on")).unique())
    found = touched.held.join(at_hand, on=keys, how="semi")
    if not whole and at_hand.height == cycles.height:
        return found
    others = cycles.join(at_hand, left_on=["person", "family", "on"], right_on=keys, how="anti")
    return pl.concat([lines_of(who, whole, others), found])


@cache
def _inside() -> pl.Expr:
    """Return whether a cycle begins within a window; one without dates is of all cycles."""
    return pl.col("since").is_null() | ((pl.col("since") <= pl.col("on")) & (pl.col("on") < pl.col("before")))


def _judged(
    case: Case, lines: pl.DataFrame, known: pl.DataFrame, asked: pl.DataFrame, sure: pl.DataFrame
) -> pl.DataFrame:
    """Judge the cycles `asked`, and those that are `sure`: of a rulebook that decides at their end."""
    days = sure[["person", "family", "on"]]
    # What is sure is there once.
    asked = planned(pl.concat([asked, days]).lazy().unique().sort("person", "family", "on")) if asked.height else days
    versions = _versions(case, asked, sure)
    stood = policy.stand(
        lines=detailed(lines, versions),
        people=case.facts.people,
        dated=case.facts.dated,
        openings=case.openings,
        asked=asked,
        versions=versions,
    )
    # The last day of its cycle is a standing's deadline.
    stood = stood.hstack([stood["deadline"].alias("on")])
    owed = under_the_duty(_of_their_rulebook(stood, case, sure), case.facts.spans)
    return with_state(owed, case.openings, known)


def _versions(case: Case, asked: pl.DataFrame, sure: pl.DataFrame) -> list[policy.Version]:
    """Return the versions by which the cycles `asked` may be judged: where all are `sure`, those that decide at their ends."""
    if asked.height == sure.height:
        last = set(sure["version"])
        return [version for version in case.held.in_force if version.id in last]
    deciding = set(asked["family"])
    return [version for version in case.held.in_force if version.family in deciding]


def possible_families(case: Case) -> pl.DataFrame:
    """Return person, path, family: rulebooks that may concern somebody on some day, by the regions and series the person ever had."""
    placed, general = _ever(case, FactKind.REGION, "path", ""), Series.GENERAL.value
    if FactKind.SERIES.value not in case.facts.kinds:
        # Where everybody is of one series, places alone differ.
        found = [(path, family) for path in placed["path"].unique() for family in case.held.families_of(path, general)]
        theirs = pl.DataFrame(found, schema=dict.fromkeys(("path", "family"), pl.String), orient="row")
        return planned(placed.lazy().join(theirs.lazy(), on="path").select("person", "path", "family").unique())
    lives = placed.join(_ever(case, FactKind.SERIES, "series", general), on="person")
    concerning = [
        (path, series, family)
        for path, series in lives[["path", "series"]].unique().iter_rows()
        for family in case.held.families_of(path, series)
    ]
    rules = pl.DataFrame(concerning, schema=dict.fromkeys(("path", "series", "family"), pl.String), orient="row")
    return lives.join(rules, on=["path", "series"])[["person", "path", "family"]].unique()


def _ever(case: Case, kind: FactKind, name: str, usual: str) -> pl.DataFrame:
    """Return person and what facts of a `kind` ever said of each; the `usual` of who has none, and of a series beside others."""
    column = "path" if kind == FactKind.REGION else "code"
    stated = case.facts.spans[["person", "kind", column]].lazy().filter(pl.col("kind") == kind.value)
    said = planned(stated.select("person", pl.col(column).alias(name)).drop_nulls())
    have = set(said["person"]) if kind == FactKind.REGION else set()
    others = [human for human in case.who.ids if human not in have]
    if not others:
        return said
    missing = pl.DataFrame({"person": others}, schema={"person": pl.Int64}).with_columns(pl.lit(usual).alias(name))
    return pl.concat([said, missing]) if said.height else missing


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


def _of_their_rulebook(stood: pl.DataFrame, case: Case, sure: pl.DataFrame) -> pl.DataFrame:
    """Return those of `stood` whose rulebook decides on the cycle's last day: it says whose rules ask for the hours. With the places of that day."""
    named = picked(
        sure, {"person": "person", "family": "family", "on": "cycle_starts_on", **{name: name for name in PLACES}}
    )
    certain = joined_alike(stood, named, on=["person", "family", "cycle_starts_on"])
    if certain.height == stood.height:
        return certain
    open_ = stood.filter(~pl.col("person").is_in(sure["person"].unique().implode()))
    deciding = rulebooks.applicable_on(open_[["person", "on"]], facts=case.facts, held=case.held, placed=True)
    theirs = open_.join(deciding[[*OF_A_DAY, "family", *PLACES]], on=[*OF_A_DAY, "family"])
    return pl.concat([certain, theirs]).sort("person", "family", "cycle_starts_on")


def _deciding_at_the_end(case: Case, cycles: pl.DataFrame) -> pl.DataFrame:
    """Return (`SURE`) those of `cycles` whose rulebook decides on the cycle's last day, with the version and the places then."""
    if cycles.is_empty():
        return pl.DataFrame(schema=SURE)
    ending = cycles.hstack([cycles["ends_before"].dt.offset_by("-1d").alias("last")])
    asked = picked(ending, {"person": "person", "last": "on"})
    deciding = rulebooks.applicable_on(asked, facts=case.facts, held=case.held, placed=True)
    keys = ["person", "last", "family"]
    return ending.join(deciding, left_on=keys, right_on=["person", "on", "family"])[list(SURE)]
