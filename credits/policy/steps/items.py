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


def once(frame: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Give nothing for an item that has counted before: in the cycle, in the year, or ever, as the rulebook says."""
    if not rules.any(lambda version: version.items or any(row.once for row in version.activities)):
        return frame
    # What counts again is every claim of an item but the first that earns.
    counting = (pl.col("item").is_not_null() & (pl.col("hours") > 0)).fill_null(value=False)
    span = pl.coalesce("once", rules.text(lambda version: version.items.once if version.items else None))
    columns = ("row", "who", "cycle_starts_on", "item", "item_cap", "item_cap_years")
    year = pl.col("ends_on").dt.year()
    earning = frame.lazy().filter(counting).select(*columns, span=span, year=year).collect(engine="in-memory")
    # Whatever comes twice has the same mark; the few that have one are compared.
    mark = pl.col("item").hash() ^ pl.col("who").hash()
    earning = earning.filter(mark.is_duplicated())
    in_cycle, in_life = _again("who", "cycle_starts_on", "item"), _again("who", "item")
    again = pl.when(pl.col("span") == "life").then(in_life).when(pl.col("span") == "cycle").then(in_cycle)
    again = again.when(pl.col("span") == "year").then(_again("who", "year", "item"))
    # Claims of an item that has a cap of its own share the cap instead.
    capped = pl.col("item_cap").is_not_null() | pl.col("item_cap_years").is_not_null()
    denied = earning.filter(again & ~capped)["row"]
    if denied.is_empty():
        return frame
    clause = pl.coalesce(rules.clause(lambda version: version.items), "row_clause")
    frame = frame.with_columns(denied=pl.col("row").is_in(denied.implode()))
    frame = cut(frame, rules, "same_item", to=0, when=pl.col("denied"), text=pl.col("item"), clause=clause)
    repeated = pl.col("denied") & pl.col("activity").is_in(LEARNT_OR_TAUGHT)
    return cut(frame, rules, "repeat", to=0, when=repeated, text=pl.col("item"), clause=clause)


def _again(*names: str) -> pl.Expr:
    return ~pl.struct(names).is_first_distinct()
