"""Work that a sweep goes on with in chunks: whose turn it is, what its row keeps of failures, and how long it waits after one."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django.db import models, transaction

from learning.errors import Refusal

log = logging.getLogger(__name__)

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

    def rest(self, *, at: datetime) -> None:
        """Let the row be due again and forget its failures, since a chunk of it was done. It is not saved yet."""
        self.attempts, self.not_before, self.last_error = 0, at, ""


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


def attempt(model: Any, pk: int, work: Callable[[Any], None], *, at: datetime, what: str, **due: Any) -> bool:
    """
    Count an attempt at a row of `model`, then let `work` do a chunk of it in one transaction; say whether that was done.

    An error is logged as one of `what` and noted at the row; it goes no further.
    """
    if not begin(model, pk, at=at, **due):
        return False
    try:
        with transaction.atomic():
            # It is ours: whoever holds the row now only looks whether it is due, or took it over because we were away for long.
            rows = model.objects.select_for_update(of=("self",), no_key=True)
            row = rows.filter(pk=pk, **due).first()
            if row is None:
                return False
            work(row)
    except Exception as error:
        # The text of an error may quote the row: neither the log nor the row of work keeps it.
        log.error("%s %s: %s", what, pk, traced(error))
        model.objects.filter(pk=pk).update(last_error=told(error)[:500])
        return False
    return True


def in_turn(due: models.QuerySet[Any], step: Callable[[int], bool], *, most: int) -> int:
    """Go on with the rows of `due`, whichever waits longest first, each until `step` finds nothing to do; return how many steps were done."""
    done = 0
    for pk in list(due.order_by("not_before", "pk").values_list("pk", flat=True)[:most]):
        while done < most and step(pk):
            done += 1
    return done


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
