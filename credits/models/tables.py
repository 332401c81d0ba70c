"""
Tables in and out: Polars frames from and to the database, one statement however many rows. Beside `rows`, which takes rows one by one.

What is read or appended goes by COPY as CSV, what is merged as one JSON text: both sides make and read these with no Python object a cell.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection, models
from polars._typing import PolarsDataType

from credits.models.rows import quoted, type_of


def read(
    statement: str, values: Sequence[Any] | Mapping[str, Any], columns: Mapping[str, PolarsDataType]
) -> pl.DataFrame:
    """Return the rows of `statement` as a table with `columns`. Truth values must come as text (`passed::text`)."""
    with connection.cursor() as cursor:
        query = cursor.mogrify(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)", values)
        text = BytesIO()
        with cursor.copy(query) as out:
            # Row by row into one text: a list of hundreds of thousands of rows costs three times as much.
            for row in out:
                text.write(row)
    # NULL is an empty field and "" an empty text, for both sides.
    return pl.read_csv(text.getvalue(), has_header=False, schema=dict(columns), raise_if_empty=False)


def append(model: type[models.Model], table: pl.DataFrame) -> None:
    """Append the rows of `table`, whose columns are named as those of the database; JSON and bytes are given as text."""
    if table.is_empty():
        return
    stated = table.select(column.name for column in table if column.null_count() < table.height)
    names = ", ".join(map(quoted, stated.columns))
    statement = f"COPY {quoted(model._meta.db_table)} ({names}) FROM STDIN WITH (FORMAT csv)"
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        target.write(stated.write_csv(include_header=False))


def merge(model: type[models.Model], table: pl.DataFrame, *, key: Sequence[str]) -> None:
    """
    Insert the rows of `table`, whose columns are named as those of the database, and overwrite those that `key` finds.

    JSON is given as structs and lists; fields that are null are left out of objects.
    """
    if table.is_empty():
        return
    fields = {field.column: field for field in model._meta.concrete_fields}
    short = {name: f"a{place}" for place, name in enumerate(table.columns)}
    names = ", ".join(map(quoted, short))
    given = ", ".join(f"{alias} {type_of(fields[name])}" for name, alias in short.items())
    values = ", ".join(_stripped(fields[name], alias) for name, alias in short.items())
    places = ", ".join(f"{quoted(name)} = EXCLUDED.{quoted(name)}" for name in short if name not in key)
    statement = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({names}) SELECT {values} FROM json_to_recordset(%s::json) AS given({given})"  # noqa: S608
        f" ON CONFLICT ({', '.join(map(quoted, key))}) DO UPDATE SET {places}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [table.rename(short).write_json()])


def _stripped(field: models.Field[Any, Any], alias: str) -> str:
    return f"jsonb_strip_nulls({alias})" if isinstance(field, models.JSONField) else alias
