"""Rosters: minutes, confirmed once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from learning.accounts import people
from learning.accounts.models import Organisation, Person, PersonLogin
from learning.errors import Refusal
from seminars import attendance, enrolment, runs
from seminars.attendance import HalfDay, Presence
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Attendance, Enrolment, Run, Session
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING, moment

pytestmark = pytest.mark.django_db


def first(run: Run) -> Session:
    return runs.timetable(run)[0]


def confirm(session: Session, minutes: dict[int, int] | None = None, at: Any = AFTERNOON) -> None:
    attendance.confirm(session=session, minutes=minutes or {}, by=builders.user(), at=at)


def noted(session: Session) -> dict[int, int]:
    return dict(session.attendances.values_list("enrolment_id", "minutes"))


def test_roster_opens_with_everybody_admitted_present() -> None:
    run = builders.opened(places=2, has_stream=True)
    admitted = [builders.enrolled(run=run), builders.enrolled(run=run)]
    builders.enrolled(run=run)
    builders.enrolled(run=run, kind=EnrolmentKind.VIEWER)

    rows = attendance.roster(first(run))

    assert [(row.enrolment_id, row.minutes, row.name) for row in rows] == [(one.pk, 135, "王小明") for one in admitted]


def test_viewers_are_on_the_roster_if_the_approval_gives_them_hours() -> None:
    run = builders.opened(programme=builders.approved(viewers_earn_hours=True), has_stream=True)
    viewer, participant = builders.enrolled(run=run, kind=EnrolmentKind.VIEWER), builders.enrolled(run=run)

    assert [row.enrolment_id for row in attendance.roster(first(run))] == [participant.pk, viewer.pk]


def test_confirm_keeps_exceptions_and_the_whole_session_for_everybody_else() -> None:
    run = builders.opened()
    absent, late, present = (builders.enrolled(run=run) for _ in range(3))
    session = first(run)

    confirm(session, {absent.pk: 0, late.pk: 100})

    session.refresh_from_db()
    assert noted(session) == {absent.pk: 0, late.pk: 100, present.pk: 135}
    assert session.confirmed_at == AFTERNOON
    assert [row.minutes for row in attendance.roster(session)] == [0, 100, 135]


def test_nobody_confirms_their_own_presence_and_a_colleague_does() -> None:
    run, staff = builders.opened(), builders.user()
    own, other = builders.enrolled(run=run), builders.enrolled(run=run)
    PersonLogin.objects.create(person=own.person, user=staff, proof="IN_PERSON", since=MORNING)
    session = first(run)

    for minutes in ({}, {own.pk: 1}, {other.pk: 0}):
        with pytest.raises(attendance.OwnPresence):
            attendance.confirm(session=session, minutes=minutes, by=staff, at=AFTERNOON)
    assert (noted(session), Session.objects.get(pk=session.pk).confirmed_at) == ({}, None)

    confirm(session)
    assert noted(session) == {own.pk: 135, other.pk: 135}


def test_whoever_was_absent_themselves_may_say_so_of_a_record_joined_with_theirs_too() -> None:
    run, staff = builders.opened(), builders.user()
    own, other = builders.enrolled(run=run), builders.enrolled(run=run)
    elsewhere = builders.person()
    people.join(first=elsewhere, second=own.person, reason="同一人", by=builders.user(), at=MORNING)
    PersonLogin.objects.create(person=elsewhere, user=staff, proof="IN_PERSON", since=MORNING)
    session = first(run)

    with pytest.raises(attendance.OwnPresence):
        attendance.confirm(session=session, minutes={}, by=staff, at=AFTERNOON)
    attendance.confirm(session=session, minutes={own.pk: 0}, by=staff, at=AFTERNOON)

    assert noted(session) == {own.pk: 0, other.pk: 135}


def test_confirm_twice_is_refused_and_changes_nothing() -> None:
    run = builders.opened()
    row, session = builders.enrolled(run=run), first(run)
    same = Session.objects.get(pk=session.pk)
    confirm(session)

    with pytest.raises(attendance.AlreadyConfirmed):
        confirm(same, {row.pk: 0})

    assert noted(session) == {row.pk: 135}


def test_confirm_is_refused_before_the_session_ends() -> None:
    session = first(builders.opened())

    with pytest.raises(attendance.SessionNotOver) as said:
        confirm(session, at=moment(23, "11:29"))
    confirm(session, at=moment(23, "11:30"))

    assert said.value.facts == {"title": "第1讲", "ends_at": "2026年3月23日（星期一）11:30"}


@pytest.mark.parametrize("minutes, refusal", [(-1, attendance.MinutesOutOfRange), (136, attendance.MinutesOutOfRange)])
def test_confirm_refuses_minutes_that_cannot_be(minutes: int, refusal: type[Refusal]) -> None:
    run = builders.opened()
    row, session = builders.enrolled(run=run), first(run)

    with pytest.raises(refusal) as said:
        confirm(session, {row.pk: minutes})

    session.refresh_from_db()
    assert said.value.field == f"minutes-{row.pk}"
    assert (noted(session), session.confirmed_at) == ({}, None)


def test_confirm_refuses_people_who_hold_no_place_here() -> None:
    run = builders.opened(places=1)
    _admitted, waiting = builders.enrolled(run=run), builders.enrolled(run=run)
    elsewhere = builders.enrolled(run=builders.opened())

    for row in (waiting, elsewhere):
        with pytest.raises(attendance.NotOnRoster):
            confirm(first(run), {row.pk: 90})

    assert not Attendance.objects.exists()


def test_confirm_is_refused_in_a_cancelled_run() -> None:
    run = builders.opened()
    runs.cancel(run=run, by=builders.user(), at=MORNING, reason="报名不足")

    with pytest.raises(runs.RunNotOpen):
        confirm(first(run))


def test_who_came_after_a_session_was_confirmed_was_not_there() -> None:
    run = builders.opened()
    builders.enrolled(run=run)
    confirm(first(run), at=moment(23, "12:00"))

    row = late_comer(run)

    assert [line.minutes for line in attendance.roster(first(run))] == [135, 0]
    assert attendance.presence(builders.confirmed_rest(run))[row.pk] == Presence(minutes=405, absent_half_days=1)


def late_comer(run: Run) -> Enrolment:
    facts = {"name": "赵子龙", "document_kind": "RESIDENT_ID", "number": builders.number(), "mobile": None}
    return enrolment.add_person(run=run, by=builders.user(), at=moment(23, "12:30"), **facts)


def test_presence_adds_minutes_and_counts_half_days_without_any() -> None:
    run = builders.opened()
    always, half, never = (builders.enrolled(run=run) for _ in range(3))
    for place, session in enumerate(runs.timetable(run)):
        confirm(session, {never.pk: 0, half.pk: 100 if place % 2 else 0})

    assert attendance.presence(run) == {
        always.pk: Presence(minutes=540, absent_half_days=0),
        half.pk: Presence(minutes=200, absent_half_days=2),
        never.pk: Presence(minutes=0, absent_half_days=4),
    }


def test_half_days_are_parted_by_noon() -> None:
    run = builders.opened()

    halves = {half: [session.title for session in sessions] for half, sessions in attendance.half_days(run).items()}

    assert halves == {
        HalfDay(date(2026, 3, 23), False): ["第1讲"],
        HalfDay(date(2026, 3, 23), True): ["第2讲"],
        HalfDay(date(2026, 3, 24), False): ["第3讲"],
        HalfDay(date(2026, 3, 24), True): ["第4讲"],
    }


def test_expected_hours_show_the_same_day_that_attendance_is_confirmed() -> None:
    run = builders.opened()
    row, other = builders.enrolled(run=run), builders.enrolled(run=run)
    at = moment(23, "12:00")

    assert attendance.expected(row.person, at=at) == []
    confirm(first(run), {row.pk: 100}, at=at)

    (line,) = attendance.expected(row.person, at=at)
    assert (line.run, line.sessions, line.sessions_confirmed, line.attended_minutes) == (run, 4, 1, 100)
    assert (line.hours, line.hours_approved, line.last_confirmed_at, line.is_late) == (
        Decimal(12),
        Decimal(12),
        at,
        False,
    )
    assert attendance.expected(other.person, at=at)[0].attended_minutes == 135


def test_nobody_who_never_came_expects_hours() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)
    builders.confirmed(run, minutes={row.pk: 0})

    assert [line.hours for line in attendance.expected(row.person, at=AFTERNOON)] == [Decimal(0)]


def test_expected_holds_for_all_records_of_a_human_and_for_nobody_who_waits() -> None:
    run = builders.opened(places=1)
    row, waiting, other = builders.enrolled(run=run), builders.enrolled(run=run), builders.person()
    people.join(first=row.person, second=other, reason="同一人", by=builders.user(), at=MORNING)
    confirm(first(run))

    assert [line.run for line in attendance.expected(other, at=AFTERNOON)] == [run]
    assert attendance.expected(waiting.person, at=AFTERNOON) == []


@pytest.mark.parametrize("count", [1, 3])
def test_expected_asks_as_often_for_three_runs_as_for_one(count: int, django_assert_max_num_queries: Any) -> None:
    who = builders.person()
    for place in range(count):
        enrolled_elsewhere(who, day=23 + 2 * place)

    with django_assert_max_num_queries(6):
        lines = [
            (line.run.version.title, line.run.programme.base.name) for line in attendance.expected_on(who, at=MORNING)
        ]

    assert len(lines) == count


def enrolled_elsewhere(who: Person, *, day: int) -> None:
    dates = {"starts_on": date(2026, 3, day), "ends_on": date(2026, 3, day + 1)}
    run = builders.opened(sittings=builders.sessions(first=dates["starts_on"]), **dates)
    builders.enrolled(run=run, who=who)


@pytest.mark.parametrize("count", [1, 3])
def test_roster_asks_as_often_for_three_people_as_for_one(count: int, django_assert_max_num_queries: Any) -> None:
    run = builders.opened()
    for _ in range(count):
        builders.enrolled(run=run)
    session = Session.objects.select_related("run__version").get(pk=first(run).pk)

    with django_assert_max_num_queries(4):
        assert len(attendance.roster(session)) == count


def test_sessions_wait_for_confirmation_and_are_late_after_three_working_days() -> None:
    run, other = builders.opened(), builders.opened()
    confirm(runs.timetable(run)[3])
    confirm(first(other))
    bases = Organisation.objects.filter(pk=run.programme.base_id)

    waiting = [session.title for session in attendance.to_confirm(bases, at=moment(24, "12:00"))]

    assert waiting == ["第1讲", "第2讲", "第3讲"]
    # Monday's sessions are late on Friday, Tuesday's on the Monday after.
    ended = {
        day: [one.ends_at < attendance.late_before(moment(day)) for one in runs.timetable(run)] for day in (26, 27, 30)
    }
    assert ended == {26: [False] * 4, 27: [True, True, False, False], 30: [True] * 4}


def test_who_is_late_is_said_to_those_who_wait() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)
    confirm(first(run))

    assert [line.is_late for line in attendance.expected(row.person, at=moment(26))] == [False]
    assert [line.is_late for line in attendance.expected(row.person, at=moment(27))] == [True]


def test_withdrawn_people_are_not_on_the_roster() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)
    enrolment.withdraw(enrolment=row, by=builders.user(), at=MORNING)

    row.refresh_from_db()
    assert row.state == EnrolmentState.WITHDRAWN
    assert attendance.roster(first(run)) == []
