"""
A province of any size in a throw-away database: people with facts, claims, entries, chains, standings, loaded by COPY.

    from deploy.bench.tools import databases, loading

    with databases.throw_away() as environment:
        loaded = loading.load(environment, people=100_000)                # 8 claims a person on average, of 2023 to 2026
        loaded = loading.load(environment, people=100_000, claims=24, years=range(2017, 2027))
        loaded.ids        # range of the people's ids
        loaded.claims, loaded.lines, loaded.standings, loaded.seconds     # how much that was, how long it took

The same for a seed. Amounts and reasons are policy's, digests are chained as the ledger does it, standings are those that
`standing.keep` would write: `ledger.verify` and the sweeps find nothing to say. `jiangsu-general` is published as a demonstration, so
that Nanjing, the rest of the province, health and accounting have rules of their own. Without a database, for policy alone:
`people.people`, `people.facts`, `people.as_policy_reads`, `claims.claims` (see there).

Secondary indexes are dropped and made again around the load, and the server checks no references meanwhile.
"""

import importlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

import polars as pl
import psycopg
from psycopg import sql

from deploy.bench.tools import databases

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
YEARS = range(2023, 2027)
PEOPLE_A_SLICE, PROCESSES, CHECKED = 20_000, 2, 200
TABLES = (
    *("accounts_person", "accounts_personname", "accounts_personfact", "credits_claim", "credits_entry"),
    *("credits_chain", "credits_standing", "credits_seen"),
)
SECONDARY = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid), c.conname, pg_get_constraintdef(c.oid), i.indrelid::regclass::text
  FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('u', 'p') AND c.conrelid = i.indrelid
 WHERE i.indrelid = ANY(%s::regclass[]) AND (%s OR NOT i.indisprimary)
   AND NOT EXISTS (SELECT 1 FROM pg_constraint f WHERE f.confrelid = i.indrelid AND f.conindid = i.indexrelid AND f.contype = 'f')
 ORDER BY 5, 1
"""
# Lists hang on it: groups whose standings moved are noted even while the load silences triggers.
TOLD = "ALTER TABLE credits_standing {} TRIGGER compliance_is_told_of_new"
COUNTED = "SELECT attrelid::regclass::text FROM pg_attribute WHERE attrelid = ANY(%s::regclass[]) AND attidentity <> ''"
FOLLOWING = "SELECT setval(pg_get_serial_sequence({text}, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}))"


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was loaded, and how long it took: altogether, and until the last row was in."""

    ids: range
    claims: int
    lines: int
    standings: int
    seconds: float
    copied: float


def load(
    environment: Mapping[str, str],
    *,
    people: int,
    claims: float = 8,
    exactly: bool = False,
    years: range = YEARS,
    at: datetime = AT,
    seed: int = 1,
    processes: int = PROCESSES,
) -> Loaded:
    """Load a province into the throw-away database that `environment` names; Django is set up on it."""
    from django.utils import timezone  # noqa: PLC0415  (needs settings)

    from deploy.bench.tools import ground, tables  # noqa: PLC0415

    scale = tables.Scale(
        people=people, claims=claims, exactly=exactly, years=years, at=at, today=timezone.localdate(at), seed=seed
    )
    begun = perf_counter()
    bases = ground.laid(scale)
    counts: dict[str, int] = dict.fromkeys(TABLES, 0)
    with without_indexes(environment):
        for done in _slices(environment, scale, bases, processes):
            counts = {table: counts[table] + done[table] for table in TABLES}
        copied = perf_counter() - begun
    settle(environment)
    ids = range(bases.person, bases.person + people)
    _check(ids)
    return Loaded(
        ids=ids,
        claims=counts["credits_claim"],
        lines=counts["credits_entry"],
        standings=counts["credits_standing"],
        seconds=perf_counter() - begun,
        copied=copied,
    )


