"""Builders of corrections: a closed run, and papers that prove what was wrong."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from learning.accounts.models import Organisation, Person
from seminars import closing, corrections, runs
from seminars.enums import CorrectionKind
from seminars.models import HoursCorrection, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment

ASKED_AT = moment(26, "10:00")
DECIDED_AT = moment(27, "15:00")
PDF = b"%PDF-1.4 a sign-in sheet"


def paper(content: bytes = PDF, *, name: str = "签到表.pdf") -> SimpleUploadedFile:
    """Return a file on its way in."""
    return SimpleUploadedFile(name, BytesIO(content).read())


def closed(*people: Person, **changed: Any) -> Run:
    """Return a run in which `people` were present all the time, closed."""
    run = builders.opened(**changed)
    for person in people:
        builders.enrolled(run=run, who=person)
    builders.confirmed(run)
    closing.close(run=run, by=builders.user(), at=AFTERNOON)
    return Run.objects.get(pk=run.pk)


def asked(
    *,
    run: Run,
    person: Person,
    kind: CorrectionKind = CorrectionKind.MINUTES,
    at: datetime = ASKED_AT,
    **changed: Any,
) -> HoursCorrection:
    """Ask for a correction; of minutes: there only in the first session."""
    if kind == CorrectionKind.MINUTES:
        changed.setdefault("minutes", first_only(run))
    if kind == CorrectionKind.LATE_ADDITION:
        changed.setdefault("minutes", whole(run))
    facts = {"reason": "签到表抄录有误", "papers": [paper()], "by": builders.user(), **changed}
    return corrections.ask(run=run, kind=kind, person=person, at=at, **facts)


def approved(correction: HoursCorrection, *, at: datetime = DECIDED_AT) -> tuple[corrections.Effect, ...]:
    """Approve a correction."""
    return corrections.approve(correction=correction, by=builders.user(name="王处长"), office=office(), at=at)


def office() -> Organisation:
    """Return a regulator."""
    return builders.regulator()


def first_only(run: Run) -> dict[int, int]:
    """Return minutes of somebody who was there in the first session only."""
    return {session.pk: session.minutes if place == 0 else 0 for place, session in enumerate(runs.timetable(run))}


def whole(run: Run) -> dict[int, int]:
    """Return minutes of somebody who was there all the time."""
    return {session.pk: session.minutes for session in runs.timetable(run)}
