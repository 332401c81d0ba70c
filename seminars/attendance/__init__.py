"""Attendance: how many minutes of a session everybody was there. Minutes only, no hours yet."""

from seminars.attendance._checks import MinutesOutOfRange, NotOnRoster
from seminars.attendance._corrections import (
    CorrectionReasonMissing,
    NotConfirmed,
    NothingCorrected,
    OwnMinutes,
    RunClosed,
    correct,
    restate,
)
from seminars.attendance._half_days import HalfDay, half_days
from seminars.attendance._hours import has_completed, hours_attended
from seminars.attendance._operations import AlreadyConfirmed, OwnPresence, SessionNotOver, confirm
from seminars.attendance._queries import (
    Expected,
    Presence,
    RosterRow,
    corrections,
    expected,
    expected_on,
    late_before,
    minutes_of,
    on_roster,
    presence,
    roster,
    to_confirm,
)

__all__ = [
    "AlreadyConfirmed",
    "CorrectionReasonMissing",
    "Expected",
    "HalfDay",
    "MinutesOutOfRange",
    "NotConfirmed",
    "NotOnRoster",
    "NothingCorrected",
    "OwnMinutes",
    "OwnPresence",
    "Presence",
    "RosterRow",
    "RunClosed",
    "SessionNotOver",
    "confirm",
    "correct",
    "corrections",
    "expected",
    "expected_on",
    "half_days",
    "has_completed",
    "hours_attended",
    "late_before",
    "minutes_of",
    "on_roster",
    "presence",
    "restate",
    "roster",
    "to_confirm",
]
