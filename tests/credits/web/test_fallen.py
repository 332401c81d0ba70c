"""Certificates whose hours fell, and those that could not be issued: who is told, and who decides."""

import pytest

from credits import certificates, posting
from credits.enums import CertificateKind
from credits.models import CertificateOrder, CertificateProposal, Claim
from tests.credits import builders as people_builders
from tests.credits.certificates import builders, kinds
from tests.credits.certificates.builders import AT
from tests.credits.web.builders import regulator, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal() -> CertificateProposal:
    who = kinds.met(name="欧阳娜娜")
    kinds.swept(CertificateKind.YEAR)
    claim = Claim.objects.get(person=who)
    posting.reverse(claim=claim, by=people_builders.user(), at=AT, reason="考勤不实")
    certificates.propose_due(at=AT)
    return CertificateProposal.objects.get()


def test_an_officer_of_the_region_is_told_and_decides(proposal: CertificateProposal) -> None:
    client = signed_in(regulator())
    page = f"/register/certificates/fallen/{proposal.pk}/"

    told = client.get("/decisions/").content.decode()
    listed = client.get("/register/certificates/fallen/").content.decode()
    done = client.post(page, {"deed": "revoke", "reason": "学时已撤销"})

    assert page in told
    assert "欧阳娜娜" in listed
    assert proposal.certificate.number in listed
    assert done.status_code == 302
    assert builders.state(proposal.certificate) == ("REVOKED", "学时已撤销")
    assert client.get(page).status_code == 404
    assert "欧阳娜娜" not in client.get("/register/certificates/fallen/").content.decode()


def test_nothing_is_decided_without_a_reason(proposal: CertificateProposal) -> None:
    client = signed_in(regulator())

    answer = client.post(f"/register/certificates/fallen/{proposal.pk}/", {"deed": "keep", "reason": ""})

    assert answer.status_code == 200
    assert CertificateProposal.objects.get().decided_at is None


def test_another_region_sees_and_decides_nothing(proposal: CertificateProposal) -> None:
    client = signed_in(regulator(region="320500"))

    assert "欧阳娜娜" not in client.get("/register/certificates/fallen/").content.decode()
    assert (
        client.post(f"/register/certificates/fallen/{proposal.pk}/", {"deed": "keep", "reason": "x"}).status_code == 404
    )
    assert "/register/certificates/fallen/" not in client.get("/decisions/").content.decode()


def test_a_certificate_that_something_keeps_back_waits_for_a_decision() -> None:
    who = people_builders.person(name="欧阳娜娜")
    certificates.order(orders=[builders.order(who, host="\U0002fa1d县人民政府")], at=AT)
    certificates.issue_due(at=AT)

    told = signed_in(regulator()).get("/decisions/").content.decode()

    assert CertificateOrder.objects.get().last_error
    assert "/register/certificates/" in told
    assert "欧阳娜娜" in told
