"""Reversing, reinstating, correcting: what that does to the claim and to those that count after it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import ledger, posting, standing
from credits.models import Act, Claim, Entry
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region
from tests.credits.builders import NOON, awarded, connect, credit, enact, facts, person, user

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def claim(key: str) -> Claim:
    return Claim.objects.filter(key=key).latest("pk")


def reverse(key: str) -> posting.Receipt:
    return posting.reverse(claim=claim(key), by=None, at=LATER, reason="证书系伪造")


def reinstate(key: str) -> posting.Receipt:
    return posting.reinstate(claim=claim(key), by=None, at=LATER, reason="复核无误")


def correct(key: str, **changes: object) -> posting.Receipt:
    kept = claim(key)
    return posting.correct(
        claim=kept, facts=facts(kept.person_id, key, **changes), by=None, at=LATER, reason="课时登记有误"
    )


def test_reverse_takes_all_away_and_names_who_and_why():
    connect()
    somebody, officer = person(), user()
    credit(facts(somebody, "run:1"), facts(somebody, "run:2", category="public", hours=Decimal(3)))

    posting.reverse(claim=claim("run:1"), by=officer, at=LATER, reason=" 证书系伪造 ")

    line = Entry.objects.latest("number")
    (owed,) = standing.of_person(somebody, date(2025, 6, 30))
    assert awarded(somebody) == {"run:2": 3}
    assert (line.kind, line.hours, line.act.by, line.act.reason) == ("REVERSAL", -1000, officer, "证书系伪造")
    assert owed.counted == 300
    assert ledger.verify([somebody.pk]) == []


def test_reverse_gives_room_to_what_counts_later():
    somebody = person()
    credit(facts(somebody, "first", item="课程一"), facts(somebody, "second", item="课程一", on=date(2025, 5, 20)))
    assert awarded(somebody) == {"first": 10, "second": 0}

    reverse("first")

    ripple = Entry.objects.get(claim=claim("second"), kind="ADJUSTMENT")
    assert awarded(somebody) == {"second": 10}
    assert (ripple.hours, ripple.act.kind) == (1000, "REVERSAL")


def test_reverse_leaves_what_counted_before_alone():
    somebody = person()
    credit(facts(somebody, "first", item="课程一"), facts(somebody, "second", item="课程一", on=date(2025, 5, 20)))

    reverse("second")

    assert awarded(somebody) == {"first": 10}
    assert Entry.objects.filter(claim=claim("second"), kind="REVERSAL").get().hours == 0


def test_reverse_twice_is_refused():
    credit(facts(person(), "run:1"))
    reverse("run:1")

    with pytest.raises(posting.AlreadyReversed):
        reverse("run:1")

    assert Entry.objects.count() == 2


def test_reverse_without_a_reason_is_refused():
    credit(facts(person(), "run:1"))

    with pytest.raises(posting.ReasonMissing):
        posting.reverse(claim=claim("run:1"), by=None, at=LATER, reason="  ")

    assert Act.objects.count() == 1


def test_reverse_and_reinstate_restore_exactly():
    connect()
    somebody = person()
    credit(
        facts(somebody, "first", item="课程一"),
        facts(somebody, "second", item="课程一", on=date(2025, 5, 20)),
        facts(somebody, "third", category="public", hours=Decimal("2.5")),
    )
    amounts = ledger.held(list(Claim.objects.values_list("pk", flat=True)))
    (before,) = standing.of_person(somebody, date(2025, 6, 30))

    reverse("first")
    receipt = reinstate("first")

    (after,) = standing.of_person(somebody, date(2025, 6, 30))
    assert ledger.held(list(Claim.objects.values_list("pk", flat=True))) == amounts
    assert (receipt.outcome, receipt.hours) == ("reinstated", Decimal(10))
    assert (before.counted, before.missing, before.categories) == (after.counted, after.missing, after.categories)
    assert ledger.verify([somebody.pk]) == []


def test_reinstate_what_counts_is_refused():
    credit(facts(person(), "run:1"))

    with pytest.raises(posting.NotReversed):
        reinstate("run:1")


def test_reinstate_stays_under_the_version_that_decided():
    credit(facts(person(), "run:1"))
    reverse("run:1")
    enact("nanjing-general", since=date(2024, 1, 1), day=None, activities=[])

    reinstate("run:1")

    assert {entry.version.code for entry in Entry.objects.filter(claim=claim("run:1"))} == {
        "nanjing-general@2023-01-01"
    }


def test_a_correction_keeps_its_place():
    somebody = person()
    credit(facts(somebody, "first", item="课程一"), facts(somebody, "second", item="课程一", on=date(2025, 5, 20)))

    receipt = correct("first", hours=Decimal(6), item="课程一")

    corrected = claim("first")
    assert (receipt.outcome, receipt.hours) == ("corrected", Decimal(6))
    assert (corrected.position, corrected.revision, corrected.corrects.revision) == (1, 2, 1)
    assert awarded(somebody) == {"first": 6, "second": 0}


def test_a_correction_moves_later_claims_by_the_difference():
    somebody = person()
    credit(facts(somebody, "first", item="课程一"), facts(somebody, "second", item="课程一", on=date(2025, 5, 20)))

    correct("first", item="课程二")

    assert awarded(somebody) == {"first": 10, "second": 10}
    assert ledger.verify([somebody.pk]) == []


def test_correct_what_was_corrected_or_reversed_is_refused():
    credit(facts(person(), "run:1"), facts(person(), "run:2"))
    old = claim("run:1")
    correct("run:1", hours=Decimal(6))
    reverse("run:2")

    with pytest.raises(posting.AlreadyCorrected):
        posting.reverse(claim=old, by=None, at=LATER, reason="再次")
    with pytest.raises(posting.AlreadyCorrected):
        posting.reinstate(claim=old, by=None, at=LATER, reason="再次")
    with pytest.raises(posting.AlreadyReversed):
        correct("run:2", hours=Decimal(6))


def test_correct_with_the_same_facts_is_refused():
    credit(facts(person(), "run:1"))

    with pytest.raises(posting.NothingToCorrect):
        correct("run:1")


def test_a_correction_into_another_year_is_decided_by_the_rules_of_that_year():
    somebody = person()
    credit(facts(somebody, "run:1"))

    correct("run:1", on=date(2022, 5, 1))

    line = Entry.objects.latest("number")
    assert (line.version.code, line.cycle_starts_on) == ("nanjing-general@2014-01-01", date(2022, 1, 1))


@pytest.mark.parametrize("on", [date(2025, 5, 12), date(2025, 5, 13), date(2024, 2, 1)])
def test_a_correction_stays_under_the_version_that_decided(on):
    credit(facts(person(), "run:1"))
    enact("nanjing-general", since=date(2024, 1, 1), activities=[])

    correct("run:1", hours=Decimal(6), on=on)

    line = Entry.objects.latest("number")
    assert (line.version.code, line.hours) == ("nanjing-general@2023-01-01", 600)


def test_a_correction_into_the_time_of_a_later_version_is_decided_by_that():
    credit(facts(person(), "run:1"))
    enact("nanjing-general", since=date(2025, 6, 1), activities=[])

    correct("run:1", on=date(2025, 6, 1))

    assert Entry.objects.latest("number").version.code == "nanjing-general@2025-06-01"


def test_a_changed_fact_does_not_move_old_claims_in_passing():
    somebody = person()
    credit(
        facts(somebody, "first", item="课程一"),
        facts(somebody, "second", item="课程二", on=date(2025, 5, 20)),
        facts(somebody, "third", item="课程三", on=date(2025, 5, 21)),
    )
    people.state_fact(
        person=somebody,
        kind=FactKind.REGION,
        region=Region.objects.get(pk="320500"),
        since=date(2024, 1, 1),
        by=None,
        at=LATER,
    )

    reverse("first")

    assert awarded(somebody) == {"second": 10, "third": 10}
    assert set(Entry.objects.values_list("family", flat=True)) == {"nanjing-general"}
