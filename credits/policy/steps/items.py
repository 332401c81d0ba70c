"""One item counts once."""

from functools import cache

import polars as pl

from credits.policy._reasons import Reason, collected, weighed
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
    if not rules.once(_is_asked):
        return frame
    # What counts again is every claim of an item but the first that earns.
    earning = frame[:, list(ASKED)].lazy().with_columns_seq(rules.once(_span)).filter("counting")
    # Whatever comes twice has the same mark; the few that have one are compared.
    twice = collected(earning.filter(_comes_twice()))
    denied = twice.filter(_is_denied())["row"] if twice.height else twice["row"]
    if denied.is_empty():
        return frame
    marks = pl.repeat(value=False, n=frame.height, eager=True).scatter(denied, values=True)
    return weighed(frame.hstack([marks.alias("denied")]), rules, rules.once(_denial))


def _denial(rules: Rules) -> list[Reason]:
    clause = pl.coalesce(rules.clause(lambda version: version.items), "row_clause")
    details = {"text": pl.col("item"), "clause": clause}
    repeated = pl.col("denied") & pl.col("activity").is_in(LEARNT_OR_TAUGHT)
    return [
        Reason("same_item", pl.col("denied"), to=0, details=details),
        Reason("repeat", repeated, to=0, details=details),
    ]


ASKED = ("row", "who", "cycle_starts_on", "ends_on", "v", "hours", "item", "once", "item_cap", "item_cap_years")


def _is_asked(rules: Rules) -> bool:
    return rules.any(lambda version: version.items or any(row.once for row in version.activities))


def _span(rules: Rules) -> list[pl.Expr]:
    span = pl.coalesce("once", rules.text(lambda version: version.items.once if version.items else None))
    counting = (pl.col("item").is_not_null() & (pl.col("hours") > 0)).fill_null(value=False)
    return [span.alias("span"), counting.alias("counting"), pl.col("ends_on").dt.year().alias("year")]


@cache
def _comes_twice() -> pl.Expr:
    return (pl.col("item").hash() ^ pl.col("who").hash()).is_duplicated()


@cache
def _is_denied() -> pl.Expr:
    in_cycle, in_life = _again("who", "cycle_starts_on", "item"), _again("who", "item")
    again = pl.when(pl.col("span") == "life").then(in_life).when(pl.col("span") == "cycle").then(in_cycle)
    again = again.when(pl.col("span") == "year").then(_again("who", "year", "item"))
    # Claims of an item that has a cap of its own share the cap instead.
    return again & pl.col("item_cap").is_null() & pl.col("item_cap_years").is_null()


def _again(*names: str) -> pl.Expr:
    return ~pl.struct(names).is_first_distinct()
