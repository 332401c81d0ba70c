"""Many people ask for few places at once: places given too many (none may be), and the rate against bare inserts of the same rows."""

import argparse
import importlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from time import perf_counter
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from deploy.bench.tools import databases, processes
from deploy.bench.tools.figures import Figure, peak_memory

if TYPE_CHECKING:
    from django.db import models

PROCESSES = 2
IMPATIENT = 20  # one of so many asks twice
Insert = tuple[str, list[Any]]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=2000, help="people who ask at the same moment (default 2000)")
    parser.add_argument("--places", type=int, default=70, help="places that there are (default 70)")
    parser.add_argument("--connections", type=int, default=40, help="connections over which they ask (default 40)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the places too many, and the rate."""
    threads = options.connections // PROCESSES
    with databases.throw_away() as environment:
        run, other, by, ids = _opened(options)
        shares = [ids[number::PROCESSES] for number in range(PROCESSES)]
        rate = processes.together(ask, [(environment, share, (run, by), threads) for share in shares])
        states, taken = _outcome(run)
        written = _written(run, other)
        halves = [written[number::PROCESSES] for number in range(PROCESSES)]
        bare = processes.together(insert, [(environment, half, threads) for half in halves])

    given, waiting = states["ADMITTED"], states["WAITING"]
    more = {"people": options.people, "places": options.places, "connections": options.connections}
    yield Figure(
        name="enrolment-burst-places-too-many",
        value=max(given, taken) - options.places,
        unit="places",
        # Fewer would be wrong as well: nobody waits while a place is free.
        at_least=0 if waiting else None,
        at_most=0,
        more={**more, "given": given, "waiting": waiting, "rows": sum(states.values())},
    )
    yield Figure(name="enrolment-burst", value=rate, baseline=bare, unit="enrolments/s", more={**more, **peak_memory()})


def ask(
    ready: Callable[[], Any], environment: dict[str, str], ids: Sequence[int], wanted: tuple[int, int], threads: int
) -> tuple[int, float]:
    """Enrol everybody for a run (`wanted`: run, login) through the operation that the page calls; some ask twice."""
    databases.set_up(environment)
    from django.db import connection  # noqa: PLC0415  (needs settings)

    from learning.accounts.models import Person, User  # noqa: PLC0415
    from learning.errors import Refusal  # noqa: PLC0415
    from seminars import enrolment  # noqa: PLC0415
    from seminars.models import Run  # noqa: PLC0415

    builders = importlib.import_module("tests.seminars.builders")
    run, user = wanted[0], User.objects.get(pk=wanted[1])

    def one(pk: int) -> None:
        enrolment.enrol(run=Run.objects.get(pk=run), person=Person.objects.get(pk=pk), by=user, at=builders.MORNING)

    def share(part: Sequence[int]) -> None:
        for pk in part:
            one(pk)
            if pk % IMPATIENT == 0:
                with suppress(Refusal):
                    one(pk)
        connection.close()

    return _in_threads(ready, share, ids, threads)


def insert(
    ready: Callable[[], Any], environment: dict[str, str], written: Sequence[Sequence[Insert]], threads: int
) -> tuple[int, float]:
    """Insert the rows of one enrolment after the other, nothing asked, locked or checked: a transaction each."""

    def share(part: Sequence[Sequence[Insert]]) -> None:
        with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
            for statements in part:
                with connection.transaction():
                    for statement, values in statements:
                        connection.execute(statement, values)

    return _in_threads(ready, share, written, threads)


def _in_threads(
    ready: Callable[[], Any], share: Callable[[Sequence[Any]], None], things: Sequence[Any], threads: int
) -> tuple[int, float]:
    ready()
    start = perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(share, [things[number::threads] for number in range(threads)]))
    return len(things), perf_counter() - start


def _opened(options: argparse.Namespace) -> tuple[int, int, int, list[int]]:
    """Return a run with so many places, another one alike, a login, and people who may enrol."""
    from deploy.bench.tools import province  # noqa: PLC0415  (needs settings)

    builders = importlib.import_module("tests.seminars.builders")
    ids = province.settle(place=province.NANJING, people=options.people, since=date(2021, 1, 1))
    run, other = (builders.opened(places=options.places) for _run in range(2))
    return run.pk, other.pk, builders.user().pk, ids


def _outcome(run: int) -> tuple[Counter[str], int]:
    """Return how many enrolments are in each state, and how many places the run thinks that it gave."""
    from seminars.models import Enrolment, Run  # noqa: PLC0415  (needs settings)

    rows = Enrolment.objects.filter(run_id=run)
    assert rows.values("person").distinct().count() == rows.count()
    return Counter(rows.values_list("state", flat=True)), Run.objects.get(pk=run).places_taken


def _written(run: int, other: int) -> list[list[Insert]]:
    """Return for each enrolment the statements that write the same rows once more, in another run."""
    from credits.models import Reminder  # noqa: PLC0415  (needs settings)
    from seminars.models import Enrolment  # noqa: PLC0415

    told: dict[int, list[Insert]] = {}
    for row in Reminder.objects.filter(anchor=f"run:{run}").values():
        again = {**row, "key": f"again:{row['key']}", "facts": json.dumps(row["facts"])}
        told.setdefault(row["person_id"], []).append(_statement(Reminder, again))
    return [
        [_statement(Enrolment, {**row, "run_id": other}), *told.get(row["person_id"], ())]
        for row in Enrolment.objects.filter(run_id=run).order_by("rank").values()
    ]


def _statement(model: "type[models.Model]", row: dict[str, Any]) -> Insert:
    names = [name for name in row if name != "id"]
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join([sql.Placeholder()] * len(names)),
    )
    return statement.as_string(), [row[name] for name in names]
