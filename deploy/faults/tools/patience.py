"""Patience: asking again where the database was away a moment, and waiting for what others do."""

import time
from collections.abc import Callable
from typing import TypeVar

from deploy.faults.tools.rig import Rig

Answer = TypeVar("Answer")
TRIES = 60


def held(ask: Callable[[], Answer]) -> Answer:
    """Return what `ask` answers, however often the connection is killed under it; it must be something that may be done twice."""
    from django.db import InterfaceError, OperationalError, connections  # noqa: PLC0415  (needs settings)

    for _try in range(TRIES):
        try:
            return ask()
        except (OperationalError, InterfaceError):
            connections.close_all()
            time.sleep(0.2)
    return ask()


def wait(what: str, ready: Callable[[], object], everybody: Rig, *, seconds: float) -> None:
    """
    Wait until `ready`, and start those again meanwhile that ended by themselves.

    :raises TimeoutError: if that takes longer than `seconds`; it says where the logs lie
    """
    end = time.monotonic() + seconds
    while not held(ready):
        if time.monotonic() > end:
            raise TimeoutError(f"Waited {seconds:g} s in vain for {what}. The logs:\n{everybody.last_words()}")
        everybody.mend()
        time.sleep(0.05)
