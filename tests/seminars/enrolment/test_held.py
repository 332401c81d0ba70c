"""What many people hold places in and cannot reach: the same for all at once as for each alone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from seminars import enrolment
from seminars.enums import Mode
from seminars.models import Run
from tests.seminars import builders
from tests.seminars.builders import STARTS_ON

pytestmark = pytest.mark.django_db


def test_out_of_reach_of_many_is_that_of_each() -> None:
    first, same_day, next_day, later = (_opened(first=STARTS_ON + timedelta(days=days)) for days in (0, 0, 1, 20))
    one, other, nobody = (builders.enrolled(run=run).person for run in (first, later, builders.opened()))
    enrolment.withdraw(enrolment=nobody.enrolments.get(), by=builders.user(), at=builders.MORNING)
    people = {row.pk: (row.pk,) for row in (one, other, nobody)} | {0: (one.pk, other.pk)}

    found = enrolment.places_held(people, on=STARTS_ON)

    assert {pk: held.out_of_reach for pk, held in found.items()} == {
        pk: frozenset(enrolment.runs_out_of_reach(records, on=STARTS_ON)) for pk, records in people.items()
    }
    assert {first.pk, same_day.pk, next_day.pk} <= found[one.pk].out_of_reach
    assert found[other.pk].out_of_reach == {later.pk}
    assert found[nobody.pk].out_of_reach == frozenset()
    assert [run.pk for run in found[0].runs] == [first.pk, later.pk]


def test_what_is_recorded_is_at_no_time() -> None:
    recorded = builders.opened(programme=builders.approved(mode=Mode.RECORDED), mode=Mode.RECORDED)
    there = builders.opened()
    who = builders.enrolled(run=there).person

    found = enrolment.places_held({who.pk: (who.pk,)}, on=STARTS_ON)[who.pk]

    assert there.pk in found.out_of_reach
    assert recorded.pk not in found.out_of_reach


def test_three_people_take_as_many_questions_as_one() -> None:
    people = [builders.enrolled(run=builders.opened()).person for _number in range(3)]

    asked = []
    for some in (people[:1], people):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            enrolment.places_held({row.pk: (row.pk,) for row in some}, on=STARTS_ON)
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 6


def _opened(*, first: date) -> Run:
    return builders.opened(starts_on=first, ends_on=first + timedelta(days=1), sittings=builders.sessions(first=first))
