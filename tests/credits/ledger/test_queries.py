"""What the ledger tells."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import ledger, posting
from credits.models import Claim, Entry
from tests.credits.builders import NOON, credit, facts, person

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)


def test_hours_by_category_of_a_cycle():
    somebody, other = person(), person()
    credit(
        facts(somebody, "a"),
        facts(somebody, "b", category="public", hours=Decimal("2.5")),
        facts(somebody, "c", on=date(2024, 5, 1)),
        facts(other, "a", hours=Decimal(40)),
    )

    found = ledger.hours_by_category([somebody.pk], family="nanjing-general", on=date(2025, 6, 1))

    assert found == {"professional": 1000, "public": 250}


def test_as_of_a_moment_later_lines_are_not_known():
    somebody = person()
    credit(facts(somebody, "a"))
    posting.reverse(claim=Claim.objects.get(), by=None, at=TOMORROW, reason="伪造")

    assert [line.hours for line in ledger.as_of([somebody.pk], at=NOON)] == [1000]
    assert [line.hours for line in ledger.as_of([somebody.pk], at=TOMORROW)] == [-1000, 1000]
    assert ledger.hours_by_category([somebody.pk], family="nanjing-general", on=date(2025, 6, 1), at=NOON) == {
        "professional": 1000
    }
    assert ledger.hours_by_category([somebody.pk], family="nanjing-general", on=date(2025, 6, 1)) == {}


def test_timeline_shows_what_became_of_each_claim():
    somebody, other = person(), person()
    credit(facts(somebody, "a"), facts(somebody, "b", on=date(2025, 6, 1)), facts(other, "c"))
    posting.reverse(claim=Claim.objects.get(key="a"), by=None, at=TOMORROW, reason="伪造")
    posting.correct(
        claim=Claim.objects.get(key="b"),
        facts=facts(somebody, "b", on=date(2025, 6, 1), hours=Decimal(4)),
        by=None,
        at=TOMORROW,
        reason="有误",
    )

    rows = [
        (row.claim.key, row.claim.revision, row.state, row.hours, len(row.entries))
        for row in ledger.timeline([somebody.pk])
    ]

    assert rows == [("b", 2, "LIVE", 400, 1), ("b", 1, "REPLACED", 0, 2), ("a", 1, "REVERSED", 0, 2)]


def test_explanation_says_why_in_two_languages_with_the_clause():
    somebody = person()
    credit(facts(somebody, "a"))
    posting.reverse(claim=Claim.objects.get(), by=None, at=TOMORROW, reason="证书系伪造")

    newest, oldest = (ledger.explanation(entry) for entry in ledger.entries_of([somebody.pk]))

    (rate,) = oldest.sentences
    assert (rate.code, rate.amount, rate.document) == ("rate", 1000, "宁人社〔2014〕55号")
    assert "10学时" in rate.zh
    assert "10 hours" in rate.en
    assert (newest.caused_by, newest.cause, newest.hours) == ("REVERSAL", "证书系伪造", -1000)
    assert "撤销" in newest.sentences[0].zh


def test_entries_are_of_the_persons_asked_only():
    somebody, other = person(), person()
    credit(facts(somebody, "a"), facts(other, "b"))

    assert {entry.person_id for entry in ledger.entries_of([somebody.pk])} == {somebody.pk}
    assert Entry.objects.count() == 2
