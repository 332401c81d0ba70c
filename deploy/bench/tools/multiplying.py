"""
A loaded province many times over, where tables must be large and need not be true: copies of its rows under new ids.

Digests and amounts are those of the rows copied. As in life, where a month's rows of everybody follow each other, the rows of one
person lie apart: each copy is written in the order of the acts.

Nothing of it has to outlive a crash: the tables are unlogged, no reference is checked any more, and every index, those of primary keys
too, is made when all rows are there, two at a time. Reads and their plans are those of logged tables.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

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
REFERENCES = "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND confrelid = ANY(%s::regclass[])"


def multiply(environment: Mapping[str, str], loaded: loading.Loaded, *, times: int) -> None:
    """Let there be `times` as many people as were loaded into the throw-away database, which holds no others."""
    _lighten(environment)
    with loading.without_indexes(environment, primary=True, told=False):
        with loading.superuser(environment) as owner:
            for table in loading.TABLES:
                owner.execute(_kept_apart(table))
        # Whoever is ready takes the next step.
        steps = iter([(table, copy) for copy in range(1, times) for table in loading.TABLES])
        with ThreadPoolExecutor(loading.PROCESSES) as pool:
            workers = range(loading.PROCESSES)
            list(pool.map(lambda _worker: _write(environment, steps, len(loaded.ids)), workers))
        with loading.superuser(environment) as owner:
            for table in loading.TABLES:
                owner.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(_given(table))))
    loading.settle(environment)


def _lighten(environment: Mapping[str, str]) -> None:
    """Take the references to the large tables away, and let these write no log."""
    with loading.superuser(environment) as owner:
        for table, name in owner.execute(REFERENCES, [list(loading.TABLES)]).fetchall():
            owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for table in loading.TABLES:
            owner.execute(f"ALTER TABLE {table} SET UNLOGGED")


def _kept_apart(table: str) -> sql.Composed:
    """Return what keeps the rows to copy in the order in which they are written: the table itself grows under the reader."""
    text = "CREATE UNLOGGED TABLE {given} AS SELECT * FROM {table} ORDER BY {order}"
    return sql.SQL(text).format(
        given=sql.Identifier(_given(table)),
        table=sql.Identifier(table),
        order=sql.SQL(ORDER.get(table, "id" if table == "accounts_person" else "person_id")),
    )


def _write(environment: Mapping[str, str], steps: Iterator[tuple[str, int]], people: int) -> None:
    with loading.superuser(environment) as owner:
        owner.execute("SET session_replication_role = replica")
        statements = {}
        for table in loading.TABLES:
            columns = [name for (name,) in owner.execute(COLUMNS, [table]).fetchall()]
            statements[table] = _statement(table, [name for name in columns if name != "id" or table in APART])
        for table, copy in steps:
            owner.execute(statements[table], {"by": copy * people})


def _statement(table: str, columns: list[str]) -> sql.Composed:
    return sql.SQL("INSERT INTO {table} ({columns}) SELECT {values} FROM {given}").format(
        table=sql.Identifier(table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(_value(table, name) for name in columns),
        given=sql.Identifier(_given(table)),
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


def _given(table: str) -> str:
    return f"given_{table}"
