"""
The slowest page of the compliance list of a large province, and its questions, against those of a thousand people.

The clock decides. Processor time, of this process and of its database connection's, stands beside it: it says whether neighbours on the
machine made a page slow.
"""

import argparse
import importlib
import re
import statistics
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import psutil

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, peak_memory, seconds

FEW, ROUNDS = 1000, 9
NEXT = re.compile(r"after=([^\"&]+)\"")  # the address of the next page
# What is chosen; each is looked at on its first page and on the page after it.
CHOICES: tuple[Mapping[str, str], ...] = (
    {},
    {"state": "SHORT"},
    {"state": "UNKNOWN"},
    {"state": "MET"},
    {"series": "cme"},
    {"missing": "60"},
    {"region": "320100", "state": "MET"},
    {"region": "320102"},
)


class Cost(NamedTuple):
    """What a page costs: seconds of processor and by the clock, questions to the database."""

    processor: float
    clock: float
    questions: int


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=100_000, help="people, a standing each (default 100000)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the slowest page by that of few people, and the questions that the pages ask."""
    with databases.throw_away() as environment:
        few, many = _measured(environment, FEW), _measured(environment, options.people)
    slowest = max(many, key=lambda address: many[address].clock / few[address].clock)
    of_processor = max(many[address].processor / few[address].processor for address in many)
    more: dict[str, Any] = {"people": options.people, "page": slowest, "of_processor": round(of_processor, 2)}
    yield Figure(
        name="compliance-list",
        value=many[slowest].clock * 1000,
        baseline=few[slowest].clock * 1000,
        unit="ms",
        at_most=3,
        more={**more, **peak_memory()},
    )
    asked, asked_before = (sum(page.questions for page in one.values()) for one in (many, few))
    yield Figure(
        name="compliance-list-queries", value=asked, baseline=asked_before, unit="queries", at_least=1, at_most=1
    )


def _measured(environment: Mapping[str, str], people: int) -> dict[str, Cost]:
    """Let there be so many people, and return what each page costs; rows are made directly, without the rules."""
    from django.utils import timezone  # noqa: PLC0415  (needs settings)

    from credits import compliance  # noqa: PLC0415

    crowds = importlib.import_module("tests.credits.compliance.builders")
    web = importlib.import_module("tests.credits.web.builders")
    crowds.crowd(people=people)
    compliance.roll_up_due(at=timezone.now())
    crowds.analyse(environment)
    client = web.signed_in(web.regulator(region="320000", mobile=f"+86139{people:08d}"))
    return {urlencode(choice): _page(web, client, choice) for choice in CHOICES}


def _page(web: Any, client: Any, choice: Mapping[str, str]) -> Cost:
    first = f"/compliance/?{urlencode(choice)}"
    following = NEXT.search(client.get(first).content.decode())
    pages = [first, f"/compliance/?{urlencode({**choice, 'after': following[1]})}" if following else first]
    costs = [_cost(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    processor, clock = (max(column) for column in zip(*costs, strict=True))
    return Cost(processor, clock, web.questions(client, first))


def _cost(ask: Callable[[], Any]) -> tuple[float, float]:
    """Return seconds of processor and, in the median, by the clock."""
    from django.db import connection  # noqa: PLC0415  (needs settings)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    # A server elsewhere keeps its processor time to itself.
    serving = [psutil.Process(), *([psutil.Process(pid)] if connection.settings_dict["HOST"].startswith("/") else [])]
    before = sum(sum(process.cpu_times()[:2]) for process in serving)
    clock = statistics.median(seconds(ask) for _round in range(ROUNDS))
    return (sum(sum(process.cpu_times()[:2]) for process in serving) - before) / ROUNDS, clock
