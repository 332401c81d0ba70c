"""The words in the database of a site."""

import psycopg
from psycopg import sql


def words_of(connection: "psycopg.Connection[tuple[str]]") -> str:
    """Return every text of every table, one after the other."""
    columns = connection.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND data_type IN ('text', 'character varying', 'jsonb', 'json') ORDER BY 1, 2"
    ).fetchall()
    return "\n".join(_texts(connection, table, column) for table, column in columns)


def _texts(connection: "psycopg.Connection[tuple[str]]", table: str, column: str) -> str:
    query = sql.SQL("SELECT string_agg(DISTINCT {}::text, E'\\n') FROM {}").format(
        sql.Identifier(column), sql.Identifier(table)
    )
    row = connection.execute(query).fetchone()
    return (row[0] if row else "") or ""
