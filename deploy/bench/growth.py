"""How the cost of deciding grows with people, claims and years: processor time of awards and standings, each against a small province."""

import argparse
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from time import process_time

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, peak_memory

UNTIL, TIMES = date(2026, 6, 30), 4


@dataclass(frozen=True)
class Size:
    """A small province: so many people, claims of each, years."""

    people: int
    claims: int
    years: int


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=4000, help="people of the small province (default 4000)")
    parser.add_argument("--claims", type=int, default=8, help="claims of each (default 8)")
    parser.add_argument("--years", type=int, default=2, help="years over which they lie (default 2)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the time for four times as many people, claims and years, against that of the small province."""
    os.environ["POLARS_MAX_THREADS"] = "1"
    small = Size(options.people, options.claims, options.years)
    larger = {
        "people": replace(small, people=small.people * TIMES),
        "claims": replace(small, claims=small.claims * TIMES),
        "years": replace(small, years=small.years * TIMES),
    }
    with databases.throw_away():
        _seconds(small)
        least = min(_seconds(small) for _round in range(3))
        for name, size in larger.items():
            taken = min(_seconds(size) for _round in range(2))
            more = {"times": TIMES, **asdict(size), **peak_memory()}
            yield Figure(name=f"growth-{name}", value=taken, baseline=least, unit="s of processor", more=more)


def _seconds(size: Size) -> float:
    from credits import rulebooks  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import claims, deciding, people  # noqa: PLC0415

    years = range(UNTIL.year + 1 - size.years, UNTIL.year + 1)
    crowd = people.people(count=size.people)
    table = claims.claims(crowd, years=years, until=UNTIL, mean=size.claims, exactly=True)
    known, books = people.as_policy_reads(people.facts(crowd)), rulebooks.books()
    # Processor time: what others do on the machine is not counted.
    start = process_time()
    deciding.decide(table, known, books=books, since=date(years.start, 1, 1), today=UNTIL)
    return process_time() - start
