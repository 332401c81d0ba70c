"""What lines that were appended touch, with what claims hold now: by it standings are decided."""

import polars as pl

from credits import standing
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
    cycles = appended.group_by("person", on="cycle_starts_on")
    return cycles.agg(
        ends_before=pl.col("cycle_ends_before").max(),
        lines=pl.len().cast(pl.Int64),
        gives=(pl.col("hours") != 0).any(),
    )


def _held(lines: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Return what `claims` hold by `lines`, as standings read it."""
    there = lines.lazy().filter(pl.col("cycle_starts_on").is_not_null(), pl.col("hours") != 0)
    summed = there.group_by(CELL).agg(pl.col("hours").sum()).filter(pl.col("hours") != 0)
    held = summed.join(claims.lazy().rename({"place": "position"}), on="claim")
    found = held.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())
    return found[[*standing.LINES_SCHEMA, "person"]]
