"""Over which cycles a claim is registered."""

import polars as pl

from credits.policy import _cycles
from credits.policy._reasons import note
from credits.policy._rules import Rules


def spread(claims: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Turn claims into lines: one a cycle that the claim may fill."""
    lines = claims.with_columns(share=pl.col("hours"), reached=pl.lit(0, dtype=pl.Int64))
    longest = max(
        (row.spread.cycles for version in rules.versions for row in version.activities if row.spread), default=1
    )
    if longest == 1:
        return lines
    shared = [_share(lines, 0)]
    for turn in range(1, longest):
        shared.append(_share(_next_cycle(shared[-1], rules), turn))
    shares = pl.concat(shared).filter((pl.col("share") > 0) | (pl.col("reached") == 0)).sort("row", "reached")
    moved, details = pl.col("share") < pl.col("hours"), {"day": pl.col(_cycles.STARTS), "clause": pl.col("row_clause")}
    note(shares, rules, "spread", 0, when=moved, value=pl.col("share"), **details)
    return shares.with_columns(hours="share")


def _share(lines: pl.DataFrame, turn: int) -> pl.DataFrame:
    last = pl.col("spread_cycles").fill_null(1) <= turn + 1
    if turn:
        lines = lines.filter(pl.col("spread_cycles") > turn)
    left = pl.col("hours") - (pl.col("given") if turn else 0)
    months = _cycles.months_in(pl.col(_cycles.STARTS), pl.col(_cycles.ENDS))
    worth = pl.col("worth") * months // 12
    part = (
        pl.when(pl.col("spread_kind") == "equal")
        .then(pl.col("hours") // pl.col("spread_cycles"))
        .otherwise(pl.min_horizontal(left, worth))
    )
    share = pl.when(last).then(left).otherwise(part)
    return lines.with_columns(share=share, given=pl.col("hours") - left + share, reached=pl.lit(turn, dtype=pl.Int64))


def _next_cycle(lines: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    following = lines.with_columns(following=pl.col(_cycles.ENDS))
    return _cycles.with_cycle(following, rules, day=pl.col("following")).drop("following")
