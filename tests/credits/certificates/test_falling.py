"""Hours that fall by a new decision: what states them is proposed to be revoked, and an officer revokes it, replaces it or keeps it."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from credits import certificates, ledger, posting
from credits.enums import CertificateKind, ProposalOutcome
from credits.models import Certificate, CertificateProposal
from learning.accounts.models import Person
from tests.credits import builders as people
from tests.credits.certificates import builders, kinds
from tests.credits.certificates.builders import AT, state
from tests.credits.web.builders import regulator, signed_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
CAPPED = {"hours": "4", "source": "JS7", "confidence": "A"}


def completed(who: Person) -> Certificate:
    """Issue a certificate of what somebody completed, which counted ten hours."""
    (receipt,) = people.credit(people.facts(who, "c"))
    due = builders.order(who, claim_id=receipt.claim_id, hours=receipt.by_category)
    certificates.order(orders=[due], at=AT)
    certificates.issue_due(at=AT)
    return Certificate.objects.get(order__key=due.key)


def redecided(who: Person, **changes: Any) -> None:
    """Decide the claims of somebody again under a version with these changes."""
    people.enact("nanjing-general", since=date(2025, 1, 1), **changes)
    posting.redecide(person_ids=[who.pk], families=None, reason="新办法施行", by=None, at=LATER)


def proposal() -> CertificateProposal:
    return CertificateProposal.objects.get()


@pytest.fixture
def fallen() -> Certificate:
    """Issue a certificate of ten hours, of which four are left, and let the sweep see it."""
    who = people.person(name="欧阳娜娜")
    certificate = completed(who)
    redecided(who, daily_cap=CAPPED)
    certificates.propose_due(at=LATER)
    return certificate


def test_completion_whose_hours_fell_by_a_new_decision_is_proposed_once_and_stays_valid(fallen: Certificate) -> None:
    assert certificates.propose_due(at=LATER) == 0
    assert (proposal().certificate, proposal().counted, state(fallen)[0]) == (fallen, 400, "ISSUED")
    assert certificates.hours_stated(fallen) == 1000


def test_teaching_whose_hours_fell_is_proposed() -> None:
    who = people.person()
    kinds.taught(who)
    certificate = kinds.swept(CertificateKind.TEACHING)
    before = certificates.hours_stated(certificate)

    redecided(who, daily_cap={**CAPPED, "hours": "1"})

    assert certificates.propose_due(at=LATER) == 1
    assert (proposal().certificate, proposal().counted < before) == (certificate, True)


def test_what_is_decided_again_to_the_same_or_to_more_is_not_proposed() -> None:
    who = people.person()
    people.enact("nanjing-general", since=date(2024, 1, 1), daily_cap=CAPPED)
    completed(who)  # four hours

    redecided(who, daily_cap={**CAPPED, "hours": "6"})

    assert certificates.propose_due(at=LATER) == 0


def test_a_claim_that_was_reversed_took_its_certificate_along_and_is_not_proposed() -> None:
    who = people.person()
    completed(who)
    (claim,) = ledger.claims_of([who.pk])
    receipt = posting.reverse(claim=claim, by=people.user(), at=LATER, reason="考勤不实")
    certificates.follow(receipt=receipt, by=people.user(), at=LATER, reason="考勤不实")

    assert certificates.propose_due(at=LATER) == 0


def test_officer_has_one_issued_that_states_what_is_counted_now(fallen: Certificate) -> None:
    given: Any = {"by": people.user(), "at": LATER, "reason": "按新办法重新核算"}

    certificates.decide(proposal=proposal(), outcome=ProposalOutcome.REPLACED, **given)

    certificates.issue_due(at=LATER)
    new = Certificate.objects.get(replaces=fallen)
    assert (new.stated["hours"], state(fallen)) == ([["专业科目", "4"]], ("SUPERSEDED", "按新办法重新核算"))
    assert certificates.propose_due(at=LATER) == 0
    assert proposal().outcome == "REPLACED"


def test_officer_revokes_or_keeps_it_and_what_was_kept_is_not_proposed_again(fallen: Certificate) -> None:
    given: Any = {"by": people.user(), "at": LATER, "reason": "培训在新办法之前"}

    certificates.decide(proposal=proposal(), outcome=ProposalOutcome.KEPT, **given)

    assert (certificates.propose_due(at=LATER), state(fallen)[0]) == (0, "ISSUED")
    CertificateProposal.objects.update(outcome="", decided_at=None, decided_by=None)
    certificates.decide(proposal=proposal(), outcome=ProposalOutcome.REVOKED, **given)
    assert state(fallen) == ("REVOKED", "培训在新办法之前")
    with pytest.raises(certificates.HoursDiffer):
        certificates.reinstate(certificate=fallen, **given)


def test_what_fell_is_stated_again_only_where_somebody_decided_that_it_stays(fallen: Certificate) -> None:
    given: Any = {"by": people.user(), "at": LATER, "reason": "更名"}

    with pytest.raises(certificates.HoursFell):
        certificates.reissue(certificate=fallen, **given)
    assert (certificates.issue_due(at=LATER), state(fallen)[0]) == (0, "ISSUED")

    certificates.decide(proposal=proposal(), outcome=ProposalOutcome.KEPT, **given)
    certificates.reissue(certificate=fallen, **given)
    certificates.issue_due(at=LATER)
    assert Certificate.objects.get(replaces=fallen).stated["hours"] == [["专业科目", "10"]]


def test_hours_that_come_back_settle_it(fallen: Certificate) -> None:
    redecided(fallen.person, daily_cap={**CAPPED, "hours": "10"})

    certificates.propose_due(at=LATER)

    assert (proposal().outcome, state(fallen)[0]) == ("OVERTAKEN", "ISSUED")


def test_same_hours_in_another_category_are_proposed() -> None:
    who = people.person()
    certificate = completed(who)
    # As if a rulebook had called the same hours something else since.
    certificate.order.facts["hours"] = {"public": "10"}
    certificate.order.save()

    assert certificates.propose_due(at=LATER) == 1
    assert proposal().counted == certificates.hours_stated(certificate) == 1000


def test_page_shows_what_is_stated_and_what_is_counted_and_replaces(fallen: Certificate) -> None:
    client = signed_in(regulator(), "zh-hans")
    page = f"/register/certificates/fallen/{proposal().pk}/"

    listed = client.get("/register/certificates/fallen/").content.decode()
    looked = client.get(page).content.decode()
    done = client.post(page, {"deed": "replace", "reason": "按新办法重新核算"})

    for shown in (listed, looked):
        assert (fallen.number in shown, ">10<" in shown or "10学时" in shown or "10 学时" in shown) == (True, True)
    assert (done.status_code, state(fallen)[0], Decimal(proposal().counted)) == (302, "SUPERSEDED", Decimal(400))
