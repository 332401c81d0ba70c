"""
Deeds: what somebody asks for by a button, whole or not at all, and done again where the database broke it off through no fault of its own.

A sweep needs none of this: its row is found again. A deed is repeated from the beginning, so it reads under its locks whatever it
decides by, and finds what an earlier attempt left whose commit was never answered.
"""

import logging
from collections.abc import Callable
from functools import wraps
from random import uniform
from time import sleep
from typing import ParamSpec, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from learning.work import traced

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

log = logging.getLogger(__name__)

# Before each further attempt; nobody waits much longer than a second.
PAUSES = (0.05, 0.2, 0.8)
BROKEN_OFF = {
    "40001",  # could not serialize
    "40P01",  # deadlock
    "57P01",  # the server is being shut down
    "57P02",  # another process of the server died
    "57P03",  # the server is starting
}


def deed(work: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """
    Make `work` one transaction, and do it again where the database broke it off: a deadlock, a conflict, a lost connection.

    Within another transaction nothing is repeated: whoever began that one repeats all of it.
    """
    whole = transaction.atomic(work)

    @wraps(work)
    def done(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        if connection.in_atomic_block:
            return whole(*asked, **named)
        for pause in PAUSES:
            try:
                return whole(*asked, **named)
            except (OperationalError, InterfaceError) as error:
                if not was_broken_off(error):
                    raise
                log.warning("%s is done again: %s", work.__qualname__, traced(error))
            connection.close_if_unusable_or_obsolete()
            # Two that met must not meet again.
            sleep(uniform(pause / 2, pause))  # noqa: S311
        return whole(*asked, **named)

    return done


def was_broken_off(error: DatabaseError | InterfaceError) -> bool:
    """Return whether the database ended a transaction that may well succeed when it is done again."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in BROKEN_OFF or (state or "08").startswith("08")
