"""What each claim is worth now, line by line summed; by it posting sees what an act changes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import polars as pl

from credits.enums import EntryKind
from credits.models.rows import array
from credits.models.tables import read

# First day and exclusive end of the cycle, category.
Cell = tuple[date | None, date | None, str]

# Lines that say something of the claim itself, not of what it lost or won beside others.
OWN = (EntryKind.CREDIT, EntryKind.REVERSAL, EntryKind.CORRECTION, EntryKind.REINSTATEMENT)
# What of a line says what its claim holds.
HELD_BY = "e.claim_id, e.number, e.kind, e.family, e.version_digest, e.cycle_starts_on, e.cycle_ends_before, e.category, e.hours"
LINES = f"SELECT {HELD_BY} FROM credits_entry e WHERE e.claim_id = ANY(%s::bigint[])"  # noqa: S608  (our own columns)
HELD_SCHEMA = {
    "claim": pl.Int64,
    "number": pl.Int64,
    "kind": pl.String,
    "family": pl.String,
    "version": pl.String,
    "cycle_starts_on": pl.Date,
    "cycle_ends_before": pl.Date,
    "category": pl.String,
    "hours": pl.Int64,
}
CELL = ["claim", "family", "cycle_starts_on", "cycle_ends_before", "category"]
HOLDING = [*CELL, "hours", "version", "is_live"]


@dataclass
class Held:
    """What one claim holds under one family: its amounts, and the version that it stays under (empty: it decides no longer)."""

    version: str = ""
    amounts: dict[Cell, int] = field(default_factory=dict)


def holdings(claim_ids: Collection[int]) -> pl.DataFrame:
    """Return what each of these claims holds: see `holdings_by`."""
    return holdings_by(read(LINES, [array(claim_ids)], HELD_SCHEMA)) if claim_ids else _nothing()


@cache
def _nothing() -> pl.DataFrame:
    return holdings_by(pl.DataFrame(schema=HELD_SCHEMA))


def holdings_by(lines: pl.DataFrame) -> pl.DataFrame:
    """
    Return what claims hold by all their lines (`HELD_BY`): claim, family, cycle_starts_on, cycle_ends_before, category, hours, version, is_live.

    A row for each cell in which the claim has lines, of nothing too. `version` is the one under which claim and family stay, empty where
    it decides no longer; `is_live` says whether the claim was not reversed.
    """
    kinds = {kind.value for kind in OWN}
    if lines["claim"].n_unique() == lines.height and kinds.issuperset(lines["kind"].unique()):
        # One line says all of its claim: so it is of most.
        is_live = (lines["kind"] != EntryKind.REVERSAL.value).alias("is_live")
        return lines.hstack([is_live])[:, HOLDING]
    lines = lines.sort("claim", "number")
    own = pl.col("kind").is_in(list(kinds))
    last = pl.col("kind").filter(own).last().over("claim")
    found = lines.with_columns(
        version=pl.col("version").last().over("claim", "family"), is_live=last != EntryKind.REVERSAL.value
    )
    if found["claim"].n_unique() < found.height:
        found = found.group_by(CELL, maintain_order=True).agg(
            pl.col("hours").sum(), pl.col("version", "is_live").last()
        )
    return found[HOLDING]


def held(claim_ids: Collection[int]) -> dict[int, dict[str, Held]]:
    """Return what each of these claims holds, family by family. A family without a version is one that decided once."""
    return {claim: {} for claim in claim_ids} | by_claim(holdings(claim_ids))


def by_claim(table: pl.DataFrame) -> dict[int, dict[str, Held]]:
    """Return `holdings` claim by claim and family by family."""
    found: dict[int, dict[str, Held]] = {}
    for claim, family, starts, ends, category, hours, version in table.drop("is_live").iter_rows():
        holding = found.setdefault(claim, {}).setdefault(family, Held(version))
        if hours:
            holding.amounts[starts, ends, category] = hours

    return found
