"""Which row of the conversion table a claim falls under."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from credits.policy._codes import ACTIVITIES, UNSTATED
from credits.policy._cycles import months_started
from credits.policy._reasons import Reason, collected
from credits.policy._rules import Rules, hundredths
from credits.policy._schema import Version
from credits.policy._schema_earning import Activity
from credits.policy._tables import Schema

LISTS = {"levels": "level", "modes": "mode", "organisers": "organiser", "roles": "role"}
CONDITIONS = [*(f"r_{name}" for name in LISTS), "r_rank", "r_chars_over", "r_chars_up_to", "r_months", "r_with_chars"]
COLUMNS: Schema = {
    "v": pl.Int64,
    "activity": pl.String,
    "n": pl.Int64,
    **{f"r_{name}": pl.List(pl.String) for name in LISTS},
    **dict.fromkeys(["r_rank", "r_chars_over", "r_chars_up_to", "r_months"], pl.Int64),
    "r_with_chars": pl.Boolean,
    "kind": pl.String,
    **dict.fromkeys(["value", "rate", "per", "volume"], pl.Int64),
    **dict.fromkeys(["counted", "stated_only", "fill_stated"], pl.Boolean),
    **dict.fromkeys(["r_reason", "r_category", "spread_kind", "once"], pl.String),
    "fill": pl.List(pl.String),
    **dict.fromkeys(["minimum", "step", "day_hours", "day_hours_loose", "item_cap", "item_cap_years"], pl.Int64),
    **dict.fromkeys(["spread_cycles", "valid_years", "row_clause", "share_row"], pl.Int64),
}


def matched(plan: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Add the columns of the first row whose conditions hold; without one the activity is unknown."""
    table = rules.once(_table)
    plan = plan.with_columns(rules.once(_stay))
    if not table.is_alone:
        # Here is asked of the claims at hand under which row each falls.
        frame = collected(plan)
        plan = frame.join(_first_row(frame, table.rows), on="row", how="left", maintain_order="left").lazy()
    return plan.join(table.said.lazy(), on=table.keys, how="left", maintain_order="left").with_columns(table.unsaid)


def reasons(_rules: Rules) -> list[Reason]:
    """Return why a claim falls under no row."""
    unknown = pl.col("v").is_not_null() & pl.col("kind").is_null() & pl.col("credits").is_null()
    return [Reason("unknown_activity", unknown, details={"text": pl.col("activity")})]


@dataclass(frozen=True, eq=False)
class _Table:
    """The rows of all versions; whether one alone stands for each activity; what they say, and what none of them does."""

    rows: pl.DataFrame
    is_alone: bool
    keys: list[str]
    said: pl.DataFrame
    unsaid: list[pl.Expr]


def _table(rules: Rules) -> _Table:
    rows = pl.DataFrame(list(_rows(rules)), schema=dict(COLUMNS), orient="row")
    is_alone = bool(rows.select(pl.struct("v", "activity").is_unique().all()).item())
    keys = ["v", "activity"] if is_alone else ["v", "activity", "n"]
    # What no row of the table says need not be looked up for each claim.
    said = [name for name in rows.columns if name not in {*CONDITIONS, *keys} and rows[name].null_count() < rows.height]
    if is_alone and "n" in said:
        said.remove("n")
    unsaid = {name: kind for name, kind in COLUMNS.items() if name not in {*CONDITIONS, *said, *keys, "n"}}
    literals = [pl.lit(None, dtype=kind).alias(name) for name, kind in unsaid.items()]
    return _Table(rows, is_alone, keys, rows[[*keys, *said]], literals)


def _stay(rules: Rules) -> pl.Expr:
    stay = months_started(pl.col("starts_on"), _last_day()) if rules.any(_asks_stay) else pl.lit(None, pl.Int64)
    return stay.alias("months_of_stay")


def _asks_stay(version: Version) -> bool:
    rows = version.activities
    return any(
        row.tiers or row.item_cap or row.item_cap_years or row.months_from or row.earn.kind == "per_month"
        for row in rows
    )


