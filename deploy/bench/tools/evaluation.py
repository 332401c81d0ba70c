"""A year of claims in memory, evaluated from claims to awards and standings; and what that is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from credits import policy
from deploy.bench.tools import claims, people

FAMILY = "jiangsu-general"
PACK = Path(__file__).resolve().parents[3] / "credits" / "rulebooks" / "packs" / f"{FAMILY}.toml"
YEAR = 2025
PART = 100_000
LAST_DAY = date(YEAR, 12, 31)
FACTS = [
    *("person", "claim", "family", "position", "activity", "category", "starts_on", "ends_on", "hours", "minutes"),
    *("attended_minutes", "absent_half_days", "mode", "provider_since", "approved_on", "passed", "passed_on", "item"),
]


@dataclass(frozen=True)
class Tables:
    """What a year of some people is evaluated from. The claims lie in the order in which they came in."""

    claims: pl.DataFrame
    people: pl.DataFrame
    dated: pl.DataFrame


@dataclass(frozen=True)
class Found:
    """How much was found: lines of awards, reasons, standings."""

    lines: int
    reasons: int
    standings: int


def tables(*, first: int, people_count: int, claims_each: int, seed: int = 1) -> Tables:
    """Return so many people from number `first` on, with so many claims each."""
    parts = [
        _part(start, min(PART, first + people_count - start), claims_each, seed)
        for start in range(first, first + people_count, PART)
    ]
    came_in = pl.concat([part.claims for part in parts]).sort("month", "base", "claim")
    return Tables(
        claims=came_in.select(FACTS),
        people=pl.concat([part.people for part in parts]),
        dated=pl.concat([part.dated for part in parts]),
    )


def _part(first: int, count: int, claims_each: int, seed: int) -> Tables:
    # What only the making needs is gone again before the next part is made.
    crowd = people.people(first=first, count=count, seed=seed)
    known = people.as_policy_reads(people.facts(crowd))
    years = range(YEAR, YEAR + 1)
    table = claims.claims(crowd, years=years, until=LAST_DAY, mean=claims_each, exactly=True, seed=seed)
    table = table.with_columns(family=pl.lit(FAMILY)).select(*FACTS, "month", "base")
    return Tables(claims=table, people=known.people, dated=known.dated)


def baseline(given: Tables) -> None:
    """Sort the table once and sum it by group once."""
    given.claims.sort("person", "family", "position")
    given.claims.group_by("person", "family").agg(pl.col("hours").sum())


def evaluated(given: Tables, *, people_together: int) -> Found:
    """Evaluate all claims to awards, and all awards to standings; return how many there are."""
    every, found = given.people["person"].sort(), []
    for start in range(0, every.len(), people_together):
        chunk = every.slice(start, people_together)
        within = pl.col("person").is_between(chunk[0], chunk[-1])
        found.append(_evaluated(*(frame.filter(within) for frame in (given.claims, given.people, given.dated))))
    return Found(*(sum(numbers) for numbers in zip(*found, strict=True)))


def _evaluated(table: pl.DataFrame, who: pl.DataFrame, dated: pl.DataFrame) -> tuple[int, int, int]:
    awards = policy.award(claims=table, people=who, dated=dated, versions=versions())
    lines = awards.lines.join(table.select("claim", "ends_on", "mode"), on="claim", how="left")
    asked = who.select("person", family=pl.lit(FAMILY), on=pl.lit(LAST_DAY))
    standings = policy.stand(lines=lines, people=who, dated=dated, asked=asked, versions=versions())
    return awards.lines.height, awards.reasons.height, standings.height


@cache
def versions() -> Sequence[policy.Version]:
    """Return the versions of the rulebook."""
    return policy.read_pack(PACK.read_text("utf-8"), name=PACK.name).versions
