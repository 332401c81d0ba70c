"""
Tables of what is taught.

Append-only: `ProgrammeVersion`, `FiledChange`, `ApplicationDecision`, `AttendanceCorrection`, `CorrectionEvidence`.
"""

from seminars.models.bases import GuidanceCatalogue, GuidanceItem, Recognition
from seminars.models.completions import CompletionRow, CompletionSheet
from seminars.models.corrections import CorrectionEvidence, HoursCorrection
from seminars.models.deliverables import Deliverable, HandedIn
from seminars.models.demand import EmptySearch
from seminars.models.forms import SentForm
from seminars.models.people import Attendance, AttendanceCorrection, Enrolment, Recommendation
from seminars.models.planning import PlannedSeminar, PlanSheet, PlanSheetRow
from seminars.models.plans import Plan, PlanTarget
from seminars.models.programmes import Application, ApplicationDecision, Programme, ProgrammeVersion
from seminars.models.questions import QUESTIONS_MAX, Answer, Question
from seminars.models.runs import FiledChange, Run, Session

__all__ = [
    "QUESTIONS_MAX",
    "Answer",
    "Application",
    "ApplicationDecision",
    "Attendance",
    "AttendanceCorrection",
    "CompletionRow",
    "CompletionSheet",
    "CorrectionEvidence",
    "Deliverable",
    "EmptySearch",
    "Enrolment",
    "FiledChange",
    "GuidanceCatalogue",
    "GuidanceItem",
    "HandedIn",
    "HoursCorrection",
    "Plan",
    "PlanSheet",
    "PlanSheetRow",
    "PlanTarget",
    "PlannedSeminar",
    "Programme",
    "ProgrammeVersion",
    "Question",
    "Recognition",
    "Recommendation",
    "Run",
    "SentForm",
    "Session",
]
