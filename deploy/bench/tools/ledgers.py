"""A ledger of any size, read and evaluated with nothing else done: what recounts and simulations are compared with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from deploy.bench.tools.figures import Spent, spent

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)


@contextmanager
def policy_timed() -> Iterator[Spent]:
    """Add up the time that `policy.award` and `policy.stand` take within the block."""
    from credits import policy  # noqa: PLC0415  (needs settings)

    whole, real = Spent(), (policy.award, policy.stand)

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def doing(**tables: Any) -> Any:
            with spent(whole):
                return work(**tables)

        return doing

    policy.award, policy.stand = timed(real[0]), timed(real[1])
    try:
        yield whole
    finally:
        policy.award, policy.stand = real


def copied() -> tuple[Spent, int]:
    """Copy the columns that a recount reads to the client, in its slices, and throw them away; return the time and the bytes."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from credits import recount  # noqa: PLC0415
    from credits.recount._statements import STATEMENTS  # noqa: PLC0415  (the same columns)

    whole, size = Spent(), 0
    connection.ensure_connection()
    for cut in recount.slices():
        asked: Mapping[str, Any] = {
            "first": cut.first,
            "before": cut.before,
            "joined": list(cut.joined),
            "also": list(cut.also),
            "zone": settings.TIME_ZONE,
        }
        for statement, _columns in STATEMENTS.values():
            with spent(whole), connection.cursor() as cursor:
                query = cursor.mogrify(f"COPY ({statement}) TO STDOUT WITH (FORMAT csv)", asked)
                with cursor.copy(query) as out:
                    size += sum(map(len, out))
    return whole, size
