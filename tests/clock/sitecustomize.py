"""
A clock that is days ahead or behind: for the processes of a story, which live through a week in a minute.

Python reads this file at its start where `tests/clock` is on `PYTHONPATH`. Only what the house asks for the time is moved
(`django.utils.timezone.now`); signing codes, cookies and sockets keep the machine's clock.
"""

import os
from datetime import timedelta

from django.utils import timezone

_AHEAD = timedelta(days=float(os.environ.get("XUESHI_DAYS_AHEAD", "0")))
_machine = timezone.now


def now():  # type: ignore[no-untyped-def]
    """Return the moment on the story's clock."""
    return _machine() + _AHEAD


timezone.now = now
