"""Two records of one human: chains apart, everything else together."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import ledger, posting, standing
from credits.models import Claim, Entry, Standing
from learning.accounts import people
from tests.credits.builders import NOON, awarded, connect, credit, facts, person, user

pytestmark = pytest.mark.django_db
TODAY = date(2025, 6, 30)
LATER = NOON + timedelta(days=3)


def join(first, second):
    return people.join(first=first, second=second, reason="同一人", by=user(), at=LATER)


def unjoin(first, second):
    return people.unjoin(first=first, second=second, reason="不是同一人", by=user(), at=LATER)


def counted(somebody) -> int:
    (owed,) = standing.of_person(somebody, TODAY)
    return owed.counted


def test_both_records_count_together_and_the_chains_stay_apart():
    connect()
    first, second = person(), person()
    join(first, second)

    credit(facts(first, "a"), facts(second, "b", hours=Decimal(5)))

    assert counted(first) == counted(second) == 1500
    assert Standing.objects.get().person == first
    assert list(Entry.objects.order_by("pk").values_list("person_id", "number")) == [(first.pk, 1), (second.pk, 1)]
    assert ledger.verify([first.pk, second.pk]) == []


def test_the_same_attendance_in_both_records_counts_once():
    connect()
    first, second = person(), person()
    join(first, second)

    one = credit(facts(first, "run:1"))[0]
    two = credit(facts(second, "run:1"))[0]

    assert (one.claim_id, two.outcome, two.hours) == (two.claim_id, "known", Decimal(10))
    assert Claim.objects.count() == 1
    assert counted(second) == 1000


def test_the_same_attendance_twice_in_one_batch_counts_once():
    first, second = person(), person()
    join(first, second)

    one, two = credit(facts(second, "run:1"), facts(first, "run:1"))

    assert (one.claim_id, one.hours) == (two.claim_id, two.hours)
    assert Claim.objects.count() == 1


def test_the_same_attendance_with_other_facts_is_kept_and_counts_once():
    connect()
    first, second = person(), person()
    join(first, second)
    credit(facts(first, "run:1"))

    (receipt,) = credit(facts(second, "run:1", hours=Decimal(12)))

    assert (receipt.outcome, receipt.hours) == ("credited", 0)
    assert [reason["code"] for reason in Entry.objects.latest("pk").reasons] == ["repeat"]
    assert counted(first) == 1000


def test_what_was_registered_twice_before_the_join_counts_once_from_then_on_and_twice_when_parted():
    connect()
    first, second = person(), person()
    credit(facts(first, "run:1"), facts(second, "run:1"), facts(second, "run:2", hours=Decimal(3)))
    lines = Entry.objects.count()

    join(first, second)
    refreshed = standing.refresh_due(at=LATER)
    together = counted(first)
    unjoin(first, second)
    standing.refresh_due(at=LATER)
    standing.open_due(at=LATER)

    assert (refreshed, together) == (2, 1300)
    assert (counted(first), counted(second)) == (1000, 1300)
    assert Entry.objects.count() == lines
    assert (standing.refresh_due(at=LATER), standing.open_due(at=LATER)) == (0, 0)


def test_joined_over_a_third_record_all_are_one():
    connect()
    first, second, third = person(), person(), person()
    credit(facts(first, "a"), facts(second, "b"), facts(third, "c"))
    join(second, third)
    standing.refresh_due(at=LATER)
    join(first, second)

    assert standing.refresh_due(at=LATER) > 0

    assert counted(third) == 3000
    assert Standing.objects.count() == 1
    assert standing.refresh_due(at=LATER) == 0


def test_new_claims_count_after_those_of_both_records():
    first, second = person(), person()
    credit(facts(first, "a", item="课程一"), facts(first, "b"), facts(first, "c"))
    join(first, second)

    credit(facts(second, "d", item="课程一", on=date(2025, 1, 3)))

    assert Claim.objects.get(key="d").position == 4
    assert (awarded(first)["a"], awarded(second)["d"]) == (10, 0)


def test_a_reversal_in_one_record_gives_room_in_the_other():
    first, second = person(), person()
    join(first, second)
    credit(facts(first, "a", item="课程一"))
    credit(facts(second, "b", item="课程一", on=date(2025, 5, 20)))

    posting.reverse(claim=Claim.objects.get(key="a"), by=None, at=LATER, reason="伪造")

    assert (awarded(first), awarded(second)) == ({}, {"b": 10})
    assert ledger.verify([first.pk, second.pk]) == []
