"""
Rows by the table: one statement, however many rows. The only place that writes SQL for it.

`INSERT … SELECT` from one JSON text is many times as fast as `bulk_create`, and one round trip; COPY is twice as fast again, where
nothing can be in conflict and nothing is asked back.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

Row = Mapping[str, Any]
# Of so many records, or rows, what is read and written is little.
FEW = 20


class _PlannedOnce(psycopg.Cursor[Any]):
    """A cursor that leaves values to the server, which plans each statement once a connection."""

    def execute(self, query: Any, params: Any = None, **_how: Any) -> "_PlannedOnce":
        """Execute a statement as a prepared one."""
        super().execute(query, params, prepare=True)
        return self


def asking(*, few: bool) -> CursorWrapper:
    """
    Return a cursor for a statement of ours that is asked again and again; `few` says whether little is asked for this time.

    To plan such a statement costs several times as much as to look up a few rows: for these it is planned once, and so is what finds each
    row by its key, however many. Else the server looks at how many there are. An array that is written `(SELECT %s::bigint[])` lets it
    see that one plan does for any length.
    """
    # Whoever logs statements wants to read them, and a prepared one does not say its text.
    if not few or connection.queries_logged:
        return connection.cursor()
    connection.ensure_connection()
    with connection.wrap_database_errors:
        # Django lets psycopg prepare nothing; its own cursors go on so.
        connection.connection.prepare_threshold = 5
        cursor: Any = _PlannedOnce(connection.connection)
    return connection.make_cursor(cursor)


def insert(
    model: type[models.Model], rows: Sequence[Row], *, returning: Sequence[str] = (), on_conflict: str = ""
) -> list[tuple[Any, ...]]:
    """
    Insert `rows` (attribute names such as `person_id` to values, the same names in each) in their order.

    `on_conflict` is the text after `ON CONFLICT`. Returns the columns asked for, of the rows that were inserted.
    """
    if not rows:
        return []
    names = list(rows[0])
    fields = [_field(model, name) for name in names]
    columns = ", ".join(quoted(field.column) for field in fields)
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) SELECT {_selected(fields)} FROM {_table(fields)} ORDER BY ordinal"  # noqa: S608  (names come from the models)
    if on_conflict:
        statement += f" ON CONFLICT {on_conflict}"
    if returning:
        statement += " RETURNING " + ", ".join(quoted(_field(model, name).column) for name in returning)

    return _run(statement, _values(names, rows), fetch=bool(returning), few=len(rows) <= FEW)


def copy(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Append `rows` (attribute names to values, the same names in each) by COPY: what is least work for many rows."""
    if not rows:
        return
    names = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    fields = [_field(model, name) for name in names]
    columns = ", ".join(quoted(field.column) for field in fields)
    texts = {name for name, field in zip(names, fields, strict=True) if isinstance(field, models.JSONField)}
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN") as target,
    ):
        for row in rows:
            target.write_row([_json(row[name]) if name in texts else row[name] for name in names])


def array(ids: Iterable[int | str]) -> str:
    """Return ids, or codes and days, as the text of an array: `= ANY(%s::bigint[])` takes it whole, `IN` quotes each."""
    return "{" + ",".join(map(str, ids)) + "}"


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Return ids that no other row of `model` will have."""
    statement = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s::int)"
    with asking(few=True) as cursor:
        cursor.execute(statement, [model._meta.db_table, count])
        return [pk for (pk,) in cursor.fetchall()]


def update(model: type[models.Model], rows: Sequence[Row], *, key: str) -> None:
    """Update the rows that `key` finds; each row holds the key and the values to set."""
    if not rows:
        return
    names = list(rows[0])
    fields = [_field(model, name) for name in names]
    found = quoted(_field(model, key).column)
    places = ", ".join(
        f"{quoted(field.column)} = given.a{place}"
        for place, (field, name) in enumerate(zip(fields, names, strict=True))
        if name != key
    )
    statement = f"UPDATE {quoted(model._meta.db_table)} AS kept SET {places} FROM {_table(fields)} WHERE kept.{found} = given.a{names.index(key)}"  # noqa: S608  (names come from the models)
    _run(statement, _values(names, rows), fetch=False, few=len(rows) <= FEW)


@cache
def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return connection.ops.quote_name(name)


def type_of(field: models.Field[Any, Any]) -> str:
    """Return the type that a value of `field` has in SQL."""
    return str(field.db_type(connection)).split("(")[0].replace(" GENERATED BY DEFAULT AS IDENTITY", "")


@cache
def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if name in {field.attname, field.name})


def _table(fields: Sequence[models.Field[Any, Any]]) -> str:
    # One JSON text is quoted as a whole; of arrays the driver quotes each element.
    columns = ", ".join(f"a{place} {type_of(field)}" for place, field in enumerate(fields))
    names = ", ".join(f"a{place}" for place in range(len(fields)))
    return f"ROWS FROM (json_to_recordset(%s::json) AS ({columns})) WITH ORDINALITY AS given({names}, ordinal)"


def _selected(fields: Sequence[models.Field[Any, Any]]) -> str:
    return ", ".join(f"given.a{place}" for place in range(len(fields)))


def _values(names: Sequence[str], rows: Sequence[Row]) -> list[str]:
    table = [{f"a{place}": row[name] for place, name in enumerate(names)} for row in rows]
    return [json.dumps(table, ensure_ascii=False, default=_text)]


def _text(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return "\\x" + bytes(value).hex()
    return str(value.isoformat())


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _run(statement: str, arrays: Sequence[Any], *, fetch: bool, few: bool) -> list[tuple[Any, ...]]:
    with asking(few=few) as cursor:
        cursor.execute(statement, arrays)
        return cursor.fetchall() if fetch else []
