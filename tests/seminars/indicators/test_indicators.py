"""Indicators count what was held, whoever was there, within what a regulator sees; what nothing tells is unknown."""

from datetime import date

import pytest

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
    *people, absent=(), code=builders.NANJING, kind=ProgrammeKind.ADVANCED_SEMINAR, since=date(2020, 1, 1), **facts
):
    """Hold and close a run with `people` in it, of whom `absent` came to nothing."""
    if kind == ProgrammeKind.ADVANCED_SEMINAR:
        facts = {"level": Level.PROVINCIAL, "guidance_item": builders.guidance_item(), **facts}
    owner = builders.base(code=code, since=since)
    run = builders.opened(programme=builders.approved(owner=owner, kind=kind, **facts))
    places = {one.pk: builders.enrolled(run=run, who=one) for one in people}
    builders.confirmed(run, minutes={places[one.pk].pk: 0 for one in absent})
    closing.close(run=run, by=builders.user(), at=builders.AFTERNOON)
    return run


def figures(*regulators, on=TODAY, plan="js-15"):
    rows = indicators.lines(Plan.objects.get(code=plan), regulators=regulators, on=on)
    return {row.indicator: row.reached for row in rows}


def test_person_times_and_persons_are_counted_apart():
    zhang, li, wang = (builders.professional() for _ in range(3))
    held(zhang, li, wang, absent=[wang])
    held(zhang, kind=ProgrammeKind.BASE_COURSE)
    builders.enrolled(run=builders.opened(), who=builders.professional())  # not held yet

    found = figures(builders.regulator(code=builders.JIANGSU))

    assert [found[one] for one in COUNTED] == [1, 2, 3, 2, 0]
    assert found[Indicator.SERVICE_EVENTS] is None


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
