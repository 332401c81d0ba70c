"""What people bring along: known from then on, once, and in a year in which a cycle begins."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from credits import posting, standing
from credits.models import OpeningBalance
from tests.credits.builders import NOON, credit, facts, person

pytestmark = pytest.mark.django_db
OF_2025 = posting.Opening(
    person_id=0, family="nanjing-general", year=2025, source="历年学时导入", carried_in=Decimal(0)
)


def opened(*openings: posting.Opening) -> list[posting.Verdict]:
    """Register openings, as a sheet does."""
    return posting.open_balances(openings=openings, by=None, at=NOON, origin="openings:1", reason="历年学时导入")


def test_an_opening_balance_makes_a_cycle_known_once():
    somebody = person()
    credit(facts(somebody, "a"))
    (unknown,) = standing.of_person(somebody, date(2025, 6, 30))
    mine = replace(OF_2025, person_id=somebody.pk)

    (first,) = opened(mine)
    (again,) = opened(replace(mine, source="再来一次"))
    (other,) = opened(replace(mine, carried_in=Decimal(3)))

    (known,) = standing.of_person(somebody, date(2025, 6, 30))
    assert (unknown.state, known.state) == ("UNKNOWN", "SHORT")
    assert (first.outcome, again.outcome, other.outcome) == ("opened", "known", "refused")
    assert isinstance(other.refusal, posting.OpeningDiffers)
    assert OpeningBalance.objects.get().source == "历年学时导入"


@pytest.mark.parametrize(
    ("stated", "refusal", "field"),
    [
        ({"family": "nanjing-genera"}, posting.NoRulebookThen, "year"),
        ({"year": 2013}, posting.NoRulebookThen, "year"),
        ({"category": "selfmade"}, posting.NoSuchCategory, "category"),
    ],
)
def test_an_opening_balance_belongs_to_a_cycle_of_a_rulebook(stated, refusal, field):
    (verdict,) = opened(replace(OF_2025, person_id=person().pk, **stated))

    assert isinstance(verdict.refusal, refusal)
    assert verdict.refusal.field == field
    assert not OpeningBalance.objects.exists()


def test_of_two_rows_about_the_same_one_is_registered():
    mine = replace(OF_2025, person_id=person().pk)

    first, second = opened(mine, mine)

    assert first.outcome == "opened"
    assert isinstance(second.refusal, posting.StatedTwice)
    assert OpeningBalance.objects.count() == 1
