"""Lines a second that `verify-ledger` recomputes: every chain, every leaf of the tree, every head."""

import argparse
from collections.abc import Iterator

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, peak_memory, seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument(
        "--people", type=int, default=20_000, help="people, eight lines each on average (default 20,000)"
    )
    parser.add_argument("--processes", type=int, default=2, help="processes that verify (default 2)")


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the rate over a ledger of which all lines are under a head, and what differed, which should be nothing."""
    with databases.throw_away() as environment:
        from credits import ledger  # noqa: PLC0415  (needs settings)
        from deploy.bench.tools import loading  # noqa: PLC0415

        loaded = loading.load(environment, people=options.people)
        signing = seconds(lambda: _signed(loaded.lines))
        found: list[ledger.Fault] = []
        taken = seconds(lambda: found.extend(ledger.examine(processes=options.processes)))
    more = {
        "people": options.people,
        "lines": loaded.lines,
        "seconds": round(taken, 1),
        "processes": options.processes,
        "sign_s": round(signing, 1),
        "load_s": round(loaded.seconds),
        **peak_memory(),
    }
    yield Figure(name="verify-ledger", value=loaded.lines / taken, unit="lines/s", more=more)
    yield Figure(name="verify-ledger-differences", value=len(found), unit="differences", at_most=0)


def _signed(lines: int) -> None:
    """Sign heads until every line is under one."""
    from credits import ledger  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import loading  # noqa: PLC0415

    taken = 0
    while taken < lines:
        more = ledger.sign_due(at=loading.AT)
        assert more, f"{lines - taken} lines are under no head"
        taken += more
