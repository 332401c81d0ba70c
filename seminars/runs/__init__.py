"""Runs: one execution of a programme, with dates, place, mode, places and sessions."""

from seminars.runs._calendar import CalendarEntry, calendar
from seminars.runs._changes import NothingChanged, SessionConfirmed, SessionOver, SessionStartsInThePast, file_change
from seminars.runs._facts import (
    DatesReversed,
    EnrolmentDatesReversed,
    EnrolmentEndsTooLate,
    ModeNotApproved,
    PlaceMissing,
    PlacesMissing,
    QuotasExceedPlaces,
    QuotasNeedSelection,
    ResultsDayWrong,
    RunFacts,
    RunInThePast,
    UnknownQuota,
)
from seminars.runs._operations import NotApproved, ReasonMissing, RunHasBegun, RunNotOpen, cancel, open_run, take_open
from seminars.runs._queries import coming, reminder_facts, sessions_on, timetable, upcoming
from seminars.runs._sessions import (
    MinutesDiffer,
    SessionFacts,
    SessionOutsideDates,
    SessionsMissing,
    SessionsOverlap,
    SessionTooShort,
)

__all__ = [
    "CalendarEntry",
    "DatesReversed",
    "EnrolmentDatesReversed",
    "EnrolmentEndsTooLate",
    "MinutesDiffer",
    "ModeNotApproved",
    "NotApproved",
    "NothingChanged",
    "PlaceMissing",
    "PlacesMissing",
    "QuotasExceedPlaces",
    "QuotasNeedSelection",
    "ReasonMissing",
    "ResultsDayWrong",
    "RunFacts",
    "RunHasBegun",
    "RunInThePast",
    "RunNotOpen",
    "SessionConfirmed",
    "SessionFacts",
    "SessionOutsideDates",
    "SessionOver",
    "SessionStartsInThePast",
    "SessionTooShort",
    "SessionsMissing",
    "SessionsOverlap",
    "UnknownQuota",
    "calendar",
    "cancel",
    "coming",
    "file_change",
    "open_run",
    "reminder_facts",
    "sessions_on",
    "take_open",
    "timetable",
    "upcoming",
]
