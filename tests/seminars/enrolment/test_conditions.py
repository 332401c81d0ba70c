"""What stands against an enrolment."""

from datetime import date
from typing import Any

import pytest

from learning.accounts import people
from learning.accounts.enums import FactKind, Series, TitleLevel
from learning.accounts.models import Person
from seminars import bases, enrolment, programmes, runs
from seminars.enums import EnrolmentState, Mode
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import ENROL_UNTIL, MORNING, moment

pytestmark = pytest.mark.django_db

ADMITTED, WAITING, WITHDRAWN = EnrolmentState.ADMITTED, EnrolmentState.WAITING, EnrolmentState.WITHDRAWN


def withdraw(row: Enrolment, at: Any = MORNING) -> None:
    enrolment.withdraw(enrolment=row, by=builders.user(), at=at)


def titled(person: Person, *, level: str = "", series: str = "") -> Person:
    for kind, code in ((FactKind.TITLE, level), (FactKind.SERIES, series)):
        if code:
            people.state_fact(person=person, kind=kind, code=code, since=date(2020, 1, 1), by=None, at=MORNING)
    return person


@pytest.mark.parametrize(
    "at, refusal",
    [(moment(2, "08:59"), enrolment.EnrolmentNotOpen), (moment(20, "18:01"), enrolment.EnrolmentClosed)],
)
def test_enrol_is_refused_outside_its_time(at: Any, refusal: Any) -> None:
    run = builders.opened()

    with pytest.raises(refusal):
        builders.enrolled(run=run, at=at)

    assert not run.enrolments.exists()


def test_enrol_is_refused_in_a_cancelled_run() -> None:
    run = builders.opened()
    runs.cancel(run=Run.objects.get(pk=run.pk), by=builders.user(), at=MORNING, reason="报名不足")

    with pytest.raises(enrolment.EnrolmentClosed):
        builders.enrolled(run=run)


def test_enrol_is_refused_when_approval_or_recognition_is_gone() -> None:
    base = builders.base()
    run, other = builders.opened(programme=builders.approved(owner=base)), builders.opened()
    bases.end_recognition(recognition=base.recognitions.get(), ends_before=date(2026, 3, 24))
    programmes.withdraw_approval(programme=other.programme, by=builders.user(), on=date(2026, 3, 5))

    with pytest.raises(bases.BaseNotRecognised):
        builders.enrolled(run=run)
    with pytest.raises(runs.ApprovalWithdrawn):
        builders.enrolled(run=other)


def test_enrol_twice_is_refused() -> None:
    run = builders.opened()
    row = builders.enrolled(run=run)

    with pytest.raises(enrolment.AlreadyEnrolled):
        builders.enrolled(run=run, who=row.person)

    run.refresh_from_db()
    assert run.places_taken == 1


def test_enrol_is_refused_to_the_other_record_of_the_same_human() -> None:
    run = builders.opened()
    row, other = builders.enrolled(run=run), builders.person()
    people.join(first=row.person, second=other, reason="同一人", by=builders.user(), at=MORNING)

    with pytest.raises(enrolment.AlreadyEnrolled):
        builders.enrolled(run=run, who=other)


def test_only_those_whom_the_programme_is_for_may_enrol() -> None:
    programme = builders.approved(eligible_series=[Series.ACCOUNTING], eligible_levels=[TitleLevel.SENIOR])
    run = builders.opened(programme=programme)
    fitting = titled(builders.person(), level=TitleLevel.SENIOR, series=Series.ACCOUNTING)
    too_low = titled(builders.person(), level=TitleLevel.JUNIOR, series=Series.ACCOUNTING)
    other_series = titled(builders.person(), level=TitleLevel.SENIOR, series=Series.TEACHER)

    assert builders.enrolled(run=run, who=fitting).state == ADMITTED
    for who in (too_low, other_series, builders.person()):
        with pytest.raises(enrolment.NotEligible):
            builders.enrolled(run=run, who=who)


def test_title_that_begins_later_does_not_make_eligible() -> None:
    run = builders.opened(programme=builders.approved(eligible_levels=[TitleLevel.SENIOR]))
    who = builders.person()
    people.state_fact(
        person=who, kind=FactKind.TITLE, code=TitleLevel.SENIOR, since=date(2026, 3, 3), by=None, at=MORNING
    )

    with pytest.raises(enrolment.NotEligible):
        builders.enrolled(run=run, who=who)
    assert builders.enrolled(run=run, who=who, at=moment(3)).state == ADMITTED


def test_enrolment_elsewhere_at_the_same_time_is_refused() -> None:
    run, other = builders.opened(), builders.opened(places=1)
    builders.enrolled(run=other)
    row = builders.enrolled(run=other)

    with pytest.raises(enrolment.Clash):
        builders.enrolled(run=run, who=row.person)
    withdraw(row)

    assert builders.enrolled(run=run, who=row.person).state == ADMITTED


def test_runs_one_after_the_other_do_not_clash() -> None:
    morning, afternoon = builders.sessions()[0], builders.sessions()[1]
    short = {"programme": builders.approved(hours=3, minutes=135), "ends_on": date(2026, 3, 23)}
    row = builders.enrolled(run=builders.opened(sittings=[morning], **short))

    assert builders.enrolled(run=builders.opened(sittings=[afternoon], **short), who=row.person).state == ADMITTED


def test_what_is_recorded_clashes_with_nothing() -> None:
    recorded = builders.opened(programme=builders.approved(mode=Mode.RECORDED), mode=Mode.RECORDED)
    row = builders.enrolled(run=builders.opened())

    assert builders.enrolled(run=recorded, who=row.person).state == ADMITTED
    assert builders.enrolled(run=builders.opened(), who=builders.enrolled(run=recorded).person).state == ADMITTED


def test_enrol_until_the_last_minute() -> None:
    assert builders.enrolled(run=builders.opened(), at=ENROL_UNTIL).state == ADMITTED
