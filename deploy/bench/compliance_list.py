"""The slowest page of the compliance list of a large province, and its questions, against those of a thousand people."""

import argparse
import importlib
import re
import statistics
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, peak_memory, seconds

FEW, ROUNDS = 1000, 5
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


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=100_000, help="people, a standing each (default 100000)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the slowest page by that of few people, and the questions that the pages ask."""
    with databases.throw_away() as environment:
        few, many = _measured(environment, FEW), _measured(environment, options.people)
    slowest = max(many, key=lambda address: many[address][0] / few[address][0])
    more: dict[str, Any] = {"people": options.people, "page": slowest, **peak_memory()}
    yield Figure(
        name="compliance-list",
        value=many[slowest][0] * 1000,
        baseline=few[slowest][0] * 1000,
        unit="ms",
        at_most=3,
        more=more,
    )
    asked, asked_before = (sum(questions for _time, questions in one.values()) for one in (many, few))
    yield Figure(
        name="compliance-list-queries", value=asked, baseline=asked_before, unit="queries", at_least=1, at_most=1
    )


def _measured(environment: Mapping[str, str], people: int) -> dict[str, tuple[float, int]]:
    """Let there be so many people, and return seconds and questions of each page; rows are made directly, without the rules."""
    from django.utils import timezone  # noqa: PLC0415  (needs settings)

    from credits import compliance  # noqa: PLC0415

    crowds = importlib.import_module("tests.credits.compliance.builders")
    web = importlib.import_module("tests.credits.web.builders")
    crowds.crowd(people=people)
    compliance.roll_up_due(at=timezone.now())
    crowds.analyse(environment)
    client = web.signed_in(web.regulator(region="320000", mobile=f"+86139{people:08d}"))
    return {urlencode(choice): _page(web, client, choice) for choice in CHOICES}


def _page(web: Any, client: Any, choice: Mapping[str, str]) -> tuple[float, int]:
    first = f"/compliance/?{urlencode(choice)}"
    following = NEXT.search(client.get(first).content.decode())
    pages = [first, f"/compliance/?{urlencode({**choice, 'after': following[1]})}" if following else first]
    time = max(statistics.median(seconds(lambda page=page: client.get(page)) for _ in range(ROUNDS)) for page in pages)  # type: ignore[misc]
    return time, web.questions(client, first)
