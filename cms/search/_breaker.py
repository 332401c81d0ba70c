"""
A breaker: whoever failed some times is not asked for a while, then once as a probe.

Our own sixty lines instead of pybreaker: that one counts exceptions alone and logs nothing by itself, we want one log line a change of state
and the reason at hand for `/health/`; a dependency for that would be longer to explain than the code.
"""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum

_log = logging.getLogger(__name__)
FAILURES = 3
SECONDS = 5.0
SECONDS_MAX = 60.0


class State(StrEnum):
    """CLOSED: all go through. OPEN: none. HALF_OPEN: one is on its way to find out."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


class Breaker:
    """Opens after FAILURES in a row, probes after SECONDS, twice as long after each probe in vain."""

    def __init__(self, *, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._clock, self._lock = name, clock, threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget everything."""
        self.state, self.reason = State.CLOSED, ""
        self._failures, self._pause, self._until = 0, SECONDS, 0.0

    def lets_through(self) -> bool:
        """Return whether to ask now. Who is let through says `succeeded` or `failed` afterwards."""
        with self._lock:
            if self.state == State.CLOSED:
                return True
            # A probe that never came back is forgotten after the same while.
            if self._clock() < self._until:
                return False
            self.state, self._until = State.HALF_OPEN, self._clock() + self._pause
            return True

    def succeeded(self) -> None:
        """Note that it answered."""
        with self._lock:
            if self.state != State.CLOSED:
                _log.warning("%s answers again", self._name)
            self.reset()

    def failed(self, trouble: BaseException) -> None:
        """Note that it did not answer, or too late, or not wholly."""
        with self._lock:
            self._failures += 1
            self.reason = f"{type(trouble).__name__}: {trouble}"[:300]
            is_probe = self.state == State.HALF_OPEN
            if is_probe:
                self._pause = min(2 * self._pause, SECONDS_MAX)
            if is_probe or self._failures >= FAILURES:
                self._open()
            else:
                _log.warning("%s did not answer (%s); PostgreSQL did", self._name, self.reason)

    def _open(self) -> None:
        self.state, self._until = State.OPEN, self._clock() + self._pause
        _log.error("%s is left alone for %.0f s (%s); PostgreSQL answers", self._name, self._pause, self.reason)
