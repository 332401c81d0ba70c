"""Recount a ledger of any size from PostgreSQL, against COPY of the same columns to the client plus evaluating them."""

import argparse
from collections.abc import Iterator

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, Spent, peak_memory, seconds, spent

AT_MOST = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument(
        "--people", type=int, default=20_000, help="people, eight claims each on average (default 20,000)"
    )
    parser.add_argument(
        "--processes", type=int, default=1, help="processes that count; the baseline is always one (default 1)"
    )


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long it takes as a multiple of the baseline; what drifted is said, and should be nothing."""
    with databases.throw_away() as environment:
        from django.utils import timezone  # noqa: PLC0415  (needs settings)

        from credits import recount  # noqa: PLC0415
        from deploy.bench.tools import ledgers  # noqa: PLC0415

        size = ledgers.filled(environment, people=options.people)
        scope = recount.Scope(today=timezone.localdate(ledgers.AT))
        copying, copied = ledgers.copied()
        alone = Spent()
        with ledgers.policy_timed() as evaluating, spent(alone):
            found = recount.recount(scope=scope)
        together = alone.seconds
        if options.processes > 1:
            together = seconds(lambda: recount.recount(scope=scope, processes=options.processes))
    more = {
        **size,
        "drifted": len(found.drifts),
        "processor_ratio": round(alone.processor / (copying.processor + evaluating.processor), 2),
        "copy_s": round(copying.seconds, 2),
        "copy_mib": round(copied / 2**20),
        "evaluate_s": round(evaluating.seconds, 2),
        "processes": options.processes,
        **peak_memory(),
    }
    yield Figure(
        name="recount",
        value=together,
        baseline=copying.seconds + evaluating.seconds,
        unit="s",
        at_most=AT_MOST,
        more=more,
    )
    yield Figure(name="recount-drift", value=len(found.drifts), unit="claims", at_most=0)
