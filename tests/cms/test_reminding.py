"""Programmes that reminders name: what would earn the very person something of what is missing, and does not clash."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms import reminding
from credits import reminders, standing
from seminars import enrolment
from seminars.models import Run
from tests.cms import builders
from tests.cms.test_gaps import SOON, TODAY, _course, _login, _person
from tests.credits import builders as hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return builders.base(name="东南大学继续教育学院")


def closer(run):
    return reminders.Closer(title=run.version.title, programme=run.programme_id, run=run.pk)


def wanting(person, *runs):
    (owed,) = standing.of_person(person, TODAY)
    return reminders.Wanting(
        person_id=person.pk,
        family=owed.family,
        cycle_starts_on=owed.cycle_starts_on,
        closers=tuple(closer(run) for run in runs),
    )


def titles(found):
    return [[one.title for one in row] for row in found]


def test_what_earns_nothing_of_what_is_missing_is_dropped_and_what_closes_the_gap_comes_first(base):
    somebody = _person(public=0, professional=70)
    small, beside, whole = (
        _course(base, "心理健康", public=True, hours=8),
        _course(base, "集成电路"),
        _course(base, "公共法律知识", public=True, hours=32),
    )

    found = reminding.judged([wanting(somebody, small, beside, whole)], timezone.now())

    assert titles(found) == [["公共法律知识", "心理健康"]]


def test_what_clashes_with_a_place_that_is_held_is_dropped_for_its_holder_alone(base):
    somebody = _person(public=0, professional=70)
    other = _another()
    held, clashing = (
        _course(base, "公共法律知识", public=True, hours=8),
        _course(base, "心理健康", public=True, hours=8),
    )
    later = _course(base, "职业道德", public=True, hours=8, starts_on=SOON + timedelta(days=5))
    enrolment.enrol(run=held, person=somebody, by=_login(somebody), at=timezone.now())

    found = reminding.judged(
        [wanting(somebody, held, clashing, later), wanting(other, held, clashing, later)], timezone.now()
    )

    assert titles(found) == [["职业道德"], ["公共法律知识", "心理健康", "职业道德"]]


def test_a_run_that_was_closed_meanwhile_is_dropped(base):
    somebody = _person(public=0, professional=70)
    run = _course(base, "心理健康", public=True, hours=8)
    asked = wanting(somebody, run)
    Run.objects.filter(pk=run.pk).update(state="CANCELLED")

    assert reminding.judged([asked], timezone.now()) == [[]]


def test_many_people_are_judged_with_as_many_questions_as_one(base):
    everybody = [_person(public=0, professional=70), *(_another() for _number in range(4))]
    run = _course(base, "心理健康", public=True, hours=8)
    asked = [wanting(person, run) for person in everybody]
    reminding.judged(asked[:1], timezone.now())  # what is kept in memory is asked for

    def questions(how_many):
        with CaptureQueriesContext(connection) as counted:
            assert titles(reminding.judged(asked[:how_many], timezone.now())) == [["心理健康"]] * how_many
        return len(counted)

    assert questions(1) == questions(5)


def _another():
    """Record one more who misses the same, under the same rules."""
    made = hours.person()
    day = date(TODAY.year, 3, 2)
    hours.credit(hours.facts(made, "old:professional", hours=Decimal(70), on=day), at=timezone.now())
    return made
