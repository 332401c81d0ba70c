"""Crediting a table of claims."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from credits import ledger, posting, rulebooks, standing
from credits.models import Act, Chain, Claim, Entry, RulebookVersion
from tests.credits.builders import NOON, awarded, connect, credit, enact, facts, person

pytestmark = pytest.mark.django_db


def test_credit_appends_claim_line_and_standing():
    connect()
    somebody = person()

    (receipt,) = credit(facts(somebody, "run:1"))

    (owed,) = standing.of_person(somebody, date(2025, 6, 30))
    entry = Entry.objects.get()
    assert (receipt.outcome, receipt.hours, receipt.by_category) == (
        "credited",
        Decimal(10),
        {"professional": Decimal(10)},
    )
    assert (entry.hours, entry.family, entry.category, entry.number) == (1000, "nanjing-general", "professional", 1)
    assert entry.version_digest == entry.version.digest
    assert (owed.state, owed.required, owed.counted, owed.missing) == ("SHORT", 9000, 1000, 8000)
    assert ledger.verify([somebody.pk]) == []


def test_credit_gives_receipts_in_the_order_of_the_table():
    first, second = person(), person()

    receipts = credit(facts(second, "b"), facts(first, "z"), facts(second, "a", on=date(2025, 1, 5)))

    assert [(receipt.person_id, receipt.key) for receipt in receipts] == [
        (second.pk, "b"),
        (first.pk, "z"),
        (second.pk, "a"),
    ]


def test_credit_of_nothing_writes_nothing():
    assert credit() == []
    assert not Act.objects.exists()


def test_credit_the_same_batch_twice_changes_nothing():
    somebody, other = person(), person()
    batch = [facts(somebody, "run:1"), facts(other, "run:1"), facts(somebody, "run:2", hours=Decimal("7.5"))]

    first = credit(*batch)
    before = list(Entry.objects.values())
    second = credit(*batch, at=NOON + timedelta(days=1))

    assert list(Entry.objects.values()) == before
    assert (Claim.objects.count(), Act.objects.count()) == (3, 1)
    assert {receipt.outcome for receipt in second} == {"known"}
    assert [(row.claim_id, row.hours, row.by_category) for row in first] == [
        (row.claim_id, row.hours, row.by_category) for row in second
    ]


def test_credit_a_key_with_other_facts_is_refused_and_nothing_is_registered():
    somebody = person()
    credit(facts(somebody, "run:1"))

    with pytest.raises(posting.KeyReused) as refused:
        credit(facts(somebody, "run:2"), facts(somebody, "run:1", hours=Decimal(11)))

    assert refused.value.facts == {"row": 2, "key": "run:1"}
    assert Claim.objects.count() == 1


def test_credit_one_key_twice_in_a_batch_with_other_facts_is_refused():
    somebody = person()

    with pytest.raises(posting.KeyReused):
        credit(facts(somebody, "run:1"), facts(somebody, "run:1", hours=Decimal(11)))

    assert not Claim.objects.exists()


def test_credit_one_key_twice_in_a_batch_counts_once():
    somebody = person()

    one, two = credit(facts(somebody, "run:1"), facts(somebody, "run:1"))

    assert one.claim_id == two.claim_id
    assert Claim.objects.count() == 1


def test_credit_the_key_of_another_person_is_another_claim():
    somebody, other = person(), person()

    credit(facts(somebody, "run:1"))
    (receipt,) = credit(facts(other, "run:1", hours=Decimal(3)))

    assert (receipt.outcome, receipt.hours) == ("credited", Decimal(3))


def test_credit_the_original_facts_after_a_correction_gives_the_present_award():
    somebody = person()
    (receipt,) = credit(facts(somebody, "run:1"))
    posting.correct(
        claim=Claim.objects.get(pk=receipt.claim_id),
        facts=facts(somebody, "run:1", hours=Decimal(4)),
        by=None,
        at=NOON,
        reason="课时登记有误",
    )

    (again,) = credit(facts(somebody, "run:1"))

    assert (again.outcome, again.hours) == ("known", Decimal(4))


def test_credit_gives_positions_by_last_day_start_and_key():
    somebody = person()
    late = facts(somebody, "a", starts_on=date(2025, 5, 1), ends_on=date(2025, 5, 9))
    early = facts(somebody, "b", on=date(2025, 4, 2))
    long = facts(somebody, "c", starts_on=date(2025, 4, 1), ends_on=date(2025, 5, 9))
    same = facts(somebody, "0", starts_on=date(2025, 5, 1), ends_on=date(2025, 5, 9))

    credit(late, same, early, long)
    credit(facts(somebody, "d", on=date(2025, 1, 1)))

    assert list(Claim.objects.order_by("position").values_list("key", flat=True)) == ["b", "c", "0", "a", "d"]


def test_credit_writes_lines_for_what_it_adds_only():
    somebody = person()
    credit(facts(somebody, "first", item="课程一"))

    credit(facts(somebody, "earlier day, same course", item="课程一", on=date(2025, 3, 1), hours=Decimal(20)))

    assert awarded(somebody) == {"first": 10, "earlier day, same course": 0}
    assert Entry.objects.count() == 2


def test_a_zero_has_a_line_with_its_reasons():
    somebody = person()

    (receipt,) = credit(facts(somebody, "run:1", category="elective"))

    entry = Entry.objects.get()
    explained = ledger.explanation(entry)
    assert (receipt.hours, entry.hours) == (Decimal(0), 0)
    assert "unknown_category" in {reason["code"] for reason in entry.reasons}
    assert all(sentence.zh and sentence.en for sentence in explained.sentences)


def test_nobody_decides_before_the_first_rules_and_a_line_says_so():
    somebody = person()

    (receipt,) = credit(facts(somebody, "old", on=date(2009, 5, 1)))

    entry = Entry.objects.get()
    assert (receipt.hours, entry.family, entry.version, [reason["code"] for reason in entry.reasons]) == (
        0,
        "",
        None,
        ["no_version"],
    )
    assert "2009" in ledger.explanation(entry).sentences[0].zh


def test_credit_uses_the_version_of_the_last_day_of_learning():
    somebody = person()

    credit(
        facts(somebody, "a", on=date(2022, 12, 31)),
        facts(somebody, "b", starts_on=date(2022, 12, 30), ends_on=date(2023, 1, 2)),
    )

    assert dict(Entry.objects.values_list("claim__key", "version__code")) == {
        "a": "nanjing-general@2014-01-01",
        "b": "nanjing-general@2023-01-01",
    }


def test_credit_refuses_a_row_that_leaves_out_what_a_gate_asks_for():
    enact(
        "nanjing-general",
        since=date(2025, 1, 1),
        gates=[{"kind": "passed", "activities": ["online_course"], "source": "JS7", "confidence": "A"}],
    )
    somebody = person()

    with pytest.raises(posting.RowRefused) as refused:
        credit(*(facts(somebody, f"run:{n}", activity="online_course" if n > 1 else "class") for n in (1, 2, 3)))

    assert (refused.value.row, refused.value.fact) == (1, "passed")
    assert set(refused.value.rows) == {1, 2}
    with override("en"):
        assert "Row 2 (run:2): Assessment passed is not stated" in str(refused.value)
    assert not Claim.objects.exists()
    assert credit(facts(somebody, "run:2", activity="online_course", passed=True))[0].hours == 10
    assert credit(facts(somebody, "run:3", activity="online_course", passed=False))[0].hours == 0


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("hours", Decimal("1.005")),
        ("hours", Decimal(-1)),
        ("hours", Decimal("NaN")),
        ("hours", Decimal("1e9")),
        ("minutes", -5),
        ("rank", 2**40),
        ("title", "长" * 201),
        ("title", "a\x00b"),
        ("activity", "dancing"),
        ("ends_on", date(2024, 1, 1)),
        ("key", "k" * 101),
        ("key", ""),
    ],
)
def test_credit_refuses_what_is_not_possible(fact, value):
    somebody = person()
    stated = {"key": "run:1", "starts_on": date(2025, 5, 12), fact: value}

    with pytest.raises(posting.FactNotUnderstood) as refused:
        credit(facts(somebody, stated.pop("key"), **stated))

    assert (refused.value.row, refused.value.fact) == (0, fact)
    assert not Chain.objects.exists()


def test_recorded_at_never_goes_back():
    somebody = person()

    credit(facts(somebody, "a"), at=NOON)
    credit(facts(somebody, "b"), at=NOON - timedelta(days=300))

    first, second = Entry.objects.order_by("number")
    assert (first.recorded_at, second.recorded_at) == (NOON, NOON)
    assert second.act.at == NOON - timedelta(days=300)
    assert ledger.verify([somebody.pk]) == []


def test_people_without_a_region_are_under_the_rules_of_the_country():
    somebody = person(region=None)

    credit(facts(somebody, "a"))

    assert Entry.objects.get().family == "cn-general"


def test_without_any_rulebook_in_force_claims_are_kept_and_earn_nothing():
    for version in RulebookVersion.objects.filter(status="PUBLISHED"):
        rulebooks.retire(version=version, by=None, at=NOON, reason="废止")
    somebody = person()

    (receipt,) = credit(facts(somebody, "run:1"))

    assert (receipt.outcome, receipt.hours) == ("credited", 0)
    assert standing.of_person(somebody, date(2025, 6, 30)) == []
    assert standing.open_due(at=NOON) == 0


def test_what_is_retired_still_decides_what_it_decided():
    somebody = person()
    credit(facts(somebody, "a", item="课程一"))
    rulebooks.retire(
        version=rulebooks.in_force(family="nanjing-general", on=date(2025, 5, 1)), by=None, at=NOON, reason="废止"
    )

    credit(facts(somebody, "b", item="课程一", on=date(2025, 5, 20)))

    assert awarded(somebody)["a"] == 10
    assert Entry.objects.get(claim__key="b").version.code == "nanjing-general@2014-01-01"
