"""What the staff of a base do and see: adding somebody, and the roll."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from learning.accounts import identity, people
from learning.accounts.enums import DocumentKind, FactKind, TitleLevel
from learning.accounts.models import Person
from seminars import enrolment
from seminars.enums import EnrolmentState
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import AFTERNOON, MORNING, moment

pytestmark = pytest.mark.django_db

ADMITTED, WAITING, WITHDRAWN = EnrolmentState.ADMITTED, EnrolmentState.WAITING, EnrolmentState.WITHDRAWN


def test_staff_add_somebody_new_by_name_and_number() -> None:
    run, number = builders.opened(), builders.number()

    row = enrolment.add_person(
        run=run,
        name="赵子龙",
        document_kind=DocumentKind.RESIDENT_ID,
        number=number,
        mobile="13800138000",
        by=builders.user(),
        at=MORNING,
    )

    assert row.state == ADMITTED
    assert people.current_names([row.person_id]) == {row.person_id: "赵子龙"}
    assert people.contacts_told(row.person).get().organisation == run.programme.base


def test_staff_add_somebody_known_until_the_run_ends() -> None:
    run, number = builders.opened(), builders.number()
    known = people.record(name="赵子龙", document_kind=DocumentKind.RESIDENT_ID, number=number, by=None, at=MORNING)
    facts = {
        "run": run,
        "name": "赵子龙",
        "document_kind": DocumentKind.RESIDENT_ID,
        "mobile": None,
        "by": builders.user(),
    }

    row = enrolment.add_person(number=number.lower(), at=AFTERNOON, **facts)

    assert row.person == known
    with pytest.raises(enrolment.EnrolmentClosed):
        enrolment.add_person(number=builders.number(), at=moment(25), **facts)


def test_staff_cannot_add_under_another_name_or_wrong_number() -> None:
    run, number = builders.opened(), builders.number()
    people.record(name="赵子龙", document_kind=DocumentKind.RESIDENT_ID, number=number, by=None, at=MORNING)
    facts = {
        "run": run,
        "document_kind": DocumentKind.RESIDENT_ID,
        "mobile": None,
        "by": builders.user(),
        "at": MORNING,
    }

    with pytest.raises(people.NameDiffers):
        enrolment.add_person(name="关云长", number=number, **facts)
    with pytest.raises(identity.WrongNumber):
        enrolment.add_person(name="关云长", number="12345", **facts)

    assert not run.enrolments.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_roll_shows_what_tells_namesakes_apart(count: int, django_assert_max_num_queries: Any) -> None:
    run = builders.opened()
    for place in range(count):
        enrolment.add_person(
            run=run,
            name="赵子龙",
            document_kind=DocumentKind.RESIDENT_ID,
            number=builders.number(),
            mobile=f"1380013800{place}",
            by=builders.user(),
            at=MORNING,
        )

    with django_assert_max_num_queries(10):
        roll = enrolment.roll(run)

    assert [(row.name, row.mobile_tail, row.has_namesake) for row in roll] == [
        ("赵子龙", f"800{place}", count > 1) for place in range(count)
    ]
    assert len(enrolment.namesakes(run=run, name="赵子龙", on=date(2026, 3, 2))) == count
    assert enrolment.namesakes(run=run, name="赵子", on=date(2026, 3, 2)) == []


def test_enrolments_of_a_person_are_those_of_all_their_records() -> None:
    row, other = builders.enrolled(run=builders.opened()), builders.person()
    builders.enrolled(run=builders.opened())
    people.join(first=row.person, second=other, reason="同一人", by=builders.user(), at=MORNING)

    assert list(enrolment.of_person(other)) == [row]


def added(run: Run, person: Person) -> Enrolment:
    return enrolment.add_person(
        run=run,
        name=people.current_names([person.pk])[person.pk],
        document_kind=DocumentKind.RESIDENT_ID,
        number=people.full_number(person),
        mobile=None,
        by=builders.user(),
        at=MORNING,
    )


def test_staff_do_not_learn_what_title_somebody_holds() -> None:
    run = builders.opened(programme=builders.approved(eligible_levels=[TitleLevel.SENIOR]))
    person = builders.person()
    people.state_fact(
        person=person, kind=FactKind.TITLE, code=TitleLevel.JUNIOR, since=date(2020, 1, 1), by=None, at=MORNING
    )

    with translation.override("en"):
        with pytest.raises(enrolment.ConditionsNotMet) as told_to_staff:
            added(run, person)
        with pytest.raises(enrolment.NotEligible) as told_to_the_person:
            builders.enrolled(run=run, who=person)

        assert "title level" in str(told_to_staff.value)
        assert str(TitleLevel.JUNIOR.label) not in str(told_to_staff.value)
        assert str(TitleLevel.JUNIOR.label) in str(told_to_the_person.value)


def test_staff_do_not_learn_where_else_somebody_is_enrolled() -> None:
    elsewhere = builders.opened(programme=builders.approved(title="别的基地的课程"))
    person = builders.enrolled(run=elsewhere).person
    run = builders.opened()

    with pytest.raises(enrolment.BusyThen) as told_to_staff:
        added(run, person)
    with pytest.raises(enrolment.Clash) as told_to_the_person:
        builders.enrolled(run=run, who=person)

    assert "别的基地的课程" not in str(told_to_staff.value)
    assert "别的基地的课程" in str(told_to_the_person.value)
    assert run.enrolments.count() == 0
