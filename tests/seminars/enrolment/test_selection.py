"""Places given after a selection."""

from datetime import date
from typing import Any

import pytest

from credits import reminders
from learning.accounts import people
from learning.accounts.enums import FactKind, OrganisationKind, Sector
from learning.accounts.models import Organisation, Person
from seminars import enrolment
from seminars.enums import EnrolmentState
from seminars.models import Enrolment, Run
from tests.seminars import builders
from tests.seminars.builders import MORNING, moment

pytestmark = pytest.mark.django_db

AFTER = moment(21)
APPLIED, ADMITTED, WAITING, REFUSED = (
    EnrolmentState.APPLIED,
    EnrolmentState.ADMITTED,
    EnrolmentState.WAITING,
    EnrolmentState.REFUSED,
)


def applied(run: Run, count: int = 1) -> list[Enrolment]:
    return [builders.enrolled(run=run) for _ in range(count)]


def select(run: Run, **result: Any) -> None:
    result = {"admitted": [], "waiting": [], "refused": {}, "at": AFTER, **result}
    enrolment.select(run=run, by=builders.user(), **result)


def states(rows: list[Enrolment]) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def told(person: Person) -> list[tuple[str, str]]:
    return [(line.facts["state"], line.facts["reason"]) for line in reversed(list(reminders.inbox([person.pk])))]


def of_region(code: str) -> Person:
    person = builders.person()
    people.state_fact(
        person=person, kind=FactKind.REGION, region=builders.region(code), since=date(2020, 1, 1), by=None, at=MORNING
    )
    return person


def of_sector(sector: str) -> Person:
    person, employer = builders.person(), builders.organisation(kind=OrganisationKind.EMPLOYER, sector=sector)
    people.state_fact(
        person=person, kind=FactKind.EMPLOYER, organisation=employer, since=date(2020, 1, 1), by=None, at=MORNING
    )
    return person


def test_applications_take_no_place_and_tell_nothing_yet() -> None:
    run = builders.selecting(places=1)

    rows = applied(run, 3)

    run.refresh_from_db()
    assert (states(rows), run.places_taken) == ([APPLIED] * 3, 0)
    assert told(rows[0].person) == []


def test_select_decides_and_tells_everybody() -> None:
    run = builders.selecting(places=1)
    first, second, third = rows = applied(run, 3)

    select(run, admitted=[third.pk], waiting=[second.pk], refused={first.pk: " 不符合条件 "})

    run.refresh_from_db()
    assert (states(rows), run.places_taken) == ([REFUSED, WAITING, ADMITTED], 1)
    assert {(row.decided_at, row.decided_by is not None) for row in rows} == {(AFTER, True)}
    assert [told(row.person) for row in rows] == [[("REFUSED", "不符合条件")], [("WAITING", "")], [("ADMITTED", "")]]
    with pytest.raises(enrolment.RefusedBefore):
        builders.enrolled(run=run, who=first.person)


def test_waiting_after_a_selection_follows_its_order() -> None:
    run = builders.selecting(places=1)
    first, second, third = rows = applied(run, 3)
    select(run, admitted=[first.pk], waiting=[third.pk, second.pk])

    enrolment.withdraw(enrolment=first, by=builders.user(), at=AFTER)

    assert states(rows) == [EnrolmentState.WITHDRAWN, WAITING, ADMITTED]


def test_select_is_refused_while_people_may_apply() -> None:
    run = builders.selecting()
    rows = applied(run)

    with pytest.raises(enrolment.EnrolmentStillOpen):
        select(run, admitted=[rows[0].pk], at=moment(20, "18:00"))

    assert states(rows) == [APPLIED]


def test_select_is_refused_beyond_the_places() -> None:
    run = builders.selecting(places=2)
    rows = applied(run, 3)
    select(run, admitted=[rows[0].pk])

    with pytest.raises(enrolment.TooManyAdmitted) as said:
        select(run, admitted=[rows[1].pk, rows[2].pk])

    assert said.value.facts["free"] == 1
    assert states(rows) == [ADMITTED, APPLIED, APPLIED]


def test_select_is_refused_for_those_of_another_run_or_decided_before() -> None:
    run = builders.selecting()
    mine, other = applied(run), applied(builders.selecting())
    select(run, refused={mine[0].pk: "不符合条件"})

    for keys in ([other[0].pk], [mine[0].pk]):
        with pytest.raises(enrolment.NotUndecided):
            select(run, admitted=keys)

    assert (states(mine), states(other)) == ([REFUSED], [APPLIED])


def test_select_is_refused_if_one_is_named_twice() -> None:
    run = builders.selecting()
    rows = applied(run)

    with pytest.raises(enrolment.NotUndecided):
        select(run, admitted=[rows[0].pk], refused={rows[0].pk: "不符合条件"})


def test_refusal_without_a_reason_is_refused() -> None:
    run = builders.selecting()
    rows = applied(run)

    with pytest.raises(enrolment.ReasonMissing):
        select(run, refused={rows[0].pk: " "})

    assert states(rows) == [APPLIED]


def test_quota_of_a_city_holds_for_its_districts() -> None:
    run = builders.selecting(quotas=[{"region": builders.NANJING, "places": 1}])
    city, district, elsewhere = (
        builders.enrolled(run=run, who=of_region(code)) for code in (builders.NANJING, "320102", builders.SUZHOU)
    )

    with pytest.raises(enrolment.QuotaExceeded):
        select(run, admitted=[city.pk, district.pk, elsewhere.pk])
    select(run, admitted=[city.pk, elsewhere.pk])
    with pytest.raises(enrolment.QuotaExceeded):
        select(run, admitted=[district.pk])

    assert states([city, district, elsewhere]) == [ADMITTED, APPLIED, ADMITTED]


def test_quota_of_a_sector_is_that_of_the_employer() -> None:
    run = builders.selecting(quotas=[{"sector": Sector.HEALTH, "places": 1}])
    rows = [
        builders.enrolled(run=run, who=of_sector(sector)) for sector in (Sector.HEALTH, Sector.HEALTH, Sector.SPORT)
    ]

    with pytest.raises(enrolment.QuotaExceeded):
        select(run, admitted=[row.pk for row in rows])
    select(run, admitted=[rows[0].pk, rows[2].pk])

    assert states(rows) == [ADMITTED, APPLIED, ADMITTED]


def test_promotion_passes_over_those_whose_quota_is_full() -> None:
    run = builders.selecting(places=2, quotas=[{"region": builders.NANJING, "places": 1}])
    nanjing, leaving, next_nanjing, suzhou = rows = [
        builders.enrolled(run=run, who=of_region(code))
        for code in (builders.NANJING, builders.SUZHOU, builders.NANJING, builders.SUZHOU)
    ]
    select(run, admitted=[nanjing.pk, leaving.pk], waiting=[next_nanjing.pk, suzhou.pk])

    enrolment.withdraw(enrolment=leaving, by=builders.user(), at=AFTER)

    assert states(rows) == [ADMITTED, EnrolmentState.WITHDRAWN, WAITING, ADMITTED]


def test_a_selection_is_due_once_nobody_can_apply_any_more() -> None:
    run, done, foreign = builders.selecting(), builders.selecting(), builders.selecting()
    applied(run)
    applied(foreign)
    select(done, refused={applied(done)[0].pk: "不符合条件"})
    bases = Organisation.objects.filter(pk__in=[run.programme.base_id, done.programme.base_id])

    assert list(enrolment.to_select(bases, at=moment(20, "17:00"))) == []
    assert [(one, one.applied) for one in enrolment.to_select(bases, at=moment(21))] == [(run, 1)]
