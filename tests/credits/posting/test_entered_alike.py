"""A claim that is credited and one that a correction puts in its place are decided alike: the same lines, with the same reasons."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import posting
from credits.models import Claim, Entry
from learning.accounts import people
from tests.credits.builders import NOON, connect, credit, enact, facts, person, user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, "rate"),
        ({"hours": Decimal(30)}, "daily_cap"),
        ({"category": "nowhere"}, "unknown_category"),
        ({"on": date(2010, 5, 1)}, "no_version"),
    ],
    ids=str,
)
def test_equal_facts_get_equal_lines(stated, code):
    connect()
    enact("nanjing-general", since=date(2025, 1, 1), daily_cap={"hours": "8", "source": "JS7", "confidence": "A"})
    credited, corrected = person(), person()
    credit(facts(credited, "a", title="改后", **stated))

    correct(corrected, title="改后", **stated)

    assert lines(corrected) == lines(credited)
    assert code in {reason["code"] for line in lines(credited) for reason in line[-1]}


def test_a_repetition_gets_equal_lines():
    connect()
    pairs = [(person(), person()) for _pair in range(2)]
    for first, second in pairs:
        people.join(first=first, second=second, reason="同一人", by=user(), at=NOON)
        credit(facts(first, "a"))
    (_first, credited), (_other, corrected) = pairs
    credit(facts(credited, "a", title="改后"))

    correct(corrected, title="改后")

    assert lines(corrected) == lines(credited)
    assert [line[-1] for line in lines(credited)] == [[{"code": "repeat", "amount": 0, "day": "2025-05-12"}]]


def correct(who, **stated):
    """Register something with other facts, and put what is `stated` in its place."""
    credit(facts(who, "a", title="改前", hours=Decimal(3)))
    claim = Claim.objects.get(person=who)
    posting.correct(claim=claim, facts=facts(who, "a", **stated), by=None, at=LATER, reason="改正")


def lines(who):
    """Return what the lines of the newest claim say, but for what names the act."""
    claim = Claim.objects.filter(person=who).latest("revision")
    names = ("family", "version_digest", "cycle_starts_on", "cycle_ends_before", "category", "hours", "reasons")
    return list(Entry.objects.filter(claim=claim).order_by("number").values_list(*names))
