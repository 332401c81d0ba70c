"""What lines that were appended touch, with what claims hold now: by it standings are decided."""

from functools import cache

import polars as pl

from credits import standing
from credits.models.tables import planned
from credits.posting._desk import Desk, with_human

CELL = ["claim", "family", "cycle_starts_on", "category"]
HELD = [*CELL, "hours"]
OF_CLAIM = ["claim", "record", "person", "key", "place", "ends_on", "mode"]


def touched(desk: Desk, entered: pl.DataFrame, lines: pl.DataFrame, windows: pl.DataFrame) -> standing.Touched:
    """Return what `lines` of the claims `entered` touch; all other claims of `windows` (record, family, since, before) are on the desk."""
    return standing.Touched(
        cycles=_cycles(with_human(lines, desk.who)),
        held=_held(pl.concat([desk.holdings[HELD], lines[HELD]]), pl.concat([desk.live[OF_CLAIM], entered[OF_CLAIM]])),
        windows=with_human(windows, desk.who)[["person", "family", "since", "before"]],
    )


def _cycles(appended: pl.DataFrame) -> pl.DataFrame:
    if appended["person"].n_unique() == appended.height:
        return appended.select(_of_one())
    keys, summed = _summed()
    return planned(appended.lazy().group_by(keys).agg(summed))


@cache
def _summed() -> tuple[list[pl.Expr], list[pl.Expr]]:
    """Return what tells the cycles of humans apart, and what is said of each."""
    gives, lines = (pl.col("hours") != 0).any().alias("gives"), pl.len().cast(pl.Int64).alias("lines")
    ends_before = pl.col("cycle_ends_before").max().alias("ends_before")
    return [pl.col("person"), pl.col("cycle_starts_on").alias("on")], [ends_before, lines, gives]


@cache
def _of_one() -> list[pl.Expr]:
    """Return the same of a line that is its human's only one."""
    gives, lines = (pl.col("hours") != 0).alias("gives"), pl.lit(1, dtype=pl.Int64).alias("lines")
    return [*_summed()[0], pl.col("cycle_ends_before").alias("ends_before"), lines, gives]


def _held(lines: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return what `claims` hold by `lines`, as standings read it."""
    plan = lines.lazy().filter(_gives())
    # Most claims have one line.
    if lines["claim"].n_unique() < lines.height:
        plan = plan.group_by(CELL).agg(pl.col("hours").sum()).filter(pl.col("hours") != 0)
    held = plan.join(claims.lazy().rename({"place": "position"}), on="claim")
    return planned(held.select([*standing.LINES_SCHEMA, "person"]))


@cache
def _gives() -> pl.Expr:
    return pl.col("cycle_starts_on").is_not_null() & (pl.col("hours") != 0)
