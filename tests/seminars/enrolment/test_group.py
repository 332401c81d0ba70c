"""Several people are enrolled at once: all or none, in their order, by as many statements as one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credits.models import Reminder
from learning.accounts import people
from seminars import enrolment
from seminars.enums import EnrolmentState
from seminars.models import Enrolment
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.django_db


def test_places_are_given_in_order_and_everybody_is_told():
    run, group = builders.opened(places=2), [builders.person() for _ in range(3)]

    rows = enrolment.enrol_group(run=run, group=group, by=builders.user(), at=MORNING)

    assert [(row.person_id, row.state) for row in rows] == [
        (group[0].pk, EnrolmentState.ADMITTED),
        (group[1].pk, EnrolmentState.ADMITTED),
        (group[2].pk, EnrolmentState.WAITING),
    ]
    assert [row.rank for row in rows] == sorted({row.rank for row in rows})
    run.refresh_from_db()
    assert run.places_taken == 2
    assert set(Reminder.objects.values_list("person_id", "facts__state")) == {
        (row.person_id, row.state) for row in rows
    }
    late = builders.person()
    (after,) = enrolment.enrol_group(run=run, group=[late], by=builders.user(), at=MORNING)
    assert after.state == EnrolmentState.WAITING
    assert after.rank > rows[-1].rank


def test_one_who_is_busy_stops_all_and_staff_do_not_learn_where():
    elsewhere = builders.opened(programme=builders.approved(title="别的基地的课程"))
    run = builders.opened()
    free, busy = builders.person(), builders.person()
    builders.enrolled(run=elsewhere, who=busy)

    with pytest.raises(enrolment.BusyThen) as refused:
        enrolment.enrol_group(run=run, group=[free, busy], by=builders.user(), at=MORNING)

    assert "别的基地的课程" not in str(refused.value)
    assert not Enrolment.objects.filter(run=run).exists()
    run.refresh_from_db()
    assert run.places_taken == 0


def test_two_records_of_one_human_are_one():
    run, (first, second) = builders.opened(), (builders.person(), builders.person())
    people.join(first=first, second=second, reason="同一人", by=builders.user(), at=MORNING - timedelta(days=1))

    with pytest.raises(enrolment.AlreadyEnrolled):
        enrolment.enrol_group(run=run, group=[first, second], by=builders.user(), at=MORNING)

    assert not Enrolment.objects.filter(run=run).exists()


def test_whoever_withdrew_comes_again_in_the_same_row():
    run, (again, new) = builders.opened(), (builders.person(), builders.person())
    row = builders.enrolled(run=run, who=again)
    enrolment.withdraw(enrolment=row, by=builders.user(), at=MORNING)

    rows = enrolment.enrol_group(run=run, group=[new, again], by=builders.user(), at=MORNING)

    assert rows[1].pk == row.pk
    assert {one.state for one in rows} == {EnrolmentState.ADMITTED}
    run.refresh_from_db()
    assert run.places_taken == 2


def test_statements_do_not_grow_with_the_group():
    by, counts = builders.user(), []
    for size in (1, 3):
        run, group = builders.opened(), [builders.person() for _ in range(size)]
        with CaptureQueriesContext(
            connection,
        ) as asked:
            enrolment.enrol_group(run=run, group=group, by=by, at=MORNING)
        counts.append(len(asked))

    assert counts[0] == counts[1]
