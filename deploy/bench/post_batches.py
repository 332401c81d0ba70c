"""Claims a second through posting in batches over many people with history, against COPY and merge of the same rows."""

import argparse
import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from time import perf_counter
from typing import Any

import psycopg

from deploy.bench.tools import databases, processes
from deploy.bench.tools.figures import Figure, peak_memory

PROCESSES = 2
CLAIMS_OF_HISTORY = 24
# A closing of a run, or a chunk of a sweep; a roster.
BATCHES = (200, 1000)
TABLES = ("credits_claim", "credits_entry", "credits_standing")
# The columns that PostgreSQL fills itself cannot be copied in.
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns
 WHERE table_name = %s AND is_generated = 'NEVER'
"""
OF_BATCH = {
    "credits_claim": "SELECT {columns} FROM credits_claim WHERE act_id = {act}",
    "credits_entry": "SELECT {columns} FROM credits_entry WHERE act_id = {act}",
    "credits_standing": "SELECT {columns} FROM credits_standing WHERE (person_id, family, cycle_starts_on) IN"
    " (SELECT person_id, family, cycle_starts_on FROM credits_entry WHERE act_id = {act})",
}
Batch = dict[str, bytes]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=2000, help="people with history (default 2000)")
    parser.add_argument(
        "--batch",
        type=int,
        action="append",
        help=f"claims a batch; may be repeated (default {' and '.join(map(str, BATCHES))})",
    )
    parser.add_argument("--rounds", type=int, default=4, help="claims that each person gets (default 4)")
    parser.add_argument("--reach", choices=["cycle", "career", "both"], default="both")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield a figure for each reach and size of batches."""
    reaches = ("cycle", "career") if options.reach == "both" else (options.reach,)
    for reach, batch in ((reach, batch) for reach in reaches for batch in options.batch or BATCHES):
        # Each in a process of its own: Django is set up on one database a process.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield pool.submit(_figure, options, reach, batch).result()


def _figure(options: argparse.Namespace, reach: str, batch: int) -> Figure:
    with databases.throw_away() as environment:
        from deploy.bench.tools import province  # noqa: PLC0415  (needs settings)

        is_cycle = reach == "cycle"
        years = range(2021, 2027) if is_cycle else range(2017, 2027)
        place = province.NANJING if is_cycle else province.TAIZHOU
        ids = province.settle(place=place, people=options.people, since=date(years[0], 1, 1))
        province.teach(ids=ids, years=years, claims=CLAIMS_OF_HISTORY)
        with databases.copied(environment) as bare:
            batches = [ids[start : start + batch] for start in range(0, len(ids), batch)]
            shares = [batches[number::PROCESSES] for number in range(PROCESSES)]
            rate = processes.together(post, [(environment, share, options.rounds) for share in shares if share])
            acts, written = _written(environment)
            halves = [written[number::PROCESSES] for number in range(PROCESSES)]
            baseline = processes.together(merge, [(bare, acts, half) for half in halves if half])

    more = {"people": options.people, "batch": batch, "history": CLAIMS_OF_HISTORY, **peak_memory()}
    return Figure(
        name=f"post-batches-{reach}-{batch}",
        value=rate,
        baseline=baseline,
        unit="claims/s",
        at_least=0.3 if is_cycle else None,
        more=more,
    )


def post(
    ready: Callable[[], Any], environment: dict[str, str], batches: Sequence[Sequence[int]], rounds: int
) -> tuple[int, float]:
    """Credit a claim to everybody in each batch, as often as there are rounds."""
    databases.set_up(environment)
    from credits import posting  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import province  # noqa: PLC0415

    chance, count = random.Random(len(batches)), 0  # noqa: S311
    tables = [
        [
            province.claim(pk, f"round:{turn}", day=date(2026, 5, 4 + turn), zeal=0.5, base=_base(), chance=chance)
            for pk in batch
        ]
        for turn in range(-1, rounds)
        for batch in (batches if turn >= 0 else batches[:1])
    ]
    # The first one loads what a worker has loaded long ago.
    posting.credit(claims=tables[0], by=None, at=province.AT, origin="bench:warm")
    ready()
    start = perf_counter()
    for table in tables[1:]:
        count += len(posting.credit(claims=table, by=None, at=province.AT, origin="bench:timed"))
    return count, perf_counter() - start


def merge(
    ready: Callable[[], Any], environment: dict[str, str], acts: bytes, batches: Sequence[Batch]
) -> tuple[int, float]:
    """Bring in the same rows with nothing decided: a transaction a batch."""
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        columns = {table: _columns(connection, table) for table in TABLES}
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE given_acts (LIKE credits_act)")
            _copy(cursor, "given_acts", _columns(connection, "credits_act"), acts)
            cursor.execute(
                "INSERT INTO credits_act OVERRIDING SYSTEM VALUE SELECT * FROM given_acts ON CONFLICT DO NOTHING"
            )
            cursor.execute("CREATE TEMP TABLE given (LIKE credits_standing) ON COMMIT DELETE ROWS")
        connection.commit()
        names = [name.strip() for name in columns["credits_standing"].split(",")]
        places = ", ".join(f"{name} = EXCLUDED.{name}" for name in names if name != "id")
        ready()
        start, count = perf_counter(), 0
        for batch in batches:
            with connection.cursor() as cursor:
                for table in TABLES[:2]:
                    _copy(cursor, table, columns[table], batch[table])
                _copy(cursor, "given", columns["credits_standing"], batch["credits_standing"])
                cursor.execute(
                    f"INSERT INTO credits_standing ({columns['credits_standing']}) SELECT {columns['credits_standing']} FROM given"  # noqa: S608
                    f" ON CONFLICT (person_id, family, cycle_starts_on) DO UPDATE SET {places}"
                )
            connection.commit()
            count += batch["credits_claim"].count(b"\n")
        return count, perf_counter() - start


def _base() -> int:
    from learning.accounts.models import Organisation  # noqa: PLC0415  (needs settings)

    return Organisation.objects.order_by("pk").values_list("pk", flat=True)[0]


def _written(environment: dict[str, str]) -> tuple[bytes, list[Batch]]:
    """Return the acts of the timed batches, and what each batch wrote."""
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        found = connection.execute("SELECT id FROM credits_act WHERE origin = 'bench:timed' ORDER BY id").fetchall()
        acts = _read(connection, "SELECT * FROM credits_act WHERE origin = 'bench:timed'")
        columns = {table: _columns(connection, table) for table in TABLES}
        return acts, [
            {
                table: _read(connection, statement.format(columns=columns[table], act=act))
                for table, statement in OF_BATCH.items()
            }
            for (act,) in found
        ]


def _columns(connection: psycopg.Connection[Any], table: str) -> str:
    row = connection.execute(COLUMNS, [table]).fetchone()
    return str(row[0]) if row else ""


def _read(connection: psycopg.Connection[Any], statement: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT") as source:
        return b"".join(bytes(part) for part in source)


def _copy(cursor: psycopg.Cursor[Any], table: str, columns: str, rows: bytes) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as target:
        target.write(rows)
