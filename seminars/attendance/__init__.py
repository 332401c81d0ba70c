"""Attendance: how many minutes of a session everybody was there. Minutes only, no hours yet."""

from seminars.attendance._half_days import HalfDay, half_day_of, half_days
from seminars.attendance._hours import has_completed, hours_attended
from seminars.attendance._operations import (
    AlreadyConfirmed,
    MinutesOutOfRange,
    NotOnRoster,
    SessionNotOver,
    confirm,
)
from seminars.attendance._queries import (
    Expected,
    Presence,
    RosterRow,
    expected,
    expected_on,
    late,
    presence,
    roster,
    to_confirm,
)

__all__ = [
    "AlreadyConfirmed",
    "Expected",
    "HalfDay",
    "MinutesOutOfRange",
    "NotOnRoster",
    "Presence",
    "RosterRow",
    "SessionNotOver",
    "confirm",
    "expected",
    "expected_on",
    "half_day_of",
    "half_days",
    "has_completed",
    "hours_attended",
    "late",
    "presence",
    "roster",
    "to_confirm",
]
