"""Ticks: each task of the beat table leaves word of how it was, for whoever watches (`/metrics`, `/health/`)."""

import time
from typing import Any

from celery import Task
from django.utils import timezone

from learning.accounts import sweeps


class Tick(Task):
    """A task that notes when it began and ended, what it did, and what went wrong."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the task between two notes. What it returns, if it is a number, is how many rows it did."""
        began = time.monotonic()
        sweeps.note_begin(name=self.name, at=timezone.now())
        try:
            done = super().__call__(*args, **kwargs)
        except BaseException as error:
            self._note_end(began, error=type(error).__name__)
            raise
        self._note_end(began, done=done if isinstance(done, int) else 0)
        return done

    def _note_end(self, began: float, *, done: int = 0, error: str = "") -> None:
        passed = time.monotonic() - began
        sweeps.note_end(name=self.name, at=timezone.now(), done=done, seconds=passed, error=error)
