"""Standings that are kept beside those that follow from the ledger."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

KEYS = ["person", "family", "cycle_starts_on"]
SAID = ["cycle_ends_before", "state", "required", "counted", "missing"]
Said = Mapping[str, Any]


@dataclass(frozen=True)
class StandingDrift:
    """A kept standing that says something else than the ledger, the facts and the versions of today; empty where there is none."""

    person: int
    family: str
    cycle_starts_on: date
    kept: Said
    recounted: Said

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {**vars(self), "cycle_starts_on": self.cycle_starts_on.isoformat()}


def differing(kept: pl.DataFrame, recounted: pl.DataFrame) -> pl.DataFrame:
    """Return the keys, and both sides, of the standings that are not the same."""
    both = (
        side.lazy().select(*KEYS, *SAID).with_columns(pl.col("cycle_ends_before").cast(pl.String))
        for side in (kept, recounted)
    )
    one, other = both
    joined = one.with_columns(is_kept=True).join(
        other.with_columns(follows=True), on=KEYS, how="full", coalesce=True, suffix="_recounted"
    )
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_recounted")) for name in SAID)
    return joined.filter(~same).sort(KEYS).collect(engine="in-memory")


def standing_drifts(different: pl.DataFrame, *, pending: Collection[int]) -> Iterator[StandingDrift]:
    """Yield what differs of everybody who is not `pending`, in order."""
    for row in different.iter_rows(named=True):
        if row["person"] not in pending:
            kept = {name: row[name] for name in SAID} if row["is_kept"] else {}
            follows = {name: row[f"{name}_recounted"] for name in SAID} if row["follows"] else {}
            yield StandingDrift(row["person"], row["family"], row["cycle_starts_on"], kept, follows)
