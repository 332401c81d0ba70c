"""What was posted beside what is recounted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from credits.recount._evaluating import KEYS

CELL = ["cycle_starts_on", "cycle_ends_before", "category"]


@dataclass(frozen=True)
class Cell:
    """What a claim holds in one cycle and category, and what it would: hundredths of an hour."""

    cycle_starts_on: str
    cycle_ends_before: str
    category: str
    posted: int
    recounted: int


@dataclass(frozen=True)
class Drift:
    """A claim of which the lines say something else than the recount."""

    person: int
    claim: int
    family: str
    cells: tuple[Cell, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "person": self.person,
            "claim": self.claim,
            "family": self.family,
            "cells": [vars(cell) for cell in self.cells],
        }


def compared(posted: pl.DataFrame, recounted: pl.DataFrame, of_record: pl.DataFrame) -> pl.DataFrame:
    """Return record, claim, family, cycle, category, posted, recounted wherever both differ; `of_record` names each claim's record."""
    both = posted.lazy().rename({"hours": "posted"})
    both = both.join(
        recounted.lazy().rename({"hours": "recounted"}), on=KEYS, how="full", coalesce=True, nulls_equal=True
    )
    both = both.with_columns(pl.col("posted", "recounted").fill_null(0)).filter(pl.col("posted") != pl.col("recounted"))
    named = both.join(of_record.lazy().select("claim", "record"), on="claim", how="left")
    return named.sort("record", *KEYS).collect(engine="in-memory")


def drifts(different: pl.DataFrame) -> Iterator[Drift]:
    """Yield the claims of a comparison, in order."""
    keys = ["record", "claim", "family"]
    for (record, claim, family), rows in different.group_by(keys, maintain_order=True):
        cells = tuple(_cell(row) for row in rows.iter_rows(named=True))
        yield Drift(int(str(record)), int(str(claim)), str(family), cells)


def _cell(row: Mapping[str, Any]) -> Cell:
    starts, ends, category = (str(row[name] or "") for name in CELL)
    return Cell(starts, ends, category, row["posted"], row["recounted"])
