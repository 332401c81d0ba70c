"""What a title application looks back on: each year under its own version, and whether its hours are known here at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from credits import policy, rulebooks
from credits.enums import StandingState
from credits.models import RulebookVersion
from credits.standing._reading import detailed, lines_of, openings_of, sources
from credits.standing._states import under_the_duty, with_state
from learning.accounts.models import Person

NO_CYCLES = {"person": pl.Int64, "family": pl.String, "on": pl.Date}
# What tells whether a requirement hangs on a missing fact; an application states the level, so none is missing.
NO_REASONS = pl.List(pl.Struct({"code": pl.String, "fact": pl.Int64}))
UNPLACED: Mapping[str, Any] = {
    "required": 0,
    "counted": 0,
    "missing": 0,
    "alone": True,
    "categories": (),
    "version": None,
}


@dataclass(frozen=True, kw_only=True)
class LookedBackYear:
    """One year: what its own version asks, what is counted, and whether anybody can say so here."""

    year: int
    state: StandingState
    is_owed: bool
    stands_alone: bool
    required: int
    counted: int
    missing: int
    categories: Sequence[Mapping[str, Any]]
    version: RulebookVersion | None
    may_be_made_up: bool
    made_up_until: date | None  # None: the rules name no last day
    made_up_within: policy.Season | None

    @property
    def last_day(self) -> date:
        """Return the last day to earn hours of this year."""
        return date(self.year, 12, 31)


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """The years that one rulebook looks back on; `sums` are what it tests of several years."""

    family: str
    version: RulebookVersion
    years: Sequence[LookedBackYear]
    sums: Sequence[Mapping[str, Any]]
    total: int


def look_back(*, person: Person, applying_in: int, level: str, review_level: str, today: date) -> list[LookBack]:
    """Return what an application of this human would look back on, under each rulebook that says so; years are oldest first."""
    who = rulebooks.humans([person.pk])
    facts, held = rulebooks.read_facts(who), rulebooks.books()
    on = min(today, date(applying_in, 1, 1) - timedelta(days=1))
    concerned = rulebooks.applicable_on(pl.DataFrame({"person": who.ids, "on": [on]}), facts=facts, held=held)
    application = {"applying_in": applying_in, "level": level, "review_level": review_level}
    openings = openings_of(who)
    found = policy.look_back(
        lines=detailed(lines_of(who, who.ids, pl.DataFrame(schema=NO_CYCLES)), held.in_force),
        people=facts.people,
        dated=facts.dated,
        openings=openings,
        applications=concerned.select(
            "person", "family", *(pl.lit(told).alias(name) for name, told in application.items())
        ),
        versions=held.in_force,
    )
    known = _known(found, facts, held, openings)
    return [_told(row, known, held) for row in found.iter_rows(named=True) if row["version"]]


def _known(
    found: pl.DataFrame, facts: rulebooks.Facts, held: rulebooks.Books, openings: pl.DataFrame
) -> Mapping[tuple[str, int], Mapping[str, Any]]:
    """Return by family and year whether the duty, the rulebook and a source reach it."""
    years = found.lazy().select("person", "family", "years").explode("years").drop_nulls().unnest("years")
    cycles = years.with_columns(
        cycle_starts_on=pl.date("year", 1, 1),
        cycle_ends_before=pl.date(pl.col("year") + 1, 1, 1),
        on=pl.date("year", 12, 31),
        reasons=pl.lit(None, dtype=NO_REASONS).fill_null([]),
        # A year that counts together with others is no less known for being less than its own requirement.
        met=pl.col("missing") == 0,
    ).collect(engine="in-memory")
    days = cycles.select("person", "on").unique()
    deciding = rulebooks.applicable_on(days, facts=facts, held=held)
    placed = cycles.join(rulebooks.places_on(days, facts), on=["person", "on"], how="left")
    placed = placed.join(deciding, on=["person", "on", "family"], how="semi")
    owed = under_the_duty(placed, facts.spans).select("family", "year", is_owed=pl.lit(value=True))
    told = with_state(placed, openings, sources()).select("family", "year", "state")
    rows = told.join(owed, on=["family", "year"], how="left")
    return {(row["family"], row["year"]): row for row in rows.iter_rows(named=True)}


def _told(
    row: Mapping[str, Any], known: Mapping[tuple[str, int], Mapping[str, Any]], held: rulebooks.Books
) -> LookBack:
    version = held.rows[row["version"]]
    rule = rulebooks.policy_version(version).look_back
    placed = {year["year"]: year for year in row["years"] or ()}
    last = row["applying_in"] - (0 if rule and rule.include_application_year else 1)
    number = rule.years.get(row["level"], 0) if rule else 0
    numbers = range(last - number + 1, last + 1)
    years = [_year(one, placed.get(one), known.get((row["family"], one)), held) for one in numbers]
    return LookBack(family=row["family"], version=version, years=years, sums=row["sums"] or (), total=row["total"])


def _year(
    number: int, decided: Mapping[str, Any] | None, known: Mapping[str, Any] | None, held: rulebooks.Books
) -> LookedBackYear:
    told = decided or UNPLACED
    version = held.rows[told["version"]] if told["version"] else None
    shortfall = rulebooks.policy_version(version).shortfall if version else None
    is_owed = bool(known and known["is_owed"])
    return LookedBackYear(
        year=number,
        state=StandingState(known["state"]) if known and is_owed else StandingState.UNKNOWN,
        is_owed=is_owed,
        stands_alone=told["alone"],
        may_be_made_up=bool(shortfall and shortfall.kind == "make_up"),
        made_up_until=policy.made_up_until(rulebooks.policy_version(version), date(number, 12, 31))
        if version
        else None,
        made_up_within=shortfall.window if shortfall else None,
        version=version,
        **{name: told[name] for name in ("required", "counted", "missing", "categories")},
    )
