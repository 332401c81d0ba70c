"""New versions and changed facts move old claims by an act of redecision only."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import ledger, posting
from credits.models import Entry
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region
from tests.credits.builders import NOON, awarded, connect, credit, enact, facts, person

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)
CAPPED = {"hours": "4", "source": "JS7", "confidence": "A"}


def redecide(*who, family="nanjing-general"):
    ids = [somebody.pk for somebody in who]
    families = None if family is None else {family}
    return posting.redecide(person_ids=ids, families=families, reason="新办法施行", by=None, at=LATER).lines


def test_a_new_version_leaves_what_was_decided_alone():
    somebody = person()
    credit(facts(somebody, "a"))

    enact("nanjing-general", since=date(2025, 1, 1), daily_cap=CAPPED)
    credit(facts(somebody, "b", on=date(2025, 5, 20)))

    assert awarded(somebody) == {"a": 10, "b": 4}


def test_redecide_moves_old_claims_and_names_the_act():
    somebody = person()
    credit(facts(somebody, "a"))
    version = enact("nanjing-general", since=date(2025, 1, 1), daily_cap=CAPPED)

    assert redecide(somebody) == 1

    line = Entry.objects.latest("number")
    assert awarded(somebody) == {"a": 4}
    assert (line.kind, line.act.kind, line.act.reason, line.hours, line.version) == (
        "REDECISION",
        "REDECISION",
        "新办法施行",
        -600,
        version,
    )
    assert ledger.verify([somebody.pk]) == []


def test_redecide_twice_changes_nothing():
    somebody = person()
    credit(facts(somebody, "a"))
    enact("nanjing-general", since=date(2025, 1, 1), daily_cap=CAPPED)
    redecide(somebody)

    assert redecide(somebody) == 0
    assert Entry.objects.count() == 2


def test_redecide_says_that_another_version_gives_the_same():
    somebody = person()
    credit(facts(somebody, "a"))
    version = enact("nanjing-general", since=date(2025, 1, 1), note="同样")

    assert redecide(somebody) == 1

    line = Entry.objects.latest("number")
    assert (line.hours, line.version) == (0, version)
    assert awarded(somebody) == {"a": 10}


def test_redecide_after_a_move_hands_the_claim_to_the_other_rulebook():
    somebody = person()
    credit(facts(somebody, "a"))
    people.state_fact(
        person=somebody,
        kind=FactKind.REGION,
        region=Region.objects.get(pk="320500"),
        since=date(2024, 1, 1),
        by=None,
        at=LATER,
    )

    redecide(somebody, family=None)

    (claim,) = ledger.claims_of([somebody.pk])
    awards = {award.family: award.hours for award in ledger.present_awards([claim.pk])[claim.pk]}
    assert awards == {"nanjing-general": 0, "cn-general": 1000}
    assert redecide(somebody, family=None) == 0


def test_redecide_one_rulebook_leaves_the_others_alone():
    somebody = person()
    credit(facts(somebody, "a"))
    enact("nanjing-general", since=date(2025, 1, 1), daily_cap=CAPPED)

    assert redecide(somebody, family="cn-general") == 0
    assert awarded(somebody) == {"a": 10}


def test_redecide_leaves_what_was_reversed_alone():
    somebody = person()
    (receipt,) = credit(facts(somebody, "a"))
    (claim,) = ledger.claims_of([somebody.pk])
    posting.reverse(claim=claim, by=None, at=LATER, reason="伪造")
    enact("nanjing-general", since=date(2025, 1, 1), daily_cap=CAPPED)

    assert redecide(somebody) == 0
    assert receipt.hours == Decimal(10)


def test_a_corrigendum_replaces_and_redecision_applies_it():
    somebody = person()
    credit(facts(somebody, "a"))
    version = enact("nanjing-general", since=date(2023, 1, 1), daily_cap=CAPPED)

    credit(facts(somebody, "b", on=date(2025, 5, 20)))
    before = awarded(somebody)
    redecide(somebody)

    assert version.replaces.effective_from == version.effective_from
    assert (before, awarded(somebody)) == ({"a": 10, "b": 4}, {"a": 4, "b": 4})


def test_redecide_without_a_reason_is_refused():
    connect()
    with pytest.raises(posting.ReasonMissing):
        posting.redecide(person_ids=[person().pk], families=None, reason="", by=None, at=LATER)
