"""Opening, changing and cancelling a run."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from credits import reminders
from learning.errors import Refusal
from seminars import attendance, bases, programmes, runs
from seminars.enums import Admission, Mode, RunState
from seminars.models import FiledChange, Run, Session
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING, moment

pytestmark = pytest.mark.django_db


def first_session(run: Run) -> Session:
    return runs.timetable(run)[0]


def change(session: Session, **changed: Any) -> FiledChange:
    return runs.file_change(session=session, by=builders.user(), **{"at": MORNING, "reason": "教室停电", **changed})


def test_open_run_names_the_version_it_was_opened_under() -> None:
    programme = builders.approved()

    run = builders.opened(programme=programme)
    other = builders.opened(programme=programme)

    assert (run.version, run.number, other.number, run.state, run.places_free) == (
        programme.current,
        1,
        2,
        RunState.OPEN,
        70,
    )
    assert [(session.number, session.title, session.minutes) for session in runs.timetable(run)] == [
        (1, "第1讲", 135),
        (2, "第2讲", 135),
        (3, "第3讲", 135),
        (4, "第4讲", 135),
    ]


def test_open_run_numbers_sessions_by_time() -> None:
    run = builders.opened(sittings=builders.sessions()[::-1])

    assert [session.title for session in run.sessions.order_by("number")] == ["第1讲", "第2讲", "第3讲", "第4讲"]


@pytest.mark.parametrize(
    "changed, refusal, field",
    [
        ({"ends_on": date(2026, 3, 22)}, runs.DatesReversed, "ends_on"),
        ({"starts_on": date(2026, 3, 1)}, runs.RunInThePast, "starts_on"),
        ({"place": " "}, runs.PlaceMissing, "place"),
        ({"places": 0}, runs.PlacesMissing, "places"),
        ({"mode": Mode.RECORDED}, runs.ModeNotApproved, "mode"),
        ({"enrol_until": MORNING}, runs.EnrolmentDatesReversed, "enrol_until"),
        ({"enrol_until": moment(25)}, runs.EnrolmentEndsTooLate, "enrol_until"),
        ({"quotas": [{"region": "320100", "places": 5}]}, runs.QuotasNeedSelection, "quotas"),
        ({"admission": Admission.SELECTION}, runs.ResultsDayWrong, "results_by"),
        ({"admission": Admission.SELECTION, "results_by": date(2026, 3, 24)}, runs.ResultsDayWrong, "results_by"),
    ],
)
def test_open_run_refuses_facts_that_do_not_fit(changed: dict[str, Any], refusal: type[Refusal], field: str) -> None:
    with pytest.raises(refusal) as said:
        builders.opened(**changed)

    assert said.value.field == field
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    "quota, refusal",
    [
        ({"region": "999999", "places": 5}, runs.UnknownQuota),
        ({"sector": "NOWHERE", "places": 5}, runs.UnknownQuota),
        ({"region": "320100", "places": 0}, runs.UnknownQuota),
        ({"region": "320100", "places": 71}, runs.QuotasExceedPlaces),
    ],
)
def test_open_run_refuses_quotas_that_cannot_be_kept(quota: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        builders.selecting(quotas=[quota])


def test_open_run_refuses_sessions_that_do_not_fit() -> None:
    good = builders.sessions()
    outside = replace(good[3], starts_at=moment(25), ends_at=moment(25, "12:00"))
    overlapping = replace(good[1], starts_at=moment(23, "11:00"), ends_at=moment(23, "13:30"))
    too_short = replace(good[0], ends_at=moment(23, "11:00"))
    backwards = replace(good[0], ends_at=moment(23, "08:00"))

    for sittings, refusal in [
        ([], runs.SessionsMissing),
        ([*good[:3], outside], runs.SessionOutsideDates),
        ([good[0], overlapping, *good[2:]], runs.SessionsOverlap),
        ([too_short, *good[1:]], runs.SessionTooShort),
        ([backwards, *good[1:]], runs.SessionTooShort),
    ]:
        with pytest.raises(refusal):
            builders.opened(sittings=sittings)
    assert not Run.objects.exists()


def test_open_run_says_by_how_much_the_minutes_differ() -> None:
    with pytest.raises(runs.MinutesDiffer) as said:
        builders.opened(sittings=builders.sessions(minutes=140))

    assert said.value.facts == {"planned": 560, "approved": 540, "difference": "+20"}


def test_open_run_refuses_days_on_which_the_base_is_not_recognised() -> None:
    programme = builders.approved(owner=builders.base(ends_before=date(2026, 3, 24)))

    with pytest.raises(bases.BaseNotRecognised):
        builders.opened(programme=programme)


def test_open_run_refuses_a_programme_without_approval() -> None:
    with pytest.raises(runs.NotApproved):
        builders.opened(programme=builders.submitted().programme)


def test_open_run_refuses_days_after_the_approval_was_withdrawn() -> None:
    programme = builders.approved()
    programmes.withdraw_approval(programme=programme, by=builders.user(), on=date(2026, 3, 24))

    with pytest.raises(runs.NotApproved):
        builders.opened(programme=programme)


def test_run_stays_under_its_version_when_an_amendment_is_approved() -> None:
    programme, by = builders.approved(), builders.user()
    run = builders.opened(programme=programme)
    amendment = programmes.amend(programme=programme, by=by, at=MORNING, reason="减少")
    programmes.save(application=amendment, by=by, at=MORNING, hours=6, minutes=270)
    programmes.submit(application=amendment, by=by, at=MORNING)
    programmes.approve(
        application=amendment, by=by, organisation=builders.regulator(), approval_number="2号", at=MORNING
    )

    run.refresh_from_db()
    later = builders.opened(programme=programme, ends_on=date(2026, 3, 23), sittings=builders.sessions(days=1))

    assert (run.version.hours, later.version.hours) == (1200, 600)


def test_filed_change_takes_effect_and_the_enrolled_are_told() -> None:
    run = builders.opened()
    here, gone = builders.enrolled(run=run), builders.enrolled(run=run)
    elsewhere = builders.enrolled(run=builders.opened())
    gone.state = "WITHDRAWN"
    gone.save()
    session = first_session(run)

    filed = change(session, room="202", teacher="陈静", starts_at=moment(23, "08:30"), ends_at=moment(23, "11:00"))

    session.refresh_from_db()
    assert (session.room, session.teacher, session.starts_at) == ("202", "陈静", moment(23, "08:30"))
    assert filed.before == {
        "starts_at": "2026-03-23 09:00",
        "ends_at": "2026-03-23 11:30",
        "room": "101",
        "teacher": "",
    }
    assert filed.after == {
        "starts_at": "2026-03-23 08:30",
        "ends_at": "2026-03-23 11:00",
        "room": "202",
        "teacher": "陈静",
    }
    assert kinds_told(here.person) == {"SESSION_CHANGED", "ENROLMENT_ADMITTED"}
    assert kinds_told(gone.person) == kinds_told(elsewhere.person) == {"ENROLMENT_ADMITTED"}


def kinds_told(person: Any) -> set[str]:
    return {line.kind for line in reminders.inbox([person.pk])}


def test_session_put_off_makes_the_run_longer() -> None:
    run = builders.opened()
    last = runs.timetable(run)[3]

    change(last, starts_at=moment(26), ends_at=moment(26, "12:00"))

    run.refresh_from_db()
    assert (run.starts_on, run.ends_on) == (date(2026, 3, 23), date(2026, 3, 26))


@pytest.mark.parametrize(
    "changed, refusal",
    [
        ({}, runs.NothingChanged),
        ({"room": "101"}, runs.NothingChanged),
        ({"room": "202", "reason": " "}, runs.ReasonMissing),
        ({"ends_at": moment(23, "11:00")}, runs.SessionTooShort),
        ({"starts_at": moment(23, "14:00"), "ends_at": moment(23, "16:30")}, runs.SessionsOverlap),
        ({"starts_at": moment(1), "ends_at": moment(1, "12:00")}, runs.SessionStartsInThePast),
        ({"room": "202", "at": moment(23, "12:00")}, runs.SessionOver),
    ],
)
def test_filed_change_is_refused(changed: dict[str, Any], refusal: type[Refusal]) -> None:
    session = first_session(builders.opened())

    with pytest.raises(refusal):
        change(session, **changed)

    session.refresh_from_db()
    assert (session.room, session.starts_at, session.ends_at) == ("101", moment(23), moment(23, "11:30"))
    assert not FiledChange.objects.exists()


def test_filed_change_is_refused_on_a_day_without_recognition() -> None:
    run = builders.opened(programme=builders.approved(owner=builders.base(ends_before=date(2026, 3, 25))))

    with pytest.raises(bases.BaseNotRecognised):
        change(runs.timetable(run)[3], starts_at=moment(26), ends_at=moment(26, "12:00"))


def test_filed_change_is_refused_once_attendance_is_confirmed() -> None:
    run = builders.opened()
    session = first_session(run)
    attendance.confirm(session=session, minutes={}, by=builders.user(), at=AFTERNOON)

    with pytest.raises(runs.SessionConfirmed):
        change(session, room="202")


def test_cancel_ends_the_run_and_the_enrolled_are_told_why() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)

    runs.cancel(run=run, by=builders.user(), at=MORNING, reason="报名不足")

    run.refresh_from_db()
    assert (run.state, run.cancelled_reason) == (RunState.CANCELLED, "报名不足")
    assert kinds_told(row.person) == {"RUN_CANCELLED", "ENROLMENT_ADMITTED"}
    with pytest.raises(runs.RunNotOpen):
        runs.cancel(run=run, by=builders.user(), at=MORNING, reason="报名不足")
    with pytest.raises(runs.RunNotOpen):
        change(first_session(run), room="202")


def test_cancel_is_refused_without_reason_or_after_attendance() -> None:
    run = builders.opened()

    with pytest.raises(runs.ReasonMissing):
        runs.cancel(run=run, by=builders.user(), at=MORNING, reason="")
    attendance.confirm(session=first_session(run), minutes={}, by=builders.user(), at=AFTERNOON)
    with pytest.raises(runs.RunHasBegun):
        runs.cancel(run=run, by=builders.user(), at=AFTERNOON, reason="报名不足")


@pytest.mark.parametrize("count", [1, 3])
def test_upcoming_is_one_query(count: int, django_assert_num_queries: Any) -> None:
    made = [builders.opened() for _ in range(count)]
    runs.cancel(run=builders.opened(), by=builders.user(), at=MORNING, reason="报名不足")

    with django_assert_num_queries(1):
        shown = [
            (run, run.version.title, run.programme.base.name, run.region.name)
            for run in runs.upcoming(date(2026, 3, 24))
        ]

    assert [row[0] for row in shown] == made
    assert not runs.upcoming(date(2026, 3, 25)).exists()