def _slices(environment: Mapping[str, str], scale: Any, bases: Any, processes: int) -> Iterator[Mapping[str, int]]:
    starts = range(0, scale.people, PEOPLE_A_SLICE)
    given = [(scale, bases, first, min(PEOPLE_A_SLICE, scale.people - first)) for first in starts]
    if processes == 1 or len(given) == 1:
        for one in given:
            yield _slice(dict(environment), *one)
        return
    # Spawned: Polars hangs in a forked process.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    start, around = databases.set_up, get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=around, initializer=start, initargs=(dict(environment),)) as pool:
        running = [pool.submit(_slice, dict(environment), *one) for one in given]
        for done in running:
            yield done.result()


def _slice(environment: dict[str, str], scale: Any, bases: Any, first: int, count: int) -> dict[str, int]:
    from credits import rulebooks  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import tables  # noqa: PLC0415

    rows = tables.of_slice(scale, bases, rulebooks.books(), first=first, count=count)
    with superuser(environment) as connection, connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("SET LOCAL synchronous_commit = off")
        for table in TABLES:
            _copy(connection, table, rows[table])
    return {table: rows[table].height for table in TABLES}


def _copy(connection: psycopg.Connection[Any], table: str, rows: pl.DataFrame) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL '\\N')").format(sql.Identifier(table), columns)
    with connection.cursor() as cursor, cursor.copy(statement) as target:
        target.write(rows.write_csv(include_header=False, null_value="\\N"))


def superuser(environment: Mapping[str, str]) -> psycopg.Connection[Any]:
    """Open the throw-away database as the server's superuser, who alone may silence triggers of references."""
    server = importlib.import_module("tests.databases").server()
    name = urlsplit(environment["DATABASE_URL"]).path.lstrip("/")
    return psycopg.connect(server, dbname=name, autocommit=True)


@contextmanager
def without_indexes(environment: Mapping[str, str], *, primary: bool = False, told: bool = True) -> Iterator[None]:
    """
    Drop all indexes for the length of the block: those of primary keys only if `primary`, and where no reference holds them.

    Where `told`, groups whose standings move within the block are noted.
    """
    again: list[tuple[str, str]] = []
    with superuser(environment) as owner:
        for index, definition, constraint, rule, table in owner.execute(SECONDARY, [list(TABLES), primary]).fetchall():
            owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}" if constraint else f"DROP INDEX {index}")
            kind = rule.partition(" (")[0] if constraint else ""
            taken = f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {kind} USING INDEX {index}" if constraint else ""
            again.append((definition, taken))
        owner.execute(TOLD.format("ENABLE ALWAYS" if told else "ENABLE"))
    yield
    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(lambda made: _run(environment, [made[0]]), again))
    _run(environment, [taken for _made, taken in again if taken])
    with superuser(environment) as owner:
        owner.execute(TOLD.format("ENABLE"))


def _run(environment: Mapping[str, str], statements: Sequence[str]) -> None:
    with superuser(environment) as owner:
        owner.execute("SET maintenance_work_mem = '1GB'")
        # Two indexes are made at a time: each by itself.
        owner.execute("SET max_parallel_maintenance_workers = 0")
        for statement in statements:
            owner.execute(statement)


def settle(environment: Mapping[str, str]) -> None:
    """Let ids go on behind those that were given, and let the database look at its tables, as it does by itself after a while."""
    with superuser(environment) as owner:
        for (table,) in owner.execute(COUNTED, [list(TABLES)]).fetchall():
            owner.execute(sql.SQL(FOLLOWING).format(text=sql.Literal(table), table=sql.Identifier(table)))
        owner.execute("VACUUM (ANALYZE)")


def _check(ids: range) -> None:
    """Let the ledger verify some chains: what was loaded is what it would have written."""
    from credits import ledger  # noqa: PLC0415  (needs settings)

    faults = ledger.verify(ids[:: max(1, len(ids) // CHECKED)])
    assert not faults, f"The generator and the ledger disagree: {faults[:3]}"
