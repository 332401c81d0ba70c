"""
What policy makes of the claims and people of a slice: lines as posting would write them, standings as `standing.keep` would.

Amounts, reasons and states are policy's own (`policy.award`, `policy.stand`), the rulebooks those in force in the database. People here
have one record each and no opening balance, and every source is connected since the first year.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from credits import policy, rulebooks
from deploy.bench.tools.people import Known
from learning.accounts.enums import FactKind


@dataclass(frozen=True)
class Decided:
    """Lines (person, claim, family, version, cycle, category, hours), reasons (see `policy`), and standings of a slice."""

    lines: pl.DataFrame
    reasons: pl.DataFrame
    standings: pl.DataFrame


def decide(claims: pl.DataFrame, known: Known, *, books: rulebooks.Books, since: date, today: date) -> Decided:
    """Decide the claims of some people under the versions of the days of learning, and what these people owe from `since` on."""
    facts = rulebooks.Facts(
        people=known.people, dated=known.dated, spans=known.spans.rename({"place": "fact"}), last_fact={}
    )
    days = claims.select("person", "claim", on="ends_on")
    pins = rulebooks.applicable_on(days, facts=facts, held=books)
    pinned = claims.join(pins, left_on=["person", "ends_on"], right_on=["person", "on"], maintain_order="left")
    awards = policy.award(claims=pinned, people=known.people, dated=known.dated, versions=books.in_force)
    held = awards.lines.filter(pl.col("hours") != 0).join(claims.select("claim", "ends_on", "mode"), on="claim")
    standings = _standings(held, facts, books, since, today)

    return Decided(lines=awards.lines, reasons=awards.reasons, standings=standings)


def _standings(
    held: pl.DataFrame, facts: rulebooks.Facts, books: rulebooks.Books, since: date, today: date
) -> pl.DataFrame:
    asked = _asked(facts, books, since, today)
    stood = policy.stand(
        lines=held, people=facts.people, dated=facts.dated, asked=asked, versions=books.in_force
    ).with_columns(on=pl.col("cycle_ends_before").dt.offset_by("-1d"))
    deciding = rulebooks.applicable_on(stood.select("person", "on"), facts=facts, held=books)
    owed = _under_the_duty(stood.join(deciding, on=["person", "on", "family"], how="semi"), facts)
    placed = owed.join(
        rulebooks.places_on(owed.select("person", "on").unique(), facts), on=["person", "on"], how="left"
    )
    code, fact = pl.element().struct.field("code"), pl.element().struct.field("fact").fill_null(0)
    lacks = pl.col("reasons").list.eval(code == "precondition_missing").list.any()
    nothing_owed = pl.col("reasons").list.eval((code == "before_duty") | ((code == "exempt") & (fact == 0))).list.any()
    state = (
        pl.when(lacks & ~nothing_owed)
        .then(pl.lit("UNKNOWN"))
        .when("met")
        .then(pl.lit("MET"))
        .when(pl.col("cycle_starts_on") >= since)
        .then(pl.lit("SHORT"))
        .otherwise(pl.lit("UNKNOWN"))
    )
    return placed.with_columns(state=state).sort("person", "family", "cycle_starts_on")


def _asked(facts: rulebooks.Facts, books: rulebooks.Books, since: date, today: date) -> pl.DataFrame:
    """Return person, family, on: a day of each year under the rulebooks that decide for the person then."""
    days = [date(year, 12, 31) for year in range(since.year, today.year + 1)]
    everybody = facts.people.select("person").join(pl.DataFrame({"on": days}), how="cross")
    return rulebooks.applicable_on(everybody, facts=facts, held=books).select("person", "family", "on")


def _under_the_duty(stood: pl.DataFrame, facts: rulebooks.Facts) -> pl.DataFrame:
    duty = facts.spans.filter(pl.col("kind") == FactKind.OBLIGED.value).select("person", "since", "ends_before")
    touches = (pl.col("since") < pl.col("cycle_ends_before")) & (
        pl.col("ends_before").is_null() | (pl.col("ends_before") > pl.col("cycle_starts_on"))
    )
    return stood.join(duty, on="person", maintain_order="left").filter(touches).drop("since", "ends_before")
