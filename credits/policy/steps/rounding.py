"""Too little to count, and rounding: once, of the whole claim, always down."""

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules


def minimum(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for less than the least that is accepted."""
    if not rules.any(lambda version: any(row.minimum for row in version.activities)):
        return frame
    small = (pl.col("hours") > 0) & (pl.col("hours") < pl.col("minimum")) & pl.col("credits").is_null()
    small = small.fill_null(value=False)
    return cut(
        frame,
        rules,
        "below_minimum",
        to=0,
        when=small,
        value=pl.col("minimum"),
        fact=pl.col("hours"),
        clause=pl.col("row_clause"),
    )


def steps(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Round down to whole steps, though never below the least that is accepted; units granted stay as they are."""
    if not rules.any(lambda version: version.step or any(row.step for row in version.activities)):
        return frame
    stepped = pl.col("hours") // pl.col("step") * pl.col("step")
    least = pl.when(pl.col("hours") >= pl.col("minimum")).then("minimum")
    # Without a step nothing is rounded: a row of another rulebook may have none.
    whole = pl.when(stepped.is_not_null()).then(pl.max_horizontal(stepped, least))
    down = ((whole < pl.col("hours")) & pl.col("credits").is_null()).fill_null(value=False)
    clause = pl.coalesce(rules.clause(lambda version: version.step), "row_clause")
    return cut(
        frame, rules, "rounded_down", to=whole, when=down, value=pl.col("step"), fact=pl.col("hours"), clause=clause
    )
