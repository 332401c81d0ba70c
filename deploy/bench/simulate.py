"""Recount a ledger of any size from PostgreSQL and try a draft on it, each against COPY of the same columns plus evaluating them once."""

import argparse
from collections.abc import Iterator

from deploy.bench.tools import databases
from deploy.bench.tools.figures import Figure, Spent, peak_memory, spent

AT_MOST = 2
FAMILY, TOTAL = "jiangsu-general", "100"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this bench."""
    parser.add_argument(
        "--people", type=int, default=20_000, help="people, eight claims each on average (default 20,000)"
    )
    parser.add_argument(
        "--processes", type=int, default=1, help="processes that try; the baseline is always one (default 1)"
    )


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """Yield how long both take as multiples of one baseline."""
    with databases.throw_away() as environment:
        from datetime import date  # noqa: PLC0415

        from django.utils import timezone  # noqa: PLC0415  (needs settings)

        from credits import recount, rulebooks, simulation  # noqa: PLC0415
        from deploy.bench.tools import ledgers, loading  # noqa: PLC0415

        size = ledgers.filled(environment, people=options.people)
        today = timezone.localdate(ledgers.AT)
        copying, _bytes = ledgers.copied()
        counting, trying = Spent(), Spent()
        with ledgers.policy_timed() as evaluating, spent(counting):
            counted = recount.recount(scope=recount.Scope(today=today))
        row = next(one for one in rulebooks.books().holding if one.family == FAMILY)
        # Everything since the first year is decided again, and more is asked for.
        body = {**row.body, "since": date(loading.YEARS.start, 1, 1).isoformat()}
        body["totals"] = [{**total, "hours": TOTAL} for total in body["totals"]]
        trial = simulation.trial_of(row, body, today=today)
        with spent(trying):
            found = simulation.overview(trial=trial, processes=options.processes)
    bare = Spent(copying.seconds + evaluating.seconds, copying.processor + evaluating.processor)
    more = {**size, "copy_s": round(copying.seconds, 2), "evaluate_s": round(evaluating.seconds, 2)}
    yield _compared("recount", counting, bare, {**more, "drifted": len(counted.drifts)})
    flips = {"to_short": found.flows.to_short, "to_met": found.flows.to_met, "processes": options.processes}
    # Of this process: with several, others have done the work.
    yield _compared("simulate", trying, bare, {**more, **flips})


def _compared(name: str, taken: Spent, bare: Spent, more: dict[str, object]) -> Figure:
    by_processor = {"processor_ratio": round(taken.processor / bare.processor, 2), **peak_memory()}
    return Figure(
        name=name, value=taken.seconds, baseline=bare.seconds, unit="s", at_most=AT_MOST, more={**more, **by_processor}
    )
