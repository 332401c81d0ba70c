"""Work that a sweep goes on with in chunks: what its row keeps of failures, and how long it waits after one."""

from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django.db import models, transaction

from learning.errors import Refusal

BACK_OFF = timedelta(minutes=1)
BACK_OFF_MOST = timedelta(hours=6)
ATTEMPTS = 5
FRAMES = 8


class Work(models.Model):
    """A row that waits until `not_before`, and may have failed before."""

    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    last_error = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def wait(self, *, at: datetime, why: str) -> None:
        """Let the row wait after a failure, each time twice as long. It is not saved yet."""
        self.attempts += 1
        self.not_before = at + min(BACK_OFF * 2 ** min(self.attempts, 10), BACK_OFF_MOST)
        self.last_error = why[:500]


def begin(model: Any, pk: int, *, at: datetime, **due: Any) -> bool:
    """
    Count an attempt at a row of `model` and let it wait, before its work: an attempt that kills the worker is counted, too.

    False if the row is not due, or somebody is at it. Whoever gets the work done makes the row due again and forgets the attempts.
    """
    with transaction.atomic():
        rows = model.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        row = rows.filter(pk=pk, not_before__lte=at, **due).first()
        if row is None:
            return False
        row.wait(at=at, why="interrupted")
        row.save(update_fields=["attempts", "not_before", "last_error"])
    return True


def traced(error: BaseException) -> str:
    """Return for a log what kind of error this is and where it rose, without its text: that of a database quotes whole rows."""
    kinds = [type(one).__name__ for one in (error, error.__cause__) if one is not None]
    places = [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in extract_tb(error.__traceback__)[-FRAMES:]]
    return f"{' from '.join(kinds)} at {' > '.join(places)}"


def told(error: BaseException) -> str:
    """Return what a row of work keeps of an error: the sentence of a refusal; of everything else the kind, for its text may quote rows."""
    return str(error) if isinstance(error, Refusal) else type(error).__name__


def put_off(model: Any, pk: int, error: Exception, *, at: datetime, failed: str) -> None:
    """Let a row of `model`, work with a state, wait after `error`; after the last attempt its state is `failed`."""
    row = model.objects.get(pk=pk)
    row.wait(at=at, why=told(error))
    if row.attempts >= ATTEMPTS:
        row.state = failed
    row.save(update_fields=["attempts", "not_before", "last_error", "state"])
