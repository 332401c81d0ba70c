"""Crediting a table of claims."""

from datetime import date
from decimal import Decimal

import pytest

from credits import ledger, standing
from credits.models import Act, Claim, Entry
from tests.credits.builders import connect, credit, facts, person

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
    assert (owed.state, owed.required, owed.counted, owed.missing) == ("SHORT", 9000, 1000, 8000)
    assert ledger.verify([somebody.pk]) == []
    assert ledger.explanation(entry).sentences
