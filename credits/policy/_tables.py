"""The tables that policy takes: their columns, and how a narrower table is completed."""

from collections.abc import Mapping, Sequence
from functools import cache

import polars as pl
from polars._typing import PolarsDataType

DAY, TEXT, WHOLE, FLAG = pl.Date, pl.String, pl.Int64, pl.Boolean
Schema = Mapping[str, PolarsDataType]

CLAIMS: Schema = {
    "person": WHOLE,
    "claim": WHOLE,
    "family": TEXT,
    "version": TEXT,
    "position": WHOLE,
    "activity": TEXT,
    "category": TEXT,
    "starts_on": DAY,
    "ends_on": DAY,
    "starts_at": pl.Datetime("us"),
    "ends_at": pl.Datetime("us"),
    "hours": WHOLE,
    "minutes": WHOLE,
    "days": WHOLE,
    "credits": WHOLE,
    "attended_minutes": WHOLE,
    "absent_half_days": WHOLE,
    "travel_days": WHOLE,
    "mode": TEXT,
    "level": TEXT,
    "organiser": TEXT,
    "provider_since": DAY,
    "provider_until": DAY,
    "approved_on": DAY,
    "passed": FLAG,
    "passed_on": DAY,
    "role": TEXT,
    "rank": WHOLE,
    "authors": WHOLE,
    "count": WHOLE,
    "chars": WHOLE,
    "item": TEXT,
    "specialty": TEXT,
    "revoked_on": DAY,
    "unverified": FLAG,
    "declared_on": DAY,
    "late_approved_on": DAY,
    "provider_region": TEXT,
}
# What is stated of a claim, without whose it is and how it was placed.
_PLACED = ("person", "claim", "family", "version", "position", "revoked_on", "unverified")
CLAIM_FACTS: Schema = {name: kind for name, kind in CLAIMS.items() if name not in _PLACED}
PEOPLE: Schema = {
    "person": WHOLE,
    "obliged_since": DAY,
    "obliged_until": DAY,
    "born_on": DAY,
    "transferred_on": DAY,
    "appointed_since": DAY,
    "appointed_until": DAY,
    "info_collected": FLAG,
    "specialties": WHOLE,
    "periods_since": DAY,
}
DATED: Schema = {"person": WHOLE, "kind": TEXT, "code": TEXT, "since": DAY, "ends_before": DAY, "consent": FLAG}
OPENINGS: Schema = {
    "person": WHOLE,
    "family": TEXT,
    "on": DAY,
    "carried_in": WHOLE,
    "shortfall": WHOLE,
    "category": TEXT,
}
ASKED: Schema = {"person": WHOLE, "family": TEXT, "on": DAY}
LINES: Schema = {
    "person": WHOLE,
    "claim": WHOLE,
    "family": TEXT,
    "cycle_starts_on": DAY,
    "category": TEXT,
    "hours": WHOLE,
    "moved": WHOLE,
    "ends_on": DAY,
    "mode": TEXT,
}
# What else minimums of several years, or of each specialty, ask of a line.
MORE_OF_LINES: Schema = {"activity": TEXT, "level": TEXT, "organiser": TEXT, "specialty": TEXT}
APPLICATIONS: Schema = {"person": WHOLE, "family": TEXT, "applying_in": WHOLE, "level": TEXT, "review_level": TEXT}


def completed(table: pl.DataFrame | None, schema: Schema) -> pl.DataFrame:
    """Return `table` with exactly the columns of `schema`; those that it lacks are null."""
    there = {} if table is None else dict(table.schema)
    if table is None or not any(name in there for name in schema):
        return nothing(schema)
    if there == schema:
        return table
    added = [_null(name, kind) for name, kind in schema.items() if name not in there]
    cast = [pl.col(name).cast(kind) for name, kind in schema.items() if name in there and there[name] != kind]
    return (table.with_columns_seq([*added, *cast]) if added or cast else table)[:, list(schema)]


def nothing(schema: Schema) -> pl.DataFrame:
    """Return a table without rows."""
    return _nothing(tuple(schema.items()))


@cache
def _nothing(columns: tuple[tuple[str, PolarsDataType], ...]) -> pl.DataFrame:
    return pl.DataFrame(schema=dict(columns))


@cache
def _null(name: str, kind: PolarsDataType) -> pl.Expr:
    return pl.lit(None, dtype=kind).alias(name)


def beside(frame: pl.DataFrame, other: pl.DataFrame, *, on: Sequence[str]) -> pl.DataFrame:
    """Return `frame` with the columns of `other` where it has the row, null elsewhere."""
    if other.is_empty():
        unsaid = {name: kind for name, kind in other.schema.items() if name not in on}
        return frame.with_columns_seq([_null(name, kind) for name, kind in unsaid.items()])
    if len(on) == 1 and frame.height == other.height and (frame[on[0]] == other[on[0]]).all():
        return frame.hstack(other.drop(on).get_columns())
    return frame.join(other, on=list(on), how="left", maintain_order="left")


def of_rows(frame: pl.DataFrame, rows: pl.DataFrame, name: str) -> pl.Series:
    """Return the column `name` of `rows` as a column of `frame`, whose rows are numbered in their order; null elsewhere."""
    return (
        pl.repeat(None, frame.height, dtype=rows.schema[name], eager=True).scatter(rows["row"], rows[name]).alias(name)
    )
