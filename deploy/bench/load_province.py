"""Claims a second into a throw-away database by the generator: decided, chained, with standings, indexes made again."""

import argparse
from collections.abc import Iterator

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, peak_memory


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=40_000, help="people (default 40000)")
    parser.add_argument("--claims", type=float, default=8, help="claims a person on average (default 8)")
    parser.add_argument("--since", type=int, default=2023, help="the first of the years until 2026 (default 2023)")
    parser.add_argument("--processes", type=int, default=2, help="how many decide and copy (default 2)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the rate, from nothing to indexes and statistics."""
    with databases.throw_away() as environment:
        from deploy.bench.tools import loading  # noqa: PLC0415  (needs settings)

        years = range(options.since, loading.AT.year + 1)
        loaded = loading.load(
            environment, people=options.people, claims=options.claims, years=years, processes=options.processes
        )
    yield Figure(
        name="load-province",
        value=loaded.claims / loaded.seconds,
        unit="claims/s",
        more={
            "people": options.people,
            "claims": loaded.claims,
            "lines": loaded.lines,
            "standings": loaded.standings,
            "seconds": round(loaded.seconds, 1),
            "until_copied": round(loaded.copied, 1),
            **peak_memory(),
        },
    )
