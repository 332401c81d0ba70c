"""
The yearly plan of advanced seminars: 150 rows a sheet, each a seminar that the province gives to a base.

A sheet is checked first: which rows are new, changed, unchanged, vanished or refused. Applied, all of it happens in one transaction, if
the plan is still the one that it was compared with; the same sheet again changes nothing. A row that vanishes stays as taken out of the
plan, because applications may name it. A base's application for an advanced seminar names its row.
"""

from seminars.planning._applying import AlreadyApplied, AppliedMeanwhile, NothingToApply, PlanMoved, apply
from seminars.planning._checking import BaseAtWork, CodeTwice, CodeUnread, YearNotPlanned, check
from seminars.planning._layout import LAYOUT
from seminars.planning._queries import (
    counts,
    is_taken,
    locked,
    names_in,
    open_rows,
    rows,
    rows_of,
    sheets_of,
    template,
    years,
)

__all__ = [
    "LAYOUT",
    "AlreadyApplied",
    "AppliedMeanwhile",
    "BaseAtWork",
    "CodeTwice",
    "CodeUnread",
    "NothingToApply",
    "PlanMoved",
    "YearNotPlanned",
    "apply",
    "check",
    "counts",
    "is_taken",
    "locked",
    "names_in",
    "open_rows",
    "rows",
    "rows_of",
    "sheets_of",
    "template",
    "years",
]
