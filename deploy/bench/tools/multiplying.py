"""
A loaded province many times over, where tables must be large and need not be true: copies of its rows under new ids.

Digests and amounts are those of the rows copied. As in life, where a month's rows of everybody follow each other, the rows of one
person lie apart: each copy is written in the order of the acts.
"""

from collections.abc import Mapping

from psycopg import sql

from deploy.bench.tools import loading, tables
from deploy.bench.tools.claims import MOST

# By how many ids the rows of a person are apart from those of the next, in columns that hold such ids.
APART = {
    "accounts_person": 1,
    "accounts_personfact": tables.FACTS_MOST,
    "credits_claim": MOST,
    "credits_entry": tables.LINES_MOST,
    "credits_standing": tables.STANDINGS_MOST,
}
IDS = {"person_id": 1, "claim_id": MOST}
ORDER = {"credits_claim": "act_id, id", "credits_entry": "act_id, id"}
COLUMNS = """
SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


def multiply(environment: Mapping[str, str], loaded: loading.Loaded, *, times: int) -> None:
    """Let there be `times` as many people as were loaded into the throw-away database, which holds no others."""
    with loading.without_indexes(environment), loading.superuser(environment) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("SET synchronous_commit = off")
        for table in loading.TABLES:
            columns = [name for (name,) in owner.execute(COLUMNS, [table]).fetchall()]
            kept = [name for name in columns if name != "id" or table in APART]
            statement = _statement(table, kept)
            for copy in range(1, times):
                owner.execute(statement, {"by": copy * len(loaded.ids), "last": loaded.ids[-1]})
    loading.settle(environment)


def _statement(table: str, columns: list[str]) -> sql.Composed:
    person = "id" if table == "accounts_person" else "person_id"
    text = "INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE {person} <= %(last)s ORDER BY {order}"
    return sql.SQL(text).format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(_value(table, name) for name in columns),
        person=sql.Identifier(person),
        order=sql.SQL(ORDER.get(table, person)),
    )


def _value(table: str, name: str) -> sql.Composable:
    apart = APART[table] if name == "id" else IDS.get(name)
    if apart:
        return sql.SQL("{} + %(by)s * {}").format(sql.Identifier(name), apart)
    if name == "number_index":
        return sql.SQL("'bench:' || lpad((id + %(by)s)::text, 58, '0')")
    if name == "records":
        return sql.SQL("jsonb_build_array(person_id + %(by)s)")
    return sql.Identifier(name)
