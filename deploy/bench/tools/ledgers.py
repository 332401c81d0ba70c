"""A ledger of any size, read and evaluated with nothing else done: what recounts and simulations are compared with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)


@dataclass
class Spent:
    """Seconds that went into policy, whatever called it."""

    seconds: float = 0.0


@contextmanager
def policy_timed() -> Iterator[Spent]:
    """Add up the time that `policy.award` and `policy.stand` take within the block."""
    from credits import policy  # noqa: PLC0415  (needs settings)

    spent, real = Spent(), (policy.award, policy.stand)

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def doing(**tables: Any) -> Any:
            began = perf_counter()
            try:
                return work(**tables)
            finally:
                spent.seconds += perf_counter() - began

        return doing

    policy.award, policy.stand = timed(real[0]), timed(real[1])
    try:
        yield spent
    finally:
        policy.award, policy.stand = real


def copied() -> tuple[float, int]:
    """Copy the columns that a recount reads to the client, in its slices, and throw them away; return the seconds and bytes."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from credits import recount  # noqa: PLC0415
    from credits.recount._statements import STATEMENTS  # noqa: PLC0415  (the same columns)

    began, size = perf_counter(), 0
    for cut in recount.slices():
        asked: Mapping[str, Any] = {
            "first": cut.first,
            "before": cut.before,
            "joined": list(cut.joined),
            "also": list(cut.also),
            "zone": settings.TIME_ZONE,
        }
        for statement, _columns in STATEMENTS.values():
            with connection.cursor() as cursor:
                query = cursor.mogrify(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)", asked)
                with cursor.copy(query) as out:
                    size += sum(map(len, out))
    return perf_counter() - began, size
