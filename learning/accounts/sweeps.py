"""
Sweeps: how each tick of the beat table was last, in one row a tick.

What watches the site reads it: a sweep that did not end for long is a worker that is away, or stuck.
"""

import logging
from datetime import datetime

from django.db import DatabaseError
from django.db.models import F, QuerySet

from learning.accounts.models import Sweep

log = logging.getLogger(__name__)


def note_begin(*, name: str, at: datetime) -> None:
    """Note that the sweep `name` begins."""
    try:
        if not Sweep.objects.filter(pk=name).update(began_at=at):
            Sweep.objects.bulk_create([Sweep(name=name, began_at=at)], ignore_conflicts=True)
    except DatabaseError as error:
        # Without a database the work will say so itself.
        log.warning("sweep %s: %s", name, type(error).__name__)


def note_end(*, name: str, at: datetime, done: int, seconds: float, error: str) -> None:
    """Note that the sweep `name` ended, how many rows it did, and the kind of error that ended it, if one did."""
    try:
        Sweep.objects.filter(pk=name).update(
            ended_at=at,
            runs=F("runs") + 1,
            done=F("done") + done,
            failures=F("failures") + int(bool(error)),
            seconds=F("seconds") + seconds,
            last_error=error[:200],
        )
    except DatabaseError as failed:
        log.warning("sweep %s: %s", name, type(failed).__name__)


def states() -> QuerySet[Sweep]:
    """Return how each sweep was last."""
    return Sweep.objects.order_by("name")
