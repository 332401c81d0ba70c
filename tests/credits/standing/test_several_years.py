"""A minimum of several years in the ledger: claims of other cycles, with what only their claims say, decide a standing."""

from datetime import date
from decimal import Decimal

import pytest

from credits.models import Standing
from tests.credits.builders import connect, credit, enact, facts, person

pytestmark = pytest.mark.django_db
RULE = {
    "code": "national",
    "zh": "近五年国家级项目",
    "en": "National projects of five years",
    "hours": "10",
    "years": 5,
    "levels": ["national"],
    "source": "JS7",
    "confidence": "A",
}


def standing(who) -> Standing:
    return Standing.objects.get(person=who, cycle_starts_on=date(2025, 1, 1))


def test_a_claim_of_an_earlier_cycle_meets_a_minimum_of_several_years():
    connect()
    enact("nanjing-general", since=date(2025, 1, 1), rolling=[RULE], totals=[], floors=[])
    who = person(obliged_since=date(2015, 1, 1))

    credit(facts(who, "local"))
    short = standing(who)
    credit(facts(who, "national", on=date(2022, 5, 12), level="national"))
    met = standing(who)

    assert (short.state, short.missing, short.unmet) == ("SHORT", 1000, ["rolling:national"])
    assert [reason["code"] for reason in short.reasons] == ["rolling_hours"]
    assert (met.state, met.missing, met.unmet) == ("MET", 0, [])


def test_who_has_few_years_of_duty_owes_no_minimum_of_more():
    connect()
    enact("nanjing-general", since=date(2025, 1, 1), rolling=[RULE], totals=[], floors=[])
    who = person(obliged_since=date(2024, 1, 1))

    credit(facts(who, "local", hours=Decimal(10)))

    assert standing(who).unmet == []
