"""What each of several authors has of a work."""

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules, hundredths
from credits.policy._schema_base import parts
from credits.policy._schema_earning import AuthorShare


def shared(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Leave an author the own share; who wrote alone, or of whom nobody says how many wrote, keeps all."""
    if not rules.any(lambda version: any(row.author_share for row in version.activities)):
        return frame
    left: pl.Expr = pl.col("hours")
    for place, version in enumerate(rules.versions):
        for number, row in enumerate(version.activities):
            if row.author_share:
                concerned = (pl.col("v") == place) & (pl.col("share_row") == number)
                left = pl.when(concerned.fill_null(value=False)).then(_left(row.author_share)).otherwise(left)
    less = (left < pl.col("hours")) & pl.col("credits").is_null()
    return cut(
        frame,
        rules,
        "author_share",
        to=left,
        when=less.fill_null(value=False),
        value=pl.col("authors"),
        fact=pl.col("rank"),
        clause=pl.col("row_clause"),
    )


def _left(share: AuthorShare) -> pl.Expr:
    hours, rank = pl.col("hours"), pl.col("rank").fill_null(1)
    if share.kind == "table":
        left: pl.Expr = pl.lit(0, dtype=pl.Int64)
        for place, (above, below) in enumerate(map(parts, share.shares), 1):
            left = pl.when(rank == place).then(hours * above // below).otherwise(left)
    elif share.kind == "decrement":
        fallen = hours - (rank - 1) * (hundredths(share.less) or 0)
        left = pl.min_horizontal(hours, pl.max_horizontal(fallen, pl.lit(hundredths(share.least) or 0)))
    else:
        above, below = parts(share.first)
        others = hours * (below - above) // (below * (pl.col("authors") - 1))
        left = pl.when(rank == 1).then(hours * above // below).otherwise(others)
    return pl.when(pl.col("authors") >= share.authors_from).then(left).otherwise(hours)
