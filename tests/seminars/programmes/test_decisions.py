"""A regulator decides; an amendment becomes the next version."""

from datetime import date
from typing import Any

import pytest

from seminars import programmes
from seminars.enums import ApplicationState, Level, ProgrammeKind
from seminars.models import Application, ProgrammeVersion
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.django_db


def approve(application: Application, number: str = "宁人社继〔2026〕1号") -> ProgrammeVersion:
    return programmes.approve(
        application=application,
        by=builders.user(),
        organisation=builders.regulator(),
        approval_number=number,
        at=MORNING,
    )


def test_approve_fixes_the_facts_and_makes_them_current() -> None:
    item = builders.guidance_item()
    application = builders.submitted(
        kind=ProgrammeKind.ADVANCED_SEMINAR, guidance_item=item, teachers=[{"name": "陈静"}], level=Level.PROVINCIAL
    )

    version = approve(application, number=" 苏人社函〔2026〕7号 ")

    version.refresh_from_db()
    application.refresh_from_db()
    assert application.programme.current == version
    assert application.state == ApplicationState.APPROVED
    assert (version.number, version.approval_number, version.approved_on) == (
        1,
        "苏人社函〔2026〕7号",
        date(2026, 3, 2),
    )
    assert (version.title, version.hours, version.minutes, version.guidance_item) == (
        application.title,
        1200,
        540,
        item,
    )
    assert version.teachers == [{"name": "陈静"}]
    assert [decision.state for decision in programmes.decisions(application)] == [ApplicationState.APPROVED]


def test_approve_twice_makes_one_version() -> None:
    application = builders.submitted()
    same = Application.objects.get(pk=application.pk)
    approve(application)

    with pytest.raises(programmes.NotSubmitted):
        approve(same)

    assert ProgrammeVersion.objects.filter(programme=application.programme).count() == 1


def test_approve_refuses_without_a_number() -> None:
    application = builders.submitted()

    with pytest.raises(programmes.ApprovalNumberMissing):
        approve(application, number="  ")

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert not application.decisions.exists()


def test_application_sent_back_can_be_submitted_again() -> None:
    application, by = builders.submitted(), builders.user()

    programmes.send_back(
        application=application, by=by, organisation=builders.regulator(), reason="师资不足", at=MORNING
    )
    programmes.save(application=application, by=by, at=MORNING, teachers=[{"name": "陈静"}])
    programmes.submit(application=application, by=by, at=MORNING)
    approve(application)

    assert [(row.state, row.reason) for row in programmes.decisions(application)] == [
        (ApplicationState.RETURNED, "师资不足"),
        (ApplicationState.APPROVED, ""),
    ]


@pytest.mark.parametrize("decide", [programmes.send_back, programmes.refuse])
def test_no_without_a_reason_is_refused(decide: Any) -> None:
    application = builders.submitted()

    with pytest.raises(programmes.ReasonMissing):
        decide(application=application, by=builders.user(), organisation=builders.regulator(), reason=" ", at=MORNING)

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_refused_application_stays_refused() -> None:
    application, by = builders.submitted(), builders.user()
    programmes.refuse(application=application, by=by, organisation=builders.regulator(), reason="重复立项", at=MORNING)

    with pytest.raises(programmes.ApplicationSubmitted):
        programmes.submit(application=application, by=by, at=MORNING)
    with pytest.raises(programmes.NotSubmitted):
        approve(application)


def test_amendment_becomes_the_next_version_and_leaves_the_first_as_it_was() -> None:
    programme, by = builders.approved(), builders.user()
    first = programme.current
    amendment = programmes.amend(programme=programme, by=by, at=MORNING, reason="增加实训")
    programmes.save(application=amendment, by=by, at=MORNING, hours=16, minutes=720)

    changes = programmes.changes(amendment)
    programmes.submit(application=amendment, by=by, at=MORNING)
    second = approve(amendment)

    programme.refresh_from_db()
    assert first is not None
    first.refresh_from_db()
    assert [(change.field, change.before, change.after) for change in changes] == [
        ("hours", 1200, 1600),
        ("minutes", 540, 720),
    ]
    assert (programme.current, second.number, second.hours, first.hours) == (second, 2, 1600, 1200)
    assert list(programmes.versions(programme)) == [second, first]


def test_amend_refuses_a_second_open_application() -> None:
    programme, by = builders.approved(), builders.user()
    programmes.amend(programme=programme, by=by, at=MORNING, reason="增加实训")

    with pytest.raises(programmes.ApplicationOpen):
        programmes.amend(programme=programme, by=by, at=MORNING, reason="再增加")


def test_amend_refuses_what_was_never_approved() -> None:
    application = builders.submitted()

    with pytest.raises(programmes.NotApproved):
        programmes.amend(programme=application.programme, by=builders.user(), at=MORNING, reason="增加实训")
