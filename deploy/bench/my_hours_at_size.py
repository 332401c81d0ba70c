"""Reads of My hours and of one explanation on a large ledger: each by an index, the slowest of twenty against reads by primary key."""

import argparse
import importlib
import json
import random
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Any

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, peak_memory

PEOPLE_LOADED, CLAIMS = 20_000, 8
LOOKED_AT, WARM = 100, 5
SMALL = 10_000  # rows: whoever reads a table of less from end to end does well
BY_KEY = "SELECT * FROM credits_entry WHERE id = %s"
SIZES = "SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples >= %s"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--entries", type=int, default=500_000, help="lines of the ledger, about (default 500000)")
    parser.add_argument("--claims", type=int, default=CLAIMS, help=f"claims a person, on average (default {CLAIMS})")
    parser.add_argument("--looks", type=int, default=LOOKED_AT, help=f"people who look (default {LOOKED_AT})")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the reads by the page against reads by primary key, and the reads that walk a whole table."""
    with databases.throw_away() as environment:
        begun = perf_counter()
        entries = _filled(environment, options.entries, options.claims)
        loading = perf_counter() - begun
        reads, keyed = _looked(options.looks)
        walks = _walks({statement for statement, _seconds in reads})

    times, by_key = ([taken * 1000 for _statement, taken in some] for some in (reads, keyed))
    more: dict[str, Any] = {"entries": entries, "reads": len(reads), "looks": options.looks, "load_s": round(loading)}
    yield Figure(
        name="my-hours-at-size",
        value=_p95(times),
        baseline=_p95(by_key),
        unit="ms (p95)",
        at_most=5,
        more={
            **more,
            "median_ms": round(statistics.median(times), 3),
            "median_by_key_ms": round(statistics.median(by_key), 3),
            **peak_memory(),
        },
    )
    yield Figure(
        name="my-hours-at-size-walks", value=len(walks), unit="reads", at_most=0, more={"walks": sorted(walks)}
    )


def _filled(environment: Mapping[str, str], wanted: int, claims: int) -> int:
    """Let there be about so many lines; return how many there are."""
    from credits.models import Entry  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import loading, multiplying  # noqa: PLC0415

    people = min(PEOPLE_LOADED, max(wanted // claims, 100))
    loaded = loading.load(environment, people=people, claims=claims)
    times = max(1, round(wanted / loaded.lines))
    if times > 1:
        multiplying.multiply(environment, loaded, times=times)
    return Entry.objects.count()


def _looked(looks: int) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Let people look at their hours and at why one of them counts; return the reads of the pages, and as many by primary key."""
    from django.db import connection  # noqa: PLC0415  (needs settings)

    from credits.models import Entry  # noqa: PLC0415
    from deploy.bench.tools.tables import LINES_MOST  # noqa: PLC0415
    from learning.accounts.models import Person  # noqa: PLC0415

    web, chance = importlib.import_module("tests.credits.web.builders"), random.Random(1)  # noqa: S311
    last = Person.objects.latest("pk").pk
    reads: list[tuple[str, float]] = []
    keyed: list[tuple[str, float]] = []
    for look in range(looks + WARM):
        line = Entry.objects.filter(person__gte=chance.randint(1, last - 50)).order_by("person", "number")[0]
        client = web.signed_in(web.login(line.person, mobile=f"+86137{look:08d}"))
        with connection.execute_wrapper(_timed(reads if look >= WARM else [])):
            for page in ("/hours/", f"/hours/entries/{line.pk}/"):
                assert client.get(page).status_code == 200
        with connection.execute_wrapper(_timed(keyed)), connection.cursor() as cursor:
            for _read in range(10):
                # The first line of somebody.
                cursor.execute(BY_KEY, [1 + LINES_MOST * chance.randrange(last)])

    return reads, keyed


def _timed(found: list[tuple[str, float]]) -> Callable[..., Any]:
    def run(execute: Callable[..., Any], statement: str, values: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        start = perf_counter()
        result = execute(statement, values, many, context)
        taken = perf_counter() - start
        if statement.lstrip().startswith(("SELECT", "WITH")):
            # As it was sent, with its values in it: it can be asked about later.
            found.append((context["connection"].ops.compose_sql(statement, values), taken))
        return result

    return run


def _walks(statements: set[str]) -> set[str]:
    """Return the large tables that one of `statements` reads from end to end, each with the statement's beginning."""
    from django.db import connection  # noqa: PLC0415  (needs settings)

    found = set()
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [SMALL])
        large = {name for name, _rows in cursor.fetchall()}
        for statement in statements:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
            plan = cursor.fetchone()[0]
            nodes = _nodes((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"])
            walked = {node.get("Relation Name") for node in nodes if node["Node Type"] == "Seq Scan"} & large
            found |= {f"{table}: {statement[:200]}" for table in walked}
    return found


def _nodes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
