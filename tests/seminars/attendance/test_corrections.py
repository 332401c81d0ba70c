"""Confirmed minutes are corrected before the run is closed, with a history, and the person is told."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from credits import reminders
from learning.accounts.models import PersonLogin
from seminars import attendance, closing, runs
from seminars.models import Attendance, AttendanceCorrection, Enrolment, Session
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, moment

pytestmark = pytest.mark.django_db

LATER = moment(25)


@pytest.fixture
def held() -> Enrolment:
    run = builders.opened()
    row = builders.enrolled(run=run, who=builders.professional())
    builders.enrolled(run=run, who=builders.professional())
    builders.confirmed(run)
    return row


def first(row: Enrolment) -> Session:
    return runs.timetable(row.run)[0]


def correct(row: Enrolment, minutes: int, *, reason: str = "签到表核对有误") -> list[AttendanceCorrection]:
    return attendance.correct(
        session=first(row), minutes={row.pk: minutes}, reason=reason, by=builders.user(), at=LATER
    )


def test_a_correction_changes_the_minutes_and_keeps_what_stood_there(held: Enrolment) -> None:
    [made] = correct(held, 45)

    noted = Attendance.objects.get(session=first(held), enrolment=held)
    assert noted.minutes == 45
    assert (made.before, made.after, made.reason, made.corrected_at) == (135, 45, "签到表核对有误", LATER)
    assert [(row.pk, name) for row, name in attendance.corrections(first(held))] == [(made.pk, "王小明")]
    assert set(Attendance.objects.exclude(pk=noted.pk).values_list("minutes", flat=True)) == {135}


def test_the_person_is_told_and_nobody_else(held: Enrolment) -> None:
    correct(held, 0)

    [told] = [line for line in reminders.inbox([held.person_id]) if line.facts.get("session")]
    other = held.run.enrolments.exclude(pk=held.pk).get()
    assert (told.facts["before"], told.facts["after"]) == ({"minutes": "135"}, {"minutes": "0"})
    assert told.facts["reason"] == "签到表核对有误"
    assert not [line for line in reminders.inbox([other.person_id]) if line.facts.get("session")]


def test_closing_claims_the_corrected_minutes(held: Enrolment) -> None:
    for session in runs.timetable(held.run)[:3]:
        attendance.correct(session=session, minutes={held.pk: 0}, reason="中途退出", by=builders.user(), at=LATER)

    receipts = {one.person_id: one for one in closing.close(run=held.run, by=builders.user(), at=LATER)}

    assert receipts[held.person_id].hours == Decimal(3)


def test_after_closing_only_the_regulator_corrects(held: Enrolment) -> None:
    closing.close(run=held.run, by=builders.user(), at=LATER)

    with pytest.raises(attendance.RunClosed):
        correct(held, 0)

    assert not AttendanceCorrection.objects.exists()


def test_what_cannot_be_corrected_is_said_and_changes_nothing(held: Enrolment) -> None:
    with pytest.raises(attendance.CorrectionReasonMissing):
        correct(held, 45, reason=" ")
    with pytest.raises(attendance.NothingCorrected):
        correct(held, 135)
    with pytest.raises(attendance.MinutesOutOfRange):
        correct(held, 136)
    stranger = builders.enrolled(run=builders.opened())
    with pytest.raises(attendance.NotOnRoster):
        attendance.correct(session=first(held), minutes={stranger.pk: 1}, reason="核对", by=builders.user(), at=LATER)

    assert not AttendanceCorrection.objects.exists()


def test_what_is_not_confirmed_is_confirmed_first() -> None:
    row = builders.enrolled(run=builders.opened())

    with pytest.raises(attendance.NotConfirmed):
        correct(row, 45)


def test_somebody_admitted_after_the_confirmation_is_corrected_from_absent() -> None:
    run = builders.opened()
    attendance.confirm(session=runs.timetable(run)[0], minutes={}, by=builders.user(), at=moment(23, "12:00"))
    late = builders.enrolment.add_person(
        run=run,
        name="赵子龙",
        document_kind="RESIDENT_ID",
        number=builders.number(),
        mobile=None,
        by=builders.user(),
        at=moment(23, "13:00"),
    )

    [made] = correct(late, 135)

    assert (made.before, made.after) == (0, 135)


def test_the_history_cannot_be_changed(held: Enrolment) -> None:
    [made] = correct(held, 45)

    for deed in (made.delete, lambda: AttendanceCorrection.objects.update(after=1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()
    assert made.corrected_at > AFTERNOON


def test_nobody_corrects_their_own_minutes_and_a_colleague_does(held: Enrolment) -> None:
    staff = builders.user()
    PersonLogin.objects.create(person=held.person, user=staff, proof="IN_PERSON", since=LATER)
    other = held.run.enrolments.exclude(pk=held.pk).get()
    change = {"session": first(held), "reason": "签到表核对有误", "at": LATER}

    with pytest.raises(attendance.OwnMinutes):
        attendance.correct(minutes={held.pk: 135 - 45, other.pk: 45}, by=staff, **change)
    attendance.correct(minutes={held.pk: 135, other.pk: 45}, by=staff, **change)
    attendance.correct(minutes={held.pk: 90}, by=builders.user(), **change)

    noted = dict(Attendance.objects.filter(session=first(held)).values_list("enrolment_id", "minutes"))
    assert noted == {held.pk: 90, other.pk: 45}
