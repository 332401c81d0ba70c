"""Facts of handing in lie in the ledger like others: old digests stay, new ones cover them, and every evaluation reads them."""

from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest

from credits import ledger, posting, recount
from credits.models import Claim, Entry, SimulationFlip
from tests.credits.builders import NOON, YEAR, awarded, connect, credit, enact, facts, person
from tests.credits.simulation.builders import draft, run

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)
TODAY = date(2025, 7, 3)
DEADLINE = {"deadline": {"month": 5, "day": 31}, "source": "JS7", "confidence": "A"}
# What a claim stated, and its digest, before claims told when and where they were handed in.
OLD = (
    '{"activity":"class","approval_number":"","category":"professional","ends_on":"2025-05-12","hours":1000,"provider":"",'
    '"starts_on":"2025-05-12","title":"数据治理研修班"}'
)


def drifts():
    return recount.recount(scope=recount.Scope(today=TODAY)).drifts


def test_a_claim_that_tells_none_of_it_has_the_digest_it_always_had():
    somebody = person()

    credit(facts(somebody, "a"))

    assert Claim.objects.get().digest == sha256(OLD.encode()).hexdigest()
    assert ledger.verify([somebody.pk]) == []


@pytest.mark.parametrize(
    "told", [{"declared_on": TODAY}, {"late_approved_on": TODAY}, {"provider_region": "320100"}], ids=str
)
def test_the_digest_covers_what_is_told(told):
    somebody = person()
    credit(facts(somebody, "a", **told))

    assert Claim.objects.get().digest != sha256(OLD.encode()).hexdigest()
    assert ledger.verify([somebody.pk]) == []
    with pytest.raises(posting.KeyReused):
        credit(facts(somebody, "a"))
    assert credit(facts(somebody, "a", **told))[0].outcome == "known"


def test_a_region_of_too_many_characters_is_refused():
    with pytest.raises(posting.FactNotUnderstood):
        credit(facts(person(), "a", provider_region="3" * 13))


def test_old_and_new_claims_stand_side_by_side_without_drift():
    connect()
    enact("nanjing-general", since=YEAR, claim=DEADLINE)
    somebody = person()

    credit(facts(somebody, "old"), facts(somebody, "in_time", declared_on=date(2025, 5, 31)))
    credit(facts(somebody, "late", declared_on=date(2025, 6, 1), on=date(2025, 5, 20)))

    assert awarded(somebody) == {"old": 10, "in_time": 10, "late": 0}
    assert (ledger.verify([somebody.pk]), drifts()) == ([], [])


def test_a_deadline_that_comes_later_decides_by_what_was_told_then():
    connect()
    somebody = person()
    credit(
        facts(somebody, "late", declared_on=date(2025, 6, 1), hours=Decimal(40)),
        facts(somebody, "old", on=date(2025, 5, 20), hours=Decimal(60)),
    )

    made = run(draft(claim=DEADLINE))
    enact("nanjing-general", since=YEAR, claim=DEADLINE)
    moved = posting.redecide(person_ids=[somebody.pk], families=None, reason="新办法", by=None, at=LATER)

    flips = SimulationFlip.objects.filter(simulation=made).values_list("person_id", "before", "after")
    assert list(flips) == [(somebody.pk, "MET", "SHORT")]
    assert (moved.people, awarded(somebody)) == (1, {"late": 0, "old": 60})
    assert Entry.objects.filter(kind="REDECISION", hours=-4000).get().reasons[-1]["code"] == "too_late"
    assert (ledger.verify([somebody.pk]), drifts()) == ([], [])


def test_what_is_foreseen_is_foreseen_with_its_day_and_place():
    here = {"regions": ["320100"], "accept": True, "source": "JS7", "confidence": "A"}
    enact(
        "nanjing-general", since=YEAR, claim=DEADLINE, recognitions=[here, {**here, "regions": ["*"], "accept": False}]
    )
    somebody = person()
    tried = [
        facts(somebody, "here", provider_region="320105", declared_on=date(2025, 5, 31)),
        facts(somebody, "there", provider_region="310000", declared_on=date(2025, 5, 31)),
        facts(somebody, "late", provider_region="320105", declared_on=date(2025, 6, 1)),
        facts(somebody, "untold"),
    ]

    found = posting.foresee(person_id=somebody.pk, claims=tried, at=NOON)

    assert [one.hours for one in found.claims] == [1000, 0, 0, 1000]
    assert [one.reasons[-1]["code"] for one in found.claims[1:3]] == ["place_not_recognised", "too_late"]
    assert [receipt.hours for receipt in credit(*tried)] == [10, 0, 0, 10]
