"""Scopes: the most specific decides; of two that cannot be told apart both do, and it is said."""

from datetime import date

import polars as pl
import pytest

from credits import posting, rulebooks, standing
from learning.accounts import people
from learning.accounts.enums import FactKind, OrganisationKind
from learning.accounts.models import Organisation, Region
from tests.credits.builders import NOON, credit, enact, facts, person

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
SINCE = date(2025, 1, 1)
NANJING = {"regions": ["320100"], "series": ["general"]}


def of_employer(kind: str) -> int:
    made = person()
    place = Region.objects.get(pk="320100")
    firm = Organisation.objects.create(kind=OrganisationKind.EMPLOYER, name=f"单位{made.pk}", region=place)
    people.state_fact(
        person=made, kind=FactKind.EMPLOYER, organisation=firm, code=kind, since=date(2020, 1, 1), by=None, at=NOON
    )
    return made.pk


def test_rules_for_a_kind_of_employer_come_before_those_for_all():
    enact(
        "nanjing-general",
        since=SINCE,
        family="nanjing-private",
        scope={**NANJING, "employer_kinds": ["private_enterprise"]},
    )
    private, public, unknown = of_employer("private_enterprise"), of_employer("public_institution"), person().pk

    found = rulebooks.applicable([private, public, unknown], TODAY)

    assert found == {private: ("nanjing-private",), public: ("nanjing-general",), unknown: ("nanjing-general",)}
    assert rulebooks.ties(rulebooks.books()) == []


def test_rules_for_a_target_level_come_before_those_for_all_from_the_day_it_is_aimed_at():
    enact("nanjing-general", since=SINCE, family="nanjing-senior", scope={**NANJING, "target_levels": ["senior"]})
    senior, junior = person(level="senior"), person(level="junior")
    people.state_fact(
        person=junior, kind=FactKind.TARGET_LEVEL, code="senior", since=date(2025, 9, 1), by=None, at=NOON
    )

    assert rulebooks.applicable([senior.pk, junior.pk], TODAY) == {
        senior.pk: ("nanjing-senior",),
        junior.pk: ("nanjing-general",),
    }
    assert rulebooks.applicable([junior.pk], date(2025, 9, 1)) == {junior.pk: ("nanjing-senior",)}


def test_the_deeper_region_comes_before_the_narrower_level():
    scope = {"regions": ["320000"], "series": ["general"], "target_levels": ["senior"]}
    enact("nanjing-general", since=SINCE, family="province-senior", scope=scope)

    assert rulebooks.applicable([senior := person(level="senior").pk], TODAY) == {senior: ("nanjing-general",)}


def test_the_committee_chooses_where_somebody_asks_before_which_one_a_title_is_applied_for():
    enact("nanjing-general", since=SINCE, family="nanjing-province", scope={**NANJING, "review_levels": ["province"]})
    somebody = person().pk
    known, held = rulebooks.read_facts(rulebooks.humans([somebody])), rulebooks.books()
    asked = pl.DataFrame({"person": [somebody] * 2, "on": [TODAY] * 2, "review_level": ["city", "province"]})

    one_by_one = [
        rulebooks.applicable_on(asked[place], facts=known, held=held)["family"].to_list() for place in range(2)
    ]

    assert one_by_one == [["nanjing-general"], ["nanjing-province"]]


def test_a_tie_is_reported_with_both_and_the_days_on_which_it_is_one():
    second = enact("nanjing-general", since=SINCE, family="nanjing-second")
    first = rulebooks.in_force(family="nanjing-general", on=TODAY)

    (tie,) = rulebooks.ties(rulebooks.books())

    assert ({tie.one, tie.other}, tie.since, tie.before) == ({first, second}, SINCE, None)


def test_what_a_third_rulebook_decides_everywhere_is_no_tie():
    enact("nanjing-general", since=SINCE, family="nanjing-everybody", scope={"regions": ["320100"]})
    assert {tie.other.family for tie in rulebooks.ties(rulebooks.books())} | {
        tie.one.family for tie in rulebooks.ties(rulebooks.books())
    } >= {"cme", "nanjing-everybody"}

    for series in ("cme", "accounting"):
        scope = {"regions": ["320100"], "series": [series]}
        enact("nanjing-general", since=SINCE, family=f"nanjing-{series}", scope=scope)

    assert rulebooks.ties(rulebooks.books()) == []


def test_rules_of_different_series_and_of_different_times_are_no_tie():
    enact(
        "nanjing-general", since=SINCE, family="nanjing-teacher", scope={"regions": ["320100"], "series": ["teacher"]}
    )
    enact("nanjing-general", since=date(2010, 1, 1), family="nanjing-old", before="2014-01-01")

    assert rulebooks.ties(rulebooks.books()) == []


def test_both_results_of_a_tie_stand_side_by_side_and_neither_takes_from_the_other():
    enact(
        "nanjing-general",
        since=SINCE,
        family="nanjing-second",
        totals=[{"hours": "96", "source": "JS7", "confidence": "R"}],
    )
    somebody = person()
    receipts: list[posting.Receipt] = credit(facts(somebody, "a"))

    owed = {row.family: (row.required, row.counted) for row in standing.of_person(somebody, on=TODAY)}

    assert receipts
    assert owed["nanjing-general"] == (9000, 1000)
    assert owed["nanjing-second"] == (9600, 1000)
    last_day = date(2025, 12, 31)
    (other,) = rulebooks.tied_with(family="nanjing-general", person_ids=[somebody.pk], on=last_day)
    assert other.family == "nanjing-second"
    assert rulebooks.people_under(rulebooks.ties(rulebooks.books())[0]) == 1


def test_who_is_of_two_series_has_no_tie():
    enact("nanjing-general", since=SINCE, family="nanjing-second")
    doctor = person()
    people.state_fact(person=doctor, kind=FactKind.SERIES, code="cme", since=date(2014, 1, 1), by=None, at=NOON)

    assert rulebooks.tied_with(family="cme", person_ids=[doctor.pk], on=TODAY) == []
