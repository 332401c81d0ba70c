"""A certificate follows the hours that it states."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from credits import certificates, ledger, posting
from credits.certificates import Settled
from credits.models import Certificate, CertificateOrder
from credits.models.certificates import present
from tests.credits import builders as people
from tests.credits.certificates.builders import AT, issued, order, reissued, state

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=3)
KEY = "run:81:1"


def settle(due: certificates.Order | None) -> Settled:
    return certificates.settle(key=KEY, due=due, by=people.user(), at=LATER, reason="签到表抄录有误")


def states() -> list[str]:
    return list(present(Certificate.objects.order_by("pk")).values_list("state", flat=True))


def test_other_hours_replace_the_certificate() -> None:
    old = issued()

    settled = settle(order(old.person, hours={"professional": Decimal(12)}))

    assert (settled, states()) == (Settled.REPLACED, ["SUPERSEDED"])
    assert certificates.issue_due(at=LATER) == 1
    assert states() == ["SUPERSEDED", "ISSUED"]
    new = Certificate.objects.get(replaces=old)
    assert new.order.facts["hours"] == {"professional": "12"}
    assert certificates.verify(number=old.number, name="欧阳𬭎㛃").replaced_by == new.number


def test_no_hours_revoke_it_with_the_reason() -> None:
    issued()

    assert (settle(None), states()) == (Settled.REVOKED, ["REVOKED"])
    assert present(Certificate.objects.all()).get().state_reason == "签到表抄录有误"


def test_the_same_hours_leave_it_alone() -> None:
    old = issued()

    assert (settle(order(old.person)), states()) == (Settled.NOTHING, ["ISSUED"])


def test_what_was_revoked_is_issued_anew_when_it_is_due_again() -> None:
    old = issued()
    settle(None)

    assert settle(order(old.person)) == Settled.ORDERED
    assert certificates.issue_due(at=LATER) == 1
    assert states() == ["REVOKED", "ISSUED"]


def test_what_is_not_issued_yet_says_the_right_thing_at_once() -> None:
    who = people.person()
    certificates.order(orders=[order(who)], at=AT)

    assert settle(order(who, hours={"professional": Decimal(6)})) == Settled.ORDERED

    assert certificates.issue_due(at=LATER) == 1
    assert CertificateOrder.objects.get().facts["hours"] == {"professional": "6"}


def test_what_is_not_issued_yet_and_not_due_any_more_is_never_issued() -> None:
    certificates.order(orders=[order(people.person())], at=AT)

    assert settle(None) == Settled.REVOKED
    assert (certificates.issue_due(at=LATER), states()) == (0, [])


def test_nothing_is_due_and_nothing_was() -> None:
    assert settle(None) == Settled.NOTHING


def test_somebody_elses_certificate_of_a_like_key_stays() -> None:
    issued()
    other = issued(name="张三", key="run:81:11")

    settle(None)

    assert state(other)[0] == "ISSUED"


def test_what_fell_with_its_hours_comes_back_with_them_alone() -> None:
    old = issued()
    settle(None)

    with pytest.raises(certificates.HoursGone):
        certificates.reinstate(certificate=old, by=people.user(), at=LATER, reason="复核")

    assert states() == ["REVOKED"]


def test_what_an_officer_revoked_does_not_come_back_by_a_correction() -> None:
    old = issued()
    certificates.revoke(certificate=old, by=people.user(), at=LATER, reason="冒名顶替")

    settled = settle(order(old.person, hours={"professional": Decimal(12)}))

    assert (settled, certificates.issue_due(at=LATER), states()) == (Settled.NOTHING, 0, ["REVOKED"])


def test_reversed_hours_end_whichever_certificate_is_valid() -> None:
    old = issued()
    certificates.revoke(certificate=old, by=people.user(), at=LATER, reason="姓名有误")
    certificates.reinstate(certificate=old, by=people.user(), at=LATER, reason="姓名无误")
    new = reissued(old, at=LATER)

    assert settle(None) == Settled.REVOKED
    assert settle(order(old.person)) == Settled.ORDERED
    assert certificates.issue_due(at=LATER) == 1
    assert states() == ["SUPERSEDED", "REVOKED", "ISSUED"]
    third = Certificate.objects.order_by("-pk")[0]
    reissued(third, at=LATER)
    assert len(set(CertificateOrder.objects.values_list("key", flat=True))) == 4
    assert new.pk != third.pk


@pytest.mark.parametrize("what", ["reversed", "corrected"])
def test_what_an_officer_revoked_does_not_come_back_with_hours_that_are_gone(what: str) -> None:
    who = people.person()
    (receipt,) = people.credit(stated := people.facts(who, KEY))
    certificates.order(orders=[order(who, claim_id=receipt.claim_id, hours=receipt.by_category)], at=AT)
    certificates.issue_due(at=AT)
    certificate = Certificate.objects.get()
    certificates.revoke(certificate=certificate, by=people.user(), at=AT, reason="冒名顶替")
    certificates.reinstate(certificate=certificate, by=people.user(), at=AT, reason="查明系本人")
    certificates.revoke(certificate=certificate, by=people.user(), at=AT, reason="冒名顶替")
    (claim,) = ledger.claims_of([who.pk])
    if what == "reversed":
        posting.reverse(claim=claim, by=people.user(), at=LATER, reason="名册误报")
    else:
        posting.correct(
            claim=claim, facts=replace(stated, hours=Decimal(4)), by=people.user(), at=LATER, reason="抄录有误"
        )

    with pytest.raises(certificates.HoursGone):
        certificates.reinstate(certificate=certificate, by=people.user(), at=LATER, reason="复核")

    assert states() == ["REVOKED"]


def test_correction_does_not_wait_for_whoever_seals(settings: Any, tmp_path: Path) -> None:
    old = issued()
    here, settings.SEALS, settings.SEALS_MADE_HERE = settings.SEALS, tmp_path, False

    assert settle(order(old.person, hours={"professional": Decimal(12)})) == Settled.REPLACED

    assert (certificates.issue_due(at=LATER), states()) == (0, ["SUPERSEDED"])
    settings.SEALS = here
    assert certificates.issue_due(at=LATER + timedelta(minutes=6)) == 1
    assert Certificate.objects.get(replaces=old).stated["hours"] == [["专业科目", "12"]]


def test_corrected_twice_before_the_new_one_is_made_states_the_last() -> None:
    old = issued()
    settle(order(old.person, hours={"professional": Decimal(12)}))

    assert settle(order(old.person, hours={"professional": Decimal(9)})) == Settled.ORDERED

    assert certificates.issue_due(at=LATER) == 1
    assert states() == ["SUPERSEDED", "ISSUED"]
    assert Certificate.objects.get(replaces=old).stated["hours"] == [["专业科目", "9"]]


def test_hours_that_fall_before_the_new_one_is_made_revoke_the_old_one() -> None:
    old = issued()
    settle(order(old.person, hours={"professional": Decimal(12)}))

    assert settle(None) == Settled.REVOKED

    assert (certificates.issue_due(at=LATER), states()) == (0, ["REVOKED"])
    assert settle(order(old.person, hours={"professional": Decimal(8)})) == Settled.ORDERED
    assert (certificates.issue_due(at=LATER), states()) == (1, ["REVOKED", "ISSUED"])
    assert certificates.examine_all().faults == []


def corrected(hours: int) -> Certificate:
    """Return a certificate that an officer revoked, and whose hours were corrected after that."""
    who = people.person()
    stated = people.facts(who, KEY)
    (receipt,) = people.credit(stated)
    certificates.order(orders=[order(who, claim_id=receipt.claim_id)], at=AT)
    certificates.issue_due(at=AT)
    certificate = Certificate.objects.get()
    certificates.revoke(certificate=certificate, by=people.user(), at=AT, reason="冒名顶替")
    (claim,) = ledger.claims_of([who.pk])
    if hours:
        facts = replace(stated, hours=Decimal(hours))
        posting.correct(claim=claim, facts=facts, by=people.user(), at=LATER, reason="抄录有误")
    else:
        posting.reverse(claim=claim, by=people.user(), at=LATER, reason="名册误报")
    return certificate


def test_officer_has_a_new_one_issued_where_hours_were_corrected_since() -> None:
    old = corrected(4)
    with pytest.raises(certificates.HoursGone):
        certificates.reinstate(certificate=old, by=people.user(), at=LATER, reason="查明系本人")

    certificates.issue_anew(certificate=old, by=people.user(), at=LATER, reason="查明系本人")

    assert (certificates.issue_due(at=LATER), states()) == (1, ["SUPERSEDED", "ISSUED"])
    new = Certificate.objects.get(replaces=old)
    assert (new.stated["hours"], new.stated["replaces"]) == ([["专业科目", "4"]], old.number)
    assert [line.reason for line in old.changes.order_by("number")] == ["冒名顶替", "查明系本人"]


def test_new_one_is_refused_without_hours_a_reason_or_where_there_is_another() -> None:
    old = corrected(0)
    with pytest.raises(certificates.HoursGone):
        certificates.issue_anew(certificate=old, by=people.user(), at=LATER, reason="查明系本人")
    valid = issued(key="run:82:1", name="张三")
    with pytest.raises(certificates.NotRevoked):
        certificates.issue_anew(certificate=valid, by=people.user(), at=LATER, reason="查明系本人")
    certificates.revoke(certificate=valid, by=people.user(), at=LATER, reason="冒名顶替")
    with pytest.raises(certificates.ReasonMissing):
        certificates.issue_anew(certificate=valid, by=people.user(), at=LATER, reason=" ")
    certificates.issue_anew(certificate=valid, by=people.user(), at=LATER, reason="查明系本人")

    with pytest.raises(certificates.NotRevoked):
        certificates.issue_anew(certificate=valid, by=people.user(), at=LATER, reason="查明系本人")
