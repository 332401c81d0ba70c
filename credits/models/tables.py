"""
Tables in and out: Polars frames from and to the database, one statement however many rows. Beside `rows`, which takes rows one by one.

What is read goes as one text of records, what is appended by COPY as CSV, what is merged as one JSON text: both sides make and read these with no Python object a cell.
Of a few rows other ways cost less: a table of CSV costs half a millisecond however short it is.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
from django.db import connection, models
from polars._typing import PolarsDataType

from credits.models.rows import FEW, asking, quoted, type_of

# Many rows as one text, each as PostgreSQL writes a record: "(", the fields as in CSV, ")". To take rows one by one costs as much as to
# work them out. A text holds so many rows that no number of them is too many.
WHOLE = """
SELECT string_agg(line, E'\\n') FROM (
    SELECT row_number() OVER () / 20000 AS part, ROW(NULL, t.*, NULL)::text AS line FROM ({statement}) AS t
) AS lines GROUP BY part ORDER BY part
"""


def read(
    statement: str,
    values: Sequence[Any] | Mapping[str, Any],
    columns: Mapping[str, PolarsDataType],
    *,
    few: bool = False,
) -> pl.DataFrame:
    """
    Return the rows of `statement` as a table with `columns`. Truth values must come as text (`passed::text`).

    `few` says that there will be few rows; it is only a matter of cost.
    """
    if few:
        return _read_few(statement, values, columns)
    with connection.cursor() as cursor:
        cursor.execute(WHOLE.format(statement=statement), values)
        text = b"\n".join(part.encode() for (part,) in cursor.fetchall())
    # NULL is an empty field and "" an empty text, for both sides.
    schema = {"(": pl.String, **columns, ")": pl.String}
    found = pl.read_csv(text, has_header=False, schema=schema, raise_if_empty=False)[list(columns)]
    if b"\\" in text:
        # The one thing that CSV writes otherwise: a record doubles backslashes.
        found = found.with_columns(pl.col(pl.String).str.replace_all("\\\\", "\\", literal=True))
    return found


def _read_few(
    statement: str, values: Sequence[Any] | Mapping[str, Any], columns: Mapping[str, PolarsDataType]
) -> pl.DataFrame:
    names = ", ".join(map(quoted, columns))
    with asking(few=True) as cursor:
        cursor.execute(f"SELECT coalesce(json_agg(t), '[]')::text FROM ({statement}) AS t({names})", values)  # noqa: S608
        (text,) = cursor.fetchone()
    flags = [name for name, kind in columns.items() if kind == pl.Boolean]
    found = pl.read_json(text.encode(), schema={**columns, **dict.fromkeys(flags, pl.String)})
    for name in flags:
        found.replace_column(found.get_column_index(name), found[name] == "true")
    return found


def picked(table: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """Return these columns of `table` under other names: what `select` does, at a fifth of its cost for a small table."""
    found = table[:, list(names)]
    found.columns = list(names.values())
    return found


def repeated(name: str, value: Any, height: int, kind: PolarsDataType | None = None) -> pl.Series:
    """Return a column that says the same of each row: what `pl.repeat` does without a plan."""
    return pl.Series(name, [value], dtype=kind).new_from_index(0, height)


def looked_up(table: pl.DataFrame, keys: pl.Series) -> pl.DataFrame:
    """Return the row of `table` for each of `keys`: it is sorted by its column of the same name, and has them all."""
    return table if table[keys.name].equals(keys) else table[table[keys.name].search_sorted(keys)]


def joined_alike(table: pl.DataFrame, other: pl.DataFrame, *, on: Sequence[str]) -> pl.DataFrame:
    """Return `table` joined with `other`; where both say `on` alike, row by row and nothing twice, they are put side by side."""
    keys = other[list(on)]
    if (
        table.height == other.height
        and table[list(on)].equals(keys)
        and (len(keys) == 1 or not keys.is_duplicated().any())
    ):
        return table.hstack(other[[name for name in other.columns if name not in on]].get_columns())
    return table.join(other, on=list(on), maintain_order="left")


def planned(plan: pl.LazyFrame) -> pl.DataFrame:
    """Return what a plan gives, step by step as written: to make it better would cost more than tables of thousands do."""
    return plan.collect(engine="in-memory", optimizations=pl.QueryOptFlags.none())


def append(model: type[models.Model], table: pl.DataFrame, **alike: int) -> None:
    """
    Append the rows of `table`, whose columns are named as those of the database; JSON and bytes are given as text.

    `alike` are further columns, with the number that all rows have.
    """
    if table.is_empty():
        return
    lacking = table.null_count().row(0)
    stated = table[[name for name, count in zip(table.columns, lacking, strict=True) if count < table.height]]
    stated = stated.hstack([repeated(name, value, table.height) for name, value in alike.items()])
    names = ", ".join(map(quoted, stated.columns))
    statement = f"COPY {quoted(model._meta.db_table)} ({names}) FROM STDIN"
    with connection.cursor() as cursor:
        if stated.height <= FEW:
            with cursor.copy(statement) as target:
                for row in stated.iter_rows():
                    target.write_row(row)
        else:
            with cursor.copy(f"{statement} WITH (FORMAT csv)") as target:
                target.write(stated.write_csv(include_header=False))


def merge(model: type[models.Model], table: pl.DataFrame, *, key: Sequence[str]) -> None:
    """
    Insert the rows of `table`, whose columns are named as those of the database, and overwrite those that `key` finds.

    JSON is given as structs and lists; fields that are null are left out of objects.
    """
    if table.is_empty():
        return
    # What all of many rows say alike is said once: to read it again and again is a third of the cost.
    many = table.height > FEW
    shared = [one.name for one in table if many and not one.dtype.is_nested() and one.n_unique() == 1]
    own = [name for name in table.columns if name not in shared]
    short = _short(table.columns)
    named = table.rename(short)
    said = [named[:, [short[name] for name in own]]]
    if shared:
        said.append(named[:1, [short[name] for name in shared]])
    with asking(few=table.height <= FEW) as cursor:
        statement = _merging(model, tuple(table.columns), frozenset(shared), tuple(key))
        cursor.execute(statement, [part.write_json() for part in said])


@cache
def _merging(model: type[models.Model], columns: Sequence[str], alike: frozenset[str], key: Sequence[str]) -> str:
    fields = {field.column: field for field in model._meta.concrete_fields}
    short = _short(columns)
    names = ", ".join(map(quoted, short))
    typed = {name: f"{alias} {type_of(fields[name])}" for name, alias in short.items()}
    parts = [[given for name, given in typed.items() if (name in alike) is shared] for shared in (False, True)]
    given = ", ".join(
        f"json_to_recordset(%s::json) AS {name}({', '.join(part)})"
        for name, part in zip(("own", "shared"), parts, strict=True)
        if part
    )
    values = ", ".join(_stripped(fields[name], alias) for name, alias in short.items())
    places = ", ".join(f"{quoted(name)} = EXCLUDED.{quoted(name)}" for name in short if name not in key)
    return (
        f"INSERT INTO {quoted(model._meta.db_table)} ({names}) SELECT {values} FROM {given}"  # noqa: S608
        f" ON CONFLICT ({', '.join(map(quoted, key))}) DO UPDATE SET {places}"
    )


def _short(names: Sequence[str]) -> dict[str, str]:
    return {name: f"a{place}" for place, name in enumerate(names)}


def _stripped(field: models.Field[Any, Any], alias: str) -> str:
    return f"jsonb_strip_nulls({alias})" if isinstance(field, models.JSONField) else alias
