"""What lines that were appended touch, with what claims hold now: by it standings are decided."""

from collections.abc import Sequence

import polars as pl

from credits import ledger, standing
from credits.posting._desk import Desk, with_human

APPENDED = {
    "claim": pl.Int64,
    "family": pl.String,
    "cycle_starts_on": pl.Date,
    "cycle_ends_before": pl.Date,
    "category": pl.String,
    "hours": pl.Int64,
}
CELL = ["claim", "family", "cycle_starts_on", "category"]


def touched(desk: Desk, entered: pl.DataFrame, lines: Sequence[ledger.Line], windows: pl.DataFrame) -> standing.Touched:
    """Return what `lines` of the claims `entered` touch; all other claims of `windows` (record, family, since, before) are on the desk."""
    rows = [
        (line.claim.pk, line.family, line.cycle_starts_on, line.cycle_ends_before, line.category, line.hours)
        for line in lines
    ]
    appended = pl.DataFrame(rows, schema=APPENDED, orient="row")
    return standing.Touched(
        cycles=_cycles(appended.join(entered.select("claim", "person"), on="claim")),
        held=pl.concat([_held(desk.holdings, desk.live), _held(appended, entered)]),
        windows=with_human(windows, desk.who).drop("record"),
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
    summed = lines.filter(pl.col("cycle_starts_on").is_not_null()).group_by(CELL).agg(pl.col("hours").sum())
    held = summed.filter(pl.col("hours") != 0).join(claims.with_columns(position="place"), on="claim")
    return held.select(*standing.LINES_SCHEMA, "person")
