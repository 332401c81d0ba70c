"""Work that a sweep goes on with in chunks: what its row keeps of failures, and how long it waits after one."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models

BACK_OFF = timedelta(minutes=1)
BACK_OFF_MOST = timedelta(hours=6)
ATTEMPTS = 5


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


def put_off(model: Any, pk: int, error: Exception, *, at: datetime, failed: str) -> None:
    """Let a row of `model`, work with a state, wait after `error`; after the last attempt its state is `failed`."""
    row = model.objects.get(pk=pk)
    row.wait(at=at, why=str(error) or type(error).__name__)
    if row.attempts >= ATTEMPTS:
        row.state = failed
    row.save(update_fields=["attempts", "not_before", "last_error", "state"])
