"""The facts of a batch of people, complete."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Facts:
    """The tables of a batch, complete."""

    lines: pl.DataFrame
    people: pl.DataFrame
    dated: pl.DataFrame
    openings: pl.DataFrame
    # The lines with what minimums of several years ask of them, where a rulebook has such minimums.
    detailed: pl.DataFrame | None = None
