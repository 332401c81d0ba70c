"""What is put together from parts is what is encoded whole."""

from datetime import UTC, date, datetime

import pytest

from credits import ledger, posting
from tests.credits.builders import NOON, credit, facts, person

AWKWARD = ('“引号" \\ 反斜线', "换行\r\n和\t制表", "\x01\x1f\x7f\u2028", "\\N", "\\.", '""', "{}", " ", ",")


def test_claim_digests_are_those_of_each_claim_alone():
    rows = [
        {
            "title": title,
            "provider": "",
            "activity": "class",
            "category": None if place % 2 else title,
            "starts_on": date(2025, 5, 1 + place),
            "starts_at": datetime(2025, 5, 1, 1, 2, 3, 4, tzinfo=UTC) if place % 3 else None,
            "hours": place * 50,
            "passed": [True, False, None][place % 3],
        }
        for place, title in enumerate(AWKWARD)
    ]
    columns = {name: [row.get(name) for row in rows] for name in ledger.CLAIM_FACTS}

    assert ledger.claim_digests(columns) == [ledger.claim_digest(row) for row in rows]


@pytest.mark.django_db
@pytest.mark.parametrize("text", AWKWARD)
def test_whatever_a_claim_says_is_kept_and_its_line_proved(text):
    somebody = person()

    claims = [facts(somebody, f"run:{text}:{turn}", title=text, provider=text, item=text) for turn in range(2)]
    credit(*claims)

    kept = ledger.claims_of([somebody.pk])
    assert [(claim.key, claim.title, claim.provider, claim.item) for claim in kept] == [
        (claim.key, text, text, text) for claim in claims
    ]
    assert [ledger.claim_digest({name: getattr(claim, name) for name in ledger.CLAIM_FACTS}) for claim in kept] == [
        claim.digest for claim in kept
    ]
    assert ledger.verify([somebody.pk]) == []


@pytest.mark.django_db
def test_an_act_with_any_reason_is_proved():
    somebody = person()
    for turn, text in enumerate(AWKWARD):
        posting.credit(claims=[facts(somebody, f"run:{turn}")], by=None, at=NOON, origin=text[:100], reason=text)

    assert ledger.verify([somebody.pk]) == []
