"""What was asked for, and which figures followed."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from learning.accounts.models import Organisation
from seminars.corrections._access import PAPERS
from seminars.enums import CorrectionState
from seminars.models import AttendanceCorrection, HoursCorrection, Run


class Figure(NamedTuple):
    """How many minutes somebody was in a session: as stated first, and as corrected (or asked for)."""

    person_id: int
    session: str
    starts_at: datetime
    before: int
    after: int


def of_run(run: Run) -> QuerySet[HoursCorrection]:
    """Return what was asked for about `run`, with the names of its papers."""
    rows = HoursCorrection.objects.filter(run=run).select_related("asked_by", "decided_by", "decided_for")
    return rows.prefetch_related(PAPERS)


def returned(bases: QuerySet[Organisation]) -> QuerySet[HoursCorrection]:
    """Return what was returned to `bases` and not asked for again, the longest waiting first."""
    later = HoursCorrection.objects.filter(run=OuterRef("run"), person=OuterRef("person"), pk__gt=OuterRef("pk"))
    rows = HoursCorrection.objects.filter(
        ~Exists(later), state=CorrectionState.RETURNED, run__programme__base__in=bases
    )
    return rows.select_related("run__version").order_by("decided_at", "pk")


def figures(corrections: Collection[HoursCorrection]) -> dict[int, list[Figure]]:
    """Return the minutes that followed from `corrections`, session by session; none where nothing was approved."""
    written: dict[int, list[Figure]] = {one.pk: [] for one in corrections}
    rows = AttendanceCorrection.objects.filter(follows__in=corrections).select_related(
        "attendance__session", "attendance__enrolment"
    )
    for row in rows.order_by("attendance__session__starts_at", "pk"):
        session = row.attendance.session
        written[row.follows_id or 0].append(
            Figure(row.attendance.enrolment.person_id, session.title, session.starts_at, row.before, row.after)
        )
    return written
