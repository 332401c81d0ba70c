"""One item counts once."""

import polars as pl

from credits.policy._reasons import cut
from credits.policy._rules import Rules

LEARNT_OR_TAUGHT = [
    "class",
    "seminar",
    "public_course",
    "online_course",
    "conference",
    "lecture_given",
    "teaching",
    "overseas",
]


def once(frame: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Give nothing for an item that has counted before: in the cycle, or ever, as the rulebook says."""
    if not rules.any(lambda version: version.items or any(row.once for row in version.activities)):
        return frame
    counts = (pl.col("hours") > 0).cast(pl.Int64)
    in_cycle = counts.cum_sum().over("person", "family", "cycle_starts_on", "item") > 1
    in_life = counts.cum_sum().over("person", "family", "item") > 1
    span = pl.coalesce("once", _span(rules))
    again = pl.when(span == "life").then(in_life).when(span == "cycle").then(in_cycle)
    # Claims of an item that has a cap of its own share the cap instead.
    capped = pl.col("item_cap").is_not_null() | pl.col("item_cap_years").is_not_null()
    denied = (pl.col("item").is_not_null() & (pl.col("hours") > 0) & again & ~capped).fill_null(value=False)
    clause = pl.coalesce(rules.clause(lambda version: version.items), "row_clause")
    frame = frame.with_columns(denied=denied)
    frame = cut(frame, "same_item", to=0, when=pl.col("denied"), text=pl.col("item"), clause=clause)
    repeated = pl.col("denied") & pl.col("activity").is_in(LEARNT_OR_TAUGHT)
    return cut(frame, "repeat", to=0, when=repeated, text=pl.col("item"), clause=clause)


def _span(rules: Rules) -> pl.Expr:
    spans = {place: version.items.once for place, version in enumerate(rules.versions) if version.items}
    return (
        pl.col("v").replace_strict(spans, default=None, return_dtype=pl.String)
        if spans
        else pl.lit(None, dtype=pl.String)
    )
