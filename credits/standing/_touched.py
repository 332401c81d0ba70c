"""What an act added to the ledger, so that standings need not read again what posting has at hand."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Touched:
    """
    Lines that were appended, and what claims hold with them.

    `cycles`: person, on, ends_before, lines, gives: in cycles that begin when (null: in none) how many lines, and whether any gives hours.
    `held`: what claims hold in which cycle and category, with the columns of `lines_of`. `windows`: person, family, since, before: `held`
    says all of cycles of the family that begin in there; without dates, of all.
    """

    cycles: pl.DataFrame
    held: pl.DataFrame
    windows: pl.DataFrame
