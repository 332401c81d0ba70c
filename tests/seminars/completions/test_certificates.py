"""A completion that counts gives a certificate of completion, once a year; it falls with the hours that it states."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from credits import certificates, ledger, posting
from credits.certificates import Settled
from credits.models import Certificate, CertificateOrder
from credits.models.certificates import present
from learning.accounts.models import Person
from seminars import completions
from seminars.models import Programme
from tests.credits.builders import enact
from tests.seminars import builders
from tests.seminars.completions.builders import AT, alone, line, registered, text

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


def certified(who: Person, programme: Programme) -> Certificate:
    """Register that somebody completed `programme` for this year, and let the sweep issue what is due."""
    registered(programme, text(line(who)))
    assert certificates.issue_due(at=AT) == 1
    return Certificate.objects.get()


def states() -> list[str]:
    return list(present(Certificate.objects.order_by("pk")).values_list("state", flat=True))


def test_a_completion_gives_a_certificate_that_says_what_was_completed_when() -> None:
    who, programme = builders.professional(), alone()

    paper = certified(who, programme)

    version = programme.current
    assert version is not None
    said = paper.stated
    assert (said["title"], said["run_number"], said["activity"]) == (version.title, None, "公需科目课程")
    assert (said["starts_on"], said["ends_on"]) == ("2026-05-20", "2026-05-20")
    assert (said["hours"], said["approval_number"]) == ([["公需科目", "30"]], version.approval_number)
    assert (said["host"], said["organiser"], said["issuer"]) == (version.host, version.organiser, version.organiser)
    assert said["result"] == "PASSED"
    assert "score" not in said
    assert paper.number.startswith(f"JS-2026-JY-{programme.base_id:06d}-0000001-")
    assert (
        certificates.verify(number=paper.number, name=said["holder"]).verdict(on=paper.issued_at.date())
        == certificates.Verdict.VALID
    )


def test_a_completion_without_an_examination_was_not_passed_but_completed() -> None:
    paper = certified(builders.professional(), alone(has_exam=False, passing_score=None))

    assert paper.stated["result"] == "COMPLETED"


def test_each_learning_year_has_a_certificate_and_one_that_was_made_up_says_so() -> None:
    who, programme = builders.professional(), alone()

    registered(programme, text(line(who), line(who, year="2025")))
    registered(programme, text(line(who)))
    assert certificates.issue_due(at=AT) == 2

    titles = [paper.stated["title"] for paper in Certificate.objects.order_by("order__key")]
    assert ["2025" in title for title in titles] == [True, False]


def test_a_completion_that_counts_nothing_or_is_refused_gives_no_certificate() -> None:
    # What was approved after the first of January counts nothing under this version.
    gate = {"kind": "approved", "activities": ["public_course"], "source": "JS7", "confidence": "A"}
    enact("nanjing-general", since=date(2026, 1, 1), gates=[gate])
    for_nothing, failed, programme = builders.professional(), builders.professional(), alone()

    sheet = registered(programme, text(line(for_nothing), line(failed, score="59")))

    assert list(sheet.rows.order_by("number").values_list("outcome", "hours")) == [("CREDITED", 0), ("REFUSED", None)]
    assert CertificateOrder.objects.count() == 0


def test_a_completion_that_is_reversed_revokes_the_certificate_and_one_that_is_reinstated_gives_another() -> None:
    who, by = builders.professional(), builders.user()
    certified(who, alone())
    (claim,) = ledger.claims_of([who.pk])

    receipt = posting.reverse(claim=claim, reason="成绩系冒名取得", by=by, at=LATER)
    assert certificates.follow(receipt=receipt, by=by, at=LATER, reason="成绩系冒名取得") == Settled.REVOKED
    assert (states(), present(Certificate.objects.all()).get().state_reason) == (["REVOKED"], "成绩系冒名取得")

    receipt = posting.reinstate(claim=claim, reason="核实无误", by=by, at=LATER)
    assert certificates.follow(receipt=receipt, by=by, at=LATER, reason="核实无误") == Settled.ORDERED
    assert certificates.issue_due(at=LATER) == 1
    assert states() == ["REVOKED", "ISSUED"]


def test_a_completion_that_is_corrected_replaces_the_certificate() -> None:
    who, by, programme = builders.professional(), builders.user(), alone()
    old = certified(who, programme)
    (claim,) = ledger.claims_of([who.pk])
    assert programme.current
    (facts,) = completions.claims_if_completed([programme.current], person_id=who.pk, on=claim.ends_on)

    receipt = posting.correct(
        claim=claim, facts=replace(facts, hours=Decimal(20)), reason="学时填报有误", by=by, at=LATER
    )
    assert certificates.follow(receipt=receipt, by=by, at=LATER, reason="学时填报有误") == Settled.REPLACED
    certificates.issue_due(at=LATER)

    new = Certificate.objects.get(replaces=old)
    assert (states(), new.stated["hours"]) == (["SUPERSEDED", "ISSUED"], [["公需科目", "20"]])
    assert new.stated["result"] == "PASSED"


def test_what_is_reversed_before_it_was_issued_is_never_issued() -> None:
    who, by = builders.professional(), builders.user()
    registered(alone(), text(line(who)))
    (claim,) = ledger.claims_of([who.pk])

    receipt = posting.reverse(claim=claim, reason="名册误报", by=by, at=LATER)
    certificates.follow(receipt=receipt, by=by, at=LATER, reason="名册误报")

    assert (certificates.issue_due(at=LATER), states()) == (0, [])


def test_a_claim_without_a_certificate_is_followed_by_none() -> None:
    who, other, by = builders.professional(), builders.professional(), builders.user()
    certified(other, alone())
    posting.credit(claims=_by_roster(who), by=by, at=AT, origin="roster")
    (claim,) = ledger.claims_of([who.pk])

    receipt = posting.reverse(claim=claim, reason="名册误报", by=by, at=LATER)

    assert certificates.follow(receipt=receipt, by=by, at=LATER, reason="名册误报") == Settled.NOTHING
    assert states() == ["ISSUED"]


def _by_roster(who: Person) -> list[posting.ClaimFacts]:
    version = alone().current
    assert version
    return completions.claims_if_completed([version], person_id=who.pk, on=date(2026, 5, 20))
