"""One slice of people under the versions that hold, and as they would be under the one that is tried."""

from collections.abc import Collection, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from credits import policy, recount, rulebooks
from credits.models import RulebookVersion
from credits.simulation._comparing import compared
from credits.simulation._groups import grouped

AMOUNT = ["claim", "family", "cycle_starts_on", "cycle_ends_before", "category"]


@dataclass(frozen=True)
class Trial:
    """A version and the day of the look: what would be if it were in force beside, or in the place of, those that are."""

    row: RulebookVersion
    today: date

    @cached_property
    def version(self) -> policy.Version:
        """Return the version that is tried, as policy reads it."""
        return rulebooks.read_body(self.row.body)

    @cached_property
    def now(self) -> rulebooks.Books:
        """Return the versions that hold, and all by which something was decided."""
        return rulebooks.books(digests=recount.digests().values())

    @cached_property
    def then(self) -> rulebooks.Books:
        """Return the versions that would hold. One of the same rulebook that starts on the same day gives way."""
        assert self.version.digest == self.row.digest, "a row without its text"
        holding = [row for row in self.now.holding if not self._replaces(row)]
        gone = [row for row in self.now.holding if self._replaces(row)]
        return rulebooks.Books(holding=[*holding, self.row], older=[*self.now.older, *gone])

    @cached_property
    def families(self) -> set[str]:
        """Return the rulebooks of which something may change: this one, and those that it may take people from, or leave to."""
        series = self.row.scope_series
        beside = {row.family for row in self.now.holding if not series or row.scope_series in {"", series}}
        return beside | {self.row.family}

    def _replaces(self, row: RulebookVersion) -> bool:
        return row.family == self.row.family and row.effective_from == self.row.effective_from


@dataclass(frozen=True)
class Outcome:
    """
    What a slice shows: the standings that change or stay under the version tried, and whose hours change.

    `standings` has the columns of `_comparing` and the groups; `moved` is record, families (those to decide again, sorted).
    """

    people: int
    standings: pl.DataFrame
    moved: pl.DataFrame


@dataclass(frozen=True)
class Amounts:
    """What claims hold before and after, and why they would hold what they would."""

    before: pl.DataFrame
    after: pl.DataFrame
    affected: pl.DataFrame
    pins: pl.DataFrame


def trial_of(row: RulebookVersion, body: Mapping[str, Any], *, today: date) -> Trial:
    """Return the trial of the version whose canonical text is `body`; `row` says whom it concerns, and is not read for its text."""
    version = rulebooks.read_body(body)
    tried_row = copy(row)
    tried_row.body, tried_row.digest = dict(body), version.digest
    tried_row.code = f"{version.family}@{version.since}"
    tried_row.effective_from = None if version.since == date.min else version.since
    tried_row.effective_before = version.before
    return Trial(tried_row, today)


def tried(held: recount.Slice, trial: Trial) -> Outcome:
    """Return what the version would change for the people of a slice."""
    cases = recount.known(held, recount.Facts.TODAY)
    amounts = amounts_of(held, cases, trial)
    sides = [
        recount.stood(held, cases, lines, books=books, today=trial.today, families=trial.families)
        for lines, books in ((amounts.before, trial.now), (amounts.after, trial.then))
    ]
    standings = compared(*sides, digest=trial.version.digest)
    return Outcome(
        people=held.births.height,
        standings=grouped(standings, cases, trial.then),
        moved=_moved(cases, amounts),
    )


def amounts_of(held: recount.Slice, cases: recount.Known, trial: Trial) -> Amounts:
    """Return what the claims hold, and would hold: those of the rulebooks whose choice changes for a human are decided again, all of them."""
    before = held.posted.join(held.live, on="claim", how="semi").select(*recount.LINES)
    affected, wanted = _affected(held, cases, trial)
    if affected.is_empty():
        return Amounts(before, before, affected, wanted)
    lines, _reasons = recount.evaluated(held, cases, wanted, trial.then.every)
    of_cases = held.claims.lazy().select("claim", "record").join(cases.records.lazy(), on="record")
    again = of_cases.join(affected.lazy(), on="case").select("claim", "family")
    kept = before.lazy().join(again, on=["claim", "family"], how="anti")
    after = pl.concat([kept, lines.lazy().select(*recount.LINES)])
    return Amounts(before, after.collect(engine="in-memory"), affected, wanted)


def _affected(held: recount.Slice, cases: recount.Known, trial: Trial) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return case, family where another version would decide some claim; and case, claim, family, version: what would decide then."""
    claims = cases.records.lazy().join(held.live.lazy(), on="record").select("claim", person="case", on="ends_on")
    days = claims.collect(engine="in-memory")
    found = rulebooks.applicable_on(days, facts=cases.facts, held=trial.then)
    # Before its first day a version decides nothing, and ends no other.
    later = pl.col("on") >= trial.version.since
    now = rulebooks.applicable_on(days.filter(later), facts=cases.facts, held=trial.now)
    then, keys = found.filter(later), ["person", "on", "family", "version"]
    other = pl.concat([now.join(then, on=keys, how="anti"), then.join(now, on=keys, how="anti")])
    affected = other.select("family", case="person").unique()
    pins = days.join(found, on=["person", "on"]).rename({"person": "case"})
    return affected, pins.join(affected, on=["case", "family"], how="semi").select("case", "claim", "family", "version")


def _moved(cases: recount.Known, amounts: Amounts) -> pl.DataFrame:
    """Return record, families of those whose claims hold other hours after."""
    both = amounts.before.lazy().join(
        amounts.after.lazy().rename({"hours": "then"}), on=AMOUNT, how="full", coalesce=True, nulls_equal=True
    )
    changed = both.filter(pl.col("hours").fill_null(0) != pl.col("then").fill_null(0)).select("claim").unique()
    of_claims = cases.decisions.lazy().select("claim", "record").unique()
    records = changed.join(of_claims, on="claim").select("record").unique().join(cases.records.lazy(), on="record")
    families = amounts.affected.lazy().sort("family").group_by("case", maintain_order=True).agg(families="family")
    found = records.join(families, on="case").select("record", "families").sort("record")
    return found.collect(engine="in-memory")


def reasons_of(
    held: recount.Slice, cases: recount.Known, pins: pl.DataFrame, versions: Collection[policy.Version]
) -> pl.DataFrame:
    """Return the reasons that the rules give for the claims that `pins` names."""
    _lines, reasons = recount.evaluated(held, cases, pins, list(versions))
    return reasons
