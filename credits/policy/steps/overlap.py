"""Time spent in two places at once counts once: the earlier claim keeps it."""

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules
from credits.policy._tables import of_rows


def count_once(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Take the minutes that an earlier claim already holds; claims that earn nothing hold no time."""
    if not rules.any(lambda version: version.overlap):
        return frame
    spans = frame[list(ASKED)].filter(rules.once(_timed))
    if spans.height:
        spans = _clustered(spans.select("row", "who", starts="starts_at", ends="ends_at"))
    if spans.is_empty():
        return frame
    frame = frame.with_columns(of_rows(frame, _kept(spans), "kept_minutes"))
    less = pl.col("kept_minutes") < pl.col("clock_minutes")
    left = pl.col("hours") * pl.col("kept_minutes") // pl.col("clock_minutes")
    lost = pl.col("clock_minutes") - pl.col("kept_minutes")
    clause = rules.clause(lambda version: version.overlap)
    return cut(frame, rules, "overlap", to=left, when=less.fill_null(value=False), fact=lost, clause=clause)


ASKED = ("row", "who", "v", "clock_minutes", "hours", "starts_at", "ends_at")


def _timed(rules: Rules) -> pl.Expr:
    return rules.where(lambda version: version.overlap) & (pl.col("clock_minutes") > 0) & (pl.col("hours") > 0)


def _clustered(spans: pl.DataFrame) -> pl.DataFrame:
    # Only spans that touch others need the comparison below, which grows with the square of their number.
    begun = pl.col("starts") >= pl.col("ends").cum_max().shift(1).over("who")
    spans = spans.sort("who", "starts", "ends", "row").with_columns(cluster=begun.fill_null(value=True).cum_sum())
    return spans.filter(pl.len().over("cluster") > 1)


def _kept(spans: pl.DataFrame) -> pl.DataFrame:
    edges = pl.concat([spans.select("cluster", edge="starts"), spans.select("cluster", edge="ends")]).unique()
    pieces = edges.sort("cluster", "edge").with_columns(until=pl.col("edge").shift(-1).over("cluster")).drop_nulls()
    covered = pieces.join(spans, on="cluster").filter(
        (pl.col("starts") <= pl.col("edge")) & (pl.col("ends") >= pl.col("until"))
    )
    # Rows are numbered in the order in which claims count.
    owned = covered.group_by("cluster", "edge", "until").agg(pl.col("row").min())
    minutes = (pl.col("until") - pl.col("edge")).dt.total_minutes().sum()
    kept = owned.group_by("row").agg(kept_minutes=minutes)
    return spans.select("row").join(kept, on="row", how="left").with_columns(pl.col("kept_minutes").fill_null(0))
