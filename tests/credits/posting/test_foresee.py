"""What claims would give, each on its own."""

from datetime import date
from decimal import Decimal

import pytest

from credits import policy, posting, standing
from credits.models import Act, Claim, Entry, Standing
from tests.credits.builders import NOON, connect, credit, facts, person

pytestmark = pytest.mark.django_db


def foresee(who, *claims, beside=()):
    return posting.foresee(person_id=who.pk, claims=claims, beside=beside, at=NOON)


def said(claim):
    return [(policy.sentence(reason, "zh"), policy.sentence(reason, "en")) for reason in claim.reasons]


def test_foresee_says_what_each_claim_would_give_and_writes_nothing():
    connect()
    somebody = person()
    credit(facts(somebody, "run:1"))
    rows = [model.objects.count() for model in (Act, Claim, Entry, Standing)]

    found = foresee(
        somebody,
        facts(0, "run:2", hours=Decimal(12)),
        facts(0, "run:3", category="public", activity="public_course", hours=Decimal(8)),
    )

    first, second = found.claims
    assert [(category, hours) for _family, _cycle, category, hours in first.awards] == [("professional", 1200)]
    assert second.hours == 800
    assert [owed.missing for owed in found.owed if owed.cycle_starts_on.year == 2025] == [8000]
    assert [owed.missing for owed in first.owed if owed.cycle_starts_on.year == 2025] == [6800]
    assert [model.objects.count() for model in (Act, Claim, Entry, Standing)] == rows


def test_each_claim_is_a_case_of_its_own():
    connect()
    somebody = person()
    alike = [facts(0, f"run:{number}", item="programme:A", hours=Decimal(16)) for number in range(5)]

    found = foresee(somebody, *alike)

    assert {claim.hours for claim in found.claims} == {1600}
    assert len({claim.owed for claim in found.claims}) == 1


def test_foresee_agrees_with_what_is_credited_then():
    connect()
    somebody = person()
    credit(facts(somebody, "run:1", hours=Decimal(30)))
    claim = facts(somebody, "run:9", category="public", activity="public_course", hours=Decimal(40))

    (foreseen,) = foresee(somebody, claim).claims
    (receipt,) = credit(claim)

    (owed,) = standing.of_person(somebody, date(2025, 6, 30))
    then = next(row for row in foreseen.owed if row.cycle_starts_on == owed.cycle_starts_on)
    assert foreseen.hours == receipt.hours * 100
    assert (then.required, then.counted, then.missing) == (owed.required, owed.counted, owed.missing)
    assert then.categories == tuple((row["code"], row["missing"]) for row in owed.categories)


def test_what_is_expected_anyway_counts_before():
    connect()
    somebody = person()

    found = foresee(somebody, facts(0, "run:2"), beside=[facts(0, "run:1", hours=Decimal(20))])

    assert [owed.missing for owed in found.owed if owed.cycle_starts_on.year == 2025] == [7000]
    assert [owed.missing for owed in found.claims[0].owed if owed.cycle_starts_on.year == 2025] == [6000]


def test_what_no_rulebook_decides_says_so():
    connect()
    somebody = person()

    (claim,) = foresee(somebody, facts(0, "run:3", on=date(2010, 5, 1))).claims

    assert claim.hours == 0
    assert said(claim) == [
        (
            "2010年5月1日没有施行中的规则版本，不计学时。",
            "No version of the rulebook was in force on 1 May 2010: nothing counts.",
        )
    ]


def test_what_was_credited_before_gives_nothing_again():
    connect()
    somebody = person()
    credit(facts(somebody, "run:1"))

    (again,) = foresee(somebody, facts(0, "run:1")).claims

    assert again.hours == 0
    assert said(again) == [("同一内容重复，不再计学时。", "The same content again: nothing more counts.")]


def test_the_reasons_are_those_of_the_line_that_would_be_written():
    connect()
    somebody = person()
    claims = [
        facts(somebody, "run:1"),
        facts(somebody, "run:2", category="选修"),
        facts(somebody, "run:3", on=date(2010, 5, 1)),
    ]

    foreseen = foresee(somebody, *claims)
    credit(*claims)

    lines = Entry.objects.filter(claim__key__in=["run:1", "run:2", "run:3"]).order_by("claim__key")
    assert [line.reasons for line in lines] == [list(claim.reasons) for claim in foreseen.claims]


def test_as_many_queries_for_three_claims_as_for_one(django_assert_num_queries):
    connect()
    somebody = person()
    credit(facts(somebody, "run:1"))
    foresee(somebody, facts(0, "run:2"))

    with django_assert_num_queries(7):
        foresee(somebody, facts(0, "run:2"))
    with django_assert_num_queries(7):
        foresee(somebody, *(facts(0, f"run:{number}") for number in (2, 3, 4)))
