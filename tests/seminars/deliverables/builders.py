"""Builders of deliverables: a run that asks for one, files that are what their names say, people who hand in."""

import io
import zipfile
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from learning.accounts.models import Organisation
from seminars import deliverables
from seminars.enums import EnrolmentKind
from seminars.models import Enrolment, HandedIn, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON

NAME, EXPECTED = "结业论文", "结合岗位实际，三千字以上。"
ASKED: Any = {"deliverable": NAME, "deliverable_expected": EXPECTED, "deliverable_days": 15}


def asking(count: int = 0, *, owner: Organisation | None = None, **changed: Any) -> Run:
    """Open a run whose approval asks for a deliverable within 15 days after 24 March, with people in it."""
    run = builders.opened(programme=builders.approved(owner=owner, **{**ASKED, **changed}))
    for _number in range(count):
        builders.enrolled(run=run, who=builders.professional())
    return run


def over(count: int = 1, **changed: Any) -> Run:
    """Return such a run, over, everybody confirmed present."""
    return builders.confirmed(asking(count, **changed))


def places(run: Run) -> list[Enrolment]:
    """Return who is in `run`, in their order."""
    return list(run.enrolments.order_by("rank"))


def watching_too(place: Enrolment) -> Enrolment:
    """Return the enrolment by which who holds `place` watches the stream, too."""
    row = Enrolment.objects.get(pk=place.pk)
    row.pk, row.kind, row.rank = None, EnrolmentKind.VIEWER, place.rank + 100
    row.save(force_insert=True)
    return row


def pdf(name: str = "论文.pdf") -> SimpleUploadedFile:
    """Return a file that begins as a PDF does."""
    return SimpleUploadedFile(name, b"%PDF-1.7 words", content_type="application/pdf")


def archive(name: str = "成果.zip", **parts: bytes) -> SimpleUploadedFile:
    """Return a ZIP with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for part, content in (parts or {"a.txt": b"words"}).items():
            made.writestr(part.replace("__", "."), content)
    return SimpleUploadedFile(name, stream.getvalue())


def handed_in(place: Enrolment, *, at: datetime = AFTERNOON, **changed: Any) -> HandedIn:
    """Hand something in: a text, where nothing else is said."""
    facts: dict[str, Any] = {"file": None, "link": "", "text": "我的论文" if not changed else "", **changed}
    return deliverables.hand_in(enrolment=place, by=builders.user(), at=at, **facts)


def accepted(place: Enrolment, *, at: datetime = AFTERNOON) -> HandedIn:
    """Hand something in and have it accepted."""
    row = handed_in(place, at=at)
    deliverables.accept(run=place.run, seen={row.pk: row.version}, by=builders.user(), at=at)
    row.refresh_from_db()
    return row


def returned(place: Enrolment, *, at: datetime = AFTERNOON, reason: str = "请补充数据来源") -> HandedIn:
    """Hand something in and have it returned."""
    row = handed_in(place, at=at)
    deliverables.send_back(row=row, seen=row.version, reason=reason, by=builders.user(), at=at)
    return row
