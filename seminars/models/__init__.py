"""Tables of what is taught. Append-only: `ProgrammeVersion`, `FiledChange`, `ApplicationDecision`."""

from seminars.models.bases import GuidanceCatalogue, GuidanceItem, Recognition
from seminars.models.people import Attendance, Enrolment
from seminars.models.programmes import Application, ApplicationDecision, Programme, ProgrammeVersion
from seminars.models.runs import FiledChange, Run, Session

__all__ = [
    "Application",
    "ApplicationDecision",
    "Attendance",
    "Enrolment",
    "FiledChange",
    "GuidanceCatalogue",
    "GuidanceItem",
    "Programme",
    "ProgrammeVersion",
    "Recognition",
    "Run",
    "Session",
]