def _first_row(frame: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """Return which row of the table each claim falls under: row, n."""
    candidates = frame.select("row", "v", "activity", "rank", "authors", "chars", "months_of_stay", *LISTS.values())
    possible = table.select("v", "activity", "n", *CONDITIONS)
    return candidates.join(possible, on=["v", "activity"]).filter(_holds()).group_by("row").agg(pl.col("n").min())


def category(plan: pl.LazyFrame, rules: Rules) -> pl.LazyFrame:
    """Settle the category: the rulebook's where it fixes or fills one, else the one stated, or the only one there is."""
    return plan.with_columns(rules.once(_settled))


def _settled(rules: Rules) -> list[pl.Expr]:
    alone = rules.text(lambda version: version.category_codes[0] if len(version.category_codes) == 1 else None)
    if not rules.any(lambda version: any(row.fill for row in version.activities)):
        settled = pl.coalesce("r_category", "category", alone, pl.lit(""))
        return [settled.alias("category"), pl.lit(value=False).alias("fills")]
    fills = pl.col("fill").list.len().fill_null(0) > 0
    fills &= pl.col("fill_stated") | pl.col("category").is_null()
    settled = pl.coalesce("r_category", pl.when(fills).then(pl.col("fill").list.first()), "category", alone, pl.lit(""))
    return [settled.alias("category"), fills.fill_null(value=False).alias("fills")]


def _rows(rules: Rules) -> Iterator[tuple[Any, ...]]:
    closed: set[tuple[int, str]] = set()
    for place, version in enumerate(rules.versions):
        for number, row in enumerate(version.activities):
            for code in ACTIVITIES if "*" in row.codes else row.codes:
                # What comes after a row without conditions is never reached.
                if (place, code) not in closed:
                    clause, share = rules.clause_number(version, row), number if row.author_share else None
                    yield place, code, number, *_conditions(row), *_earnings(row, version), clause, share
                if _always(row):
                    closed.add((place, code))


def _always(row: Activity) -> bool:
    return not any(condition is not None for condition in _conditions(row))


def _conditions(row: Activity) -> tuple[Any, ...]:
    lists = [list(getattr(row, name)) or None for name in LISTS]
    return *lists, row.rank_up_to, row.chars_over, row.chars_up_to, row.months_from, row.with_chars


def _earnings(row: Activity, version: Version) -> tuple[Any, ...]:
    earn, day = row.earn, version.day
    loose = None if row.day or day is None else day.hours_without_timetable
    step = row.step or (version.step.hours if version.step else None)
    spread = row.spread
    return (
        *(earn.kind, hundredths(earn.hours), hundredths(earn.rate), hundredths(earn.per), earn.chars),
        *(earn.counted, earn.stated_only, row.fill_stated),
        *(row.reason, row.category, spread and spread.kind, row.once, list(row.fill)),
        *map(hundredths, (row.minimum, step, row.day or (day.hours if day else None), loose, row.item_cap)),
        *(row.item_cap_years, spread and spread.cycles, row.valid_years),
    )


def _holds() -> pl.Expr:
    holds = pl.lit(value=True)
    for listed, fact in LISTS.items():
        allowed = pl.col(f"r_{listed}")
        holds &= allowed.is_null() | pl.col(fact).fill_null(UNSTATED).is_in(allowed)
    # A person who wrote alone is the first author; a place that is not stated passes.
    rank = pl.when(pl.col("authors") == 1).then(1).otherwise(pl.col("rank").fill_null(1))
    holds &= (rank <= pl.col("r_rank")).fill_null(value=True)
    holds &= (pl.col("chars") > pl.col("r_chars_over")).fill_null(value=True)
    holds &= (pl.col("chars") <= pl.col("r_chars_up_to")).fill_null(value=True)
    holds &= ((pl.col("chars").fill_null(0) > 0) == pl.col("r_with_chars")).fill_null(value=True)
    return holds & (pl.col("months_of_stay") >= pl.col("r_months")).fill_null(value=True)


def _last_day() -> pl.Expr:
    # Travel days come off before anything else.
    return pl.col("ends_on") - pl.duration(days=pl.col("travel_days").fill_null(0))
