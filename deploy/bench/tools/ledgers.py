"""A ledger of any size, read and evaluated with nothing else done: what recounts and simulations are compared with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from deploy.bench.tools.figures import Spent, spent

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
# More people than these are copies of so many: what they cost to decide is the same, and they are there in a third of the time.
GENERATED, COPIED = 100_000, 50_000


def filled(environment: Mapping[str, str], *, people: int) -> dict[str, int]:
    """Let there be about so many people with eight claims each on average; return how many people and claims, and the seconds it took."""
    from credits.models import Claim  # noqa: PLC0415  (needs settings)
    from deploy.bench.tools import loading, multiplying  # noqa: PLC0415

    begun = perf_counter()
    loaded = loading.load(environment, people=people if people <= GENERATED else COPIED)
    times = max(1, round(people / len(loaded.ids)))
    if times > 1:
        multiplying.multiply(environment, loaded, times=times)
    claims = loaded.claims if times == 1 else Claim.objects.count()
    return {"people": times * len(loaded.ids), "claims": claims, "load_s": round(perf_counter() - begun)}


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
