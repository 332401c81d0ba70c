"""Indicators count what was held, whoever was there, within what a regulator sees; what nothing tells is unknown."""

from datetime import date

import pytest

from learning.accounts import people
from learning.accounts.enums import Sector
from seminars import closing, indicators
from seminars.enums import Indicator, Level, ProgrammeKind
from seminars.models import Plan
from tests.seminars import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 1)
COUNTED = (
    Indicator.ADVANCED_SEMINARS,
    Indicator.SENIOR_SPECIALISTS,
    Indicator.PERSON_TIMES,
    Indicator.PERSONS,
    Indicator.BASES,
)


def held(
    *persons, absent=(), code=builders.NANJING, kind=ProgrammeKind.ADVANCED_SEMINAR, since=date(2020, 1, 1), **facts
):
    """Hold and close a run with `persons` in it, of whom `absent` came to nothing."""
    if kind == ProgrammeKind.ADVANCED_SEMINAR:
        facts = {"level": Level.PROVINCIAL, "guidance_item": builders.guidance_item(), **facts}
    owner = builders.base(code=code, since=since)
    run = builders.opened(programme=builders.approved(owner=owner, kind=kind, **facts))
    places = {one.pk: builders.enrolled(run=run, who=one) for one in persons}
    builders.confirmed(run, minutes={places[one.pk].pk: 0 for one in absent})
    closing.close(run=run, by=builders.user(), at=builders.AFTERNOON)
    return run


def figures(*regulators, on=TODAY, plan="js-15"):
    rows = indicators.lines(Plan.objects.get(code=plan), regulators=regulators, on=on)
    return {row.indicator: row.reached for row in rows}


def rows(indicator, regulator):
    plan = Plan.objects.get(code="js-15")
    found, _key = indicators.listed(indicator, plan=plan, regulators=[regulator], on=TODAY, after=None, size=50)
    return [(row.pk, row.people) for row in found]


def test_person_times_and_persons_are_counted_apart():
    zhang, li, wang = (builders.professional() for _ in range(3))
    held(zhang, li, wang, absent=[wang])
    held(zhang, kind=ProgrammeKind.BASE_COURSE)
    builders.enrolled(run=builders.opened(), who=builders.professional())  # not held yet

    found = figures(builders.regulator(code=builders.JIANGSU))

    assert [found[one] for one in COUNTED] == [1, 2, 3, 2, 0]
    assert found[Indicator.SERVICE_EVENTS] is None


def test_joined_records_are_one_person_and_one_time():
    first, second, third, other = (builders.professional() for _ in range(4))
    held(first, second, other)
    held(third, kind=ProgrammeKind.BASE_COURSE)
    for one, two in ((first, second), (second, third), (third, other)):
        people.join(first=one, second=two, reason="同一人", by=builders.user(), at=builders.AFTERNOON)
    people.unjoin(first=third, second=other, reason="两个人", by=builders.user(), at=builders.AFTERNOON)

    found = figures(builders.regulator(code=builders.JIANGSU))

    # First, second and third are one; the other is nobody's.
    assert [found[one] for one in COUNTED] == [1, 2, 3, 2, 0]


def test_behind_each_figure_stand_the_runs_and_bases_that_it_counts():
    zhang, li = builders.professional(), builders.professional()
    seminar = held(zhang, li, absent=[li], since=date(2026, 1, 15))
    course = held(zhang, kind=ProgrammeKind.BASE_COURSE, code=builders.SUZHOU)
    province, nanjing = builders.regulator(code=builders.JIANGSU), builders.regulator()

    assert rows(Indicator.PERSON_TIMES, province) == [(course.pk, 1), (seminar.pk, 1)]
    assert rows(Indicator.PERSONS, nanjing) == rows(Indicator.SENIOR_SPECIALISTS, province) == [(seminar.pk, 1)]
    assert rows(Indicator.BASES, province) == [(seminar.programme.base_id, None)]
    assert rows(Indicator.BASES, builders.regulator(code=builders.SUZHOU)) == []


def test_what_stands_behind_a_figure_comes_page_by_page():
    runs = [held(builders.professional()) for _ in range(3)]
    asked = {"plan": Plan.objects.get(code="js-15"), "regulators": [builders.regulator()], "on": TODAY, "size": 2}

    first, key = indicators.listed(Indicator.PERSON_TIMES, **asked, after=None)
    second, end = indicators.listed(Indicator.PERSON_TIMES, **asked, after=key)
    nothing, _key = indicators.listed(Indicator.PERSON_TIMES, **asked, after=2**40)

    assert [row.pk for row in (*first, *second)] == [run.pk for run in reversed(runs)]
    assert (len(first), end, nothing) == (2, None, [])


def test_a_course_of_a_city_is_no_provincial_seminar():
    held(builders.professional(), level=Level.CITY)

    found = figures(builders.regulator(code=builders.JIANGSU))

    assert [found[one] for one in COUNTED] == [0, 0, 1, 1, 0]


def test_another_city_and_another_sector_see_nothing_of_it():
    held(builders.professional(), since=date(2026, 1, 15))

    assert [figures(builders.regulator())[one] for one in COUNTED] == [1, 1, 1, 1, 1]
    assert [figures(builders.regulator(code=builders.SUZHOU))[one] for one in COUNTED] == [0, 0, 0, 0, 0]
    assert [figures(builders.regulator(sector=Sector.HEALTH))[one] for one in COUNTED] == [0, 0, 0, 0, 0]


def test_somebody_of_two_offices_counts_each_thing_once():
    held(builders.professional())

    found = figures(builders.regulator(), builders.regulator(code=builders.JIANGSU))

    assert [found[one] for one in COUNTED] == [1, 1, 1, 1, 0]


def test_what_lies_after_the_day_or_outside_the_plan_does_not_count():
    held(builders.professional())

    assert figures(builders.regulator(), on=date(2026, 3, 1))[Indicator.PERSON_TIMES] == 0


def test_plans_are_added_once_and_samples_are_called_so():
    assert indicators.ensure_plans(with_samples=True) == 0
    assert indicators.plan_on(TODAY).code == "js-15"
    rows = indicators.lines(Plan.objects.get(code="js-15"), regulators=[], on=TODAY)
    assert {row.is_sample for row in rows if row.target is not None} == {True}
    assert {row.is_sample_reached for row in rows} == {False}
