"""Dues of bases and officers: closing files within ten working days, recognitions that end, decisions, by whoever holds the office."""

from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress

from credits import reminders
from credits.models import Delivery, Reminder
from learning.accounts.enums import LoginProof, Role
from learning.accounts.models import Membership, Organisation, PersonLogin, User
from learning.desks import reminding
from seminars import bases, dues, programmes
from seminars.enums import Level, RunState
from tests.seminars import builders

pytestmark = pytest.mark.django_db


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)


def appointed(organisation: Organisation, role: str, *, mobile: str = "+8613500000001") -> User:
    """Let somebody act for an organisation."""
    user = User.objects.create_user(mobile=mobile, name="李老师")
    User.objects.filter(pk=user.pk).update(mobile_verified=True)
    Membership.objects.create(user=user, organisation=organisation, role=role, since=date(2020, 1, 1))
    return user


def told(code: str) -> list[Reminder]:
    return list(Reminder.objects.filter(kind=code).order_by("pk"))


def planned(source: str, *days: date) -> dict[int, int]:
    """Return how many were told on each of some days."""
    return {day.day: reminders.plan_dated(at=noon(day), only=source) for day in days}


def test_a_closing_file_is_due_ten_working_days_after_the_run_whatever_holidays_lie_between() -> None:
    run = builders.opened()  # ends on Tuesday 24 March; 4 to 6 April are holidays

    assert dues.closing_due_on(run) == date(2026, 4, 8)


def test_staff_of_the_base_hear_before_the_day_on_it_and_after_it_until_the_run_is_closed() -> None:
    run = builders.opened()
    staff = appointed(run.programme.base, Role.BASE_STAFF)
    appointed(builders.base(name="别的基地"), Role.BASE_STAFF, mobile="+8613500000002")

    days = planned("closing.open", *(date(2026, 4, day) for day in (2, 3, 7, 8, 9, 10, 15)))
    run.state = RunState.CLOSED
    run.save()
    later = planned("closing.open", date(2026, 5, 8))

    assert (days, later) == ({2: 0, 3: 1, 7: 0, 8: 1, 9: 1, 10: 0, 15: 1}, {8: 0})
    assert {row.user_id for row in Reminder.objects.filter(anchor=f"run:{run.pk}")} == {staff.pk}
    assert len(told("CLOSING_OVERDUE")) == 2
    assert "还须确认考勤的课次：4个。" in reminders.line(told("CLOSING_DUE")[0]).sentences
    assert Delivery.objects.filter(channel="SMS", address=staff.mobile).count() == 4


def test_who_holds_the_office_is_asked_for_the_day_here_and_not_in_greenwich() -> None:
    run = builders.opened()
    staff = appointed(run.programme.base, Role.BASE_STAFF)
    Membership.objects.filter(user=staff).update(since=date(2026, 4, 8))

    reminders.plan_dated(at=datetime(2026, 4, 7, 17, 0, tzinfo=UTC), only="closing.open")  # one o'clock at night

    assert [row.user_id for row in told("CLOSING_DUE")] == [staff.pk]


def test_a_holder_of_an_office_is_told_at_an_address_that_was_confirmed_and_at_no_other() -> None:
    run = builders.opened()
    typed, confirmed = (
        appointed(run.programme.base, Role.BASE_STAFF, mobile=f"+861350000000{number}") for number in (4, 5)
    )
    for user, address, verified in ((typed, "typed@example.cn", False), (confirmed, "own@example.cn", True)):
        User.objects.filter(pk=user.pk).update(email=address)
        EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)

    planned("closing.open", date(2026, 4, 8))

    assert {row.user_id for row in told("CLOSING_DUE")} == {typed.pk, confirmed.pk}
    assert [row.address for row in Delivery.objects.filter(channel="EMAIL")] == ["own@example.cn"]


def test_whoever_has_a_record_is_told_there() -> None:
    run, who = builders.opened(), builders.person()
    staff = appointed(run.programme.base, Role.BASE_MANAGER)
    PersonLogin.objects.create(person=who, user=staff, proof=LoginProof.NEW_RECORD, since=builders.MORNING)

    planned("closing.open", date(2026, 4, 8))

    assert [(row.person_id, row.user_id) for row in told("CLOSING_DUE")] == [(who.pk, None)]


def test_a_recognition_that_ends_is_told_to_managers_unless_another_goes_on() -> None:
    ends = builders.base(name="将到期", ends_before=date(2027, 1, 1))
    goes_on = builders.base(name="已接续", ends_before=date(2027, 1, 1))
    bases.recognise(base=goes_on, level=Level.PROVINCIAL, number="二", since=date(2027, 1, 1), at=builders.MORNING)
    manager = appointed(ends, Role.BASE_MANAGER)
    appointed(goes_on, Role.BASE_MANAGER, mobile="+8613500000002")
    appointed(ends, Role.BASE_STAFF, mobile="+8613500000003")

    planned("recognitions.expire", date(2026, 11, 2))

    assert [row.user_id for row in told("RECOGNITION_EXPIRES")] == [manager.pk]
    assert "2026年12月31日（星期四）" in reminders.line(told("RECOGNITION_EXPIRES")[0]).sentences[0]


def test_a_decided_application_is_told_once_to_the_managers_of_its_base() -> None:
    application = builders.submitted()
    manager = appointed(application.programme.base, Role.BASE_MANAGER)
    programmes.send_back(
        application=application, by=builders.user(), organisation=builders.regulator(), reason="缺少师资说明", at=builders.MORNING
    )  # fmt: skip

    days = [reminders.plan_dated(at=builders.MORNING + timedelta(hours=n), only="applications.decided") for n in (1, 2)]

    assert days == [1, 0]
    assert [(row.kind, row.user_id) for row in Reminder.objects.all()] == [("APPLICATION_RETURNED", manager.pk)]
    assert "原因：缺少师资说明。" in reminders.line(Reminder.objects.get()).sentences


def test_an_officer_hears_once_a_working_day_of_what_presses_and_of_nothing_else() -> None:
    application = builders.submitted(at=noon(date(2026, 3, 2)))  # due within twenty working days
    office = builders.regulator()
    officer = appointed(office, Role.REGULATOR_OFFICER)
    appointed(office, Role.REGULATOR_VIEWER, mobile="+8613500000002")

    days = {day: reminding.remind_due(at=noon(date(2026, 3, day))) for day in (20, 21, 30, 30)}

    assert days == {20: 0, 21: 0, 30: 0}
    assert [row.user_id for row in told("DECISIONS_WAIT")] == [officer.pk]
    assert f"最早到期：{application.title}" in reminders.line(told("DECISIONS_WAIT")[0]).sentences[1]
