"""Too little to count, and rounding: once, of the whole claim, always down."""

import polars as pl

from credits.policy._reasons import Reason, weighed
from credits.policy._rules import Rules


def minimum(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for less than the least that is accepted."""
    return weighed(frame, rules, rules.once(_minimum))


def steps(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Round down to whole steps, though never below the least that is accepted; units granted stay as they are."""
    return weighed(frame, rules, rules.once(_steps))


def _minimum(rules: Rules) -> list[Reason]:
    if not rules.any(lambda version: any(row.minimum for row in version.activities)):
        return []
    small = (pl.col("hours") > 0) & (pl.col("hours") < pl.col("minimum")) & pl.col("credits").is_null()
    details = {"value": pl.col("minimum"), "fact": pl.col("hours"), "clause": pl.col("row_clause")}
    return [Reason("below_minimum", small.fill_null(value=False), to=0, details=details)]


def _steps(rules: Rules) -> list[Reason]:
    if not rules.any(lambda version: version.step or any(row.step for row in version.activities)):
        return []
    stepped = pl.col("hours") // pl.col("step") * pl.col("step")
    least = pl.when(pl.col("hours") >= pl.col("minimum")).then("minimum")
    # Without a step nothing is rounded: a row of another rulebook may have none.
    whole = pl.when(stepped.is_not_null()).then(pl.max_horizontal(stepped, least))
    down = ((whole < pl.col("hours")) & pl.col("credits").is_null()).fill_null(value=False)
    clause = pl.coalesce(rules.clause(lambda version: version.step), "row_clause")
    details = {"value": pl.col("step"), "fact": pl.col("hours"), "clause": clause}
    return [Reason("rounded_down", down, to=whole, details=details)]
