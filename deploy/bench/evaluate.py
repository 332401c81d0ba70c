"""Claims in memory to awards and standings, against one sort and one group-by sum of the same table; in slices where larger than memory."""

import argparse
import importlib
import multiprocessing
from collections.abc import Iterator
from typing import Any

from deploy.bench.tools.figures import Figure, peak_memory, seconds

AT_MOST, MOST_MIB = 8, {False: 6 * 1024, True: 8 * 1024}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument("--people", type=int, default=100_000, help="people (default 100,000)")
    parser.add_argument("--claims", type=int, default=8, help="claims of each (default 8)")
    parser.add_argument("--slice", type=int, default=1_000_000, help="people in memory at once (default 1,000,000)")
    parser.add_argument("--together", type=int, default=50_000, help="people evaluated together (default 50,000)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long it takes as a multiple of the baseline, and what memory it held."""
    # In a process of its own: the memory is that of the tables, and Polars does not survive a fork.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(measured, (options.people, options.claims, options.slice, options.together))
    more = {"people": options.people, "claims": options.people * options.claims, "together": options.together}
    most = MOST_MIB[options.people > options.slice]
    yield Figure(
        name="evaluate",
        value=found["seconds"],
        baseline=found["baseline"],
        unit="s",
        at_most=AT_MOST,
        more={**more, **found["counts"]},
    )
    yield Figure(name="evaluate-memory", value=found["peak_mib"], unit="MiB", at_most=most, more=more)


def measured(people: int, claims: int, slice_of: int, together: int) -> dict[str, Any]:
    """Return the seconds of evaluating and of the baseline, how much was found, and the most memory held."""
    evaluation = importlib.import_module("deploy.bench.tools.evaluation")
    whole, baseline, found = 0.0, 0.0, []
    for first in range(0, people, slice_of):
        size = min(slice_of, people - first)
        tables = evaluation.tables(first=first, people_count=size, claims_each=claims)
        baseline += seconds(lambda given=tables: evaluation.baseline(given))  # type: ignore[misc]
        whole += seconds(
            lambda given=tables: found.append(evaluation.evaluated(given, people_together=together))  # type: ignore[misc]
        )
        del tables
    counts = {name: sum(getattr(one, name) for one in found) for name in ("lines", "reasons", "standings")}
    return {"seconds": whole, "baseline": baseline, "counts": counts, **peak_memory()}
