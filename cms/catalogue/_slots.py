"""When the sessions of runs are, for somebody who works: 时段."""

from collections import defaultdict
from datetime import date, datetime

from django.utils import timezone

from cms import search
from seminars import runs


def slots_by_run(on: date) -> dict[int, tuple[str, ...]]:
    """Return the slots of the open runs that are not over on a day."""
    starts: dict[tuple[int, str], list[datetime]] = defaultdict(list)
    for run, mode, starts_at in runs.upcoming(on).order_by().values_list("pk", "mode", "sessions__starts_at"):
        # A run without a session yet has the slots of its mode.
        starts[run, mode] += [timezone.localtime(starts_at)] if starts_at else []

    return {run: search.slots_of(held, mode=mode) for (run, mode), held in starts.items()}
