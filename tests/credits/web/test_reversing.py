"""Reversing hours from the register: an officer of the region, with a reason, once."""

import pytest

from credits import certificates
from credits.models import Certificate, CertificateChange, Entry
from credits.models.certificates import present
from learning.accounts.enums import Role
from tests.credits.certificates import builders as certified
from tests.credits.web import builders

pytestmark = pytest.mark.django_db

NANJING, SUZHOU = "320100", "320500"


def test_officer_reverses_with_a_reason():
    zhang = builders.person()
    line = builders.line(zhang)
    client = builders.opened(builders.regulator(), zhang)

    client.post(f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/", {"reason": "证书系伪造", "is_meant": "on"})

    reversal = Entry.objects.filter(claim=line.claim).latest("pk")
    assert (reversal.hours, reversal.act.reason, reversal.act.by.name) == (-2400, "证书系伪造", "王处长")


def test_the_certificate_that_states_the_hours_is_revoked_with_them_and_no_other_is():
    zhang = builders.person()
    line, other = builders.line(zhang), builders.line(zhang, key="run:9", title="另一期")
    asked = [
        certified.order(zhang, key=one.claim.key, claim_id=one.claim_id, title=one.claim.title) for one in (line, other)
    ]
    certificates.order(orders=asked, at=builders.NOW)
    certificates.issue_due(at=builders.NOW)
    client = builders.opened(builders.regulator(), zhang)

    client.post(f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/", {"reason": "证书系伪造", "is_meant": "on"})

    states = dict(present(Certificate.objects.all()).values_list("order__claim", "state"))
    assert states == {line.claim_id: "REVOKED", other.claim_id: "ISSUED"}
    assert CertificateChange.objects.get().reason == "证书系伪造"


@pytest.mark.parametrize(
    "typed", [{"reason": "证书系伪造"}, {"reason": "", "is_meant": "on"}, {"reason": "x" * 501, "is_meant": "on"}]
)
def test_officer_reverses_nothing_without_reason_and_confirmation(typed):
    zhang = builders.person()
    line = builders.line(zhang)
    client = builders.opened(builders.regulator(), zhang)

    page = client.post(f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/", typed)

    assert page.status_code == 200
    assert typed["reason"] in page.content.decode()
    assert Entry.objects.count() == 1


def test_reversing_twice_is_refused_and_said():
    zhang = builders.person()
    line = builders.line(zhang)
    client = builders.opened(builders.regulator(), zhang)
    address, typed = f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/", {"reason": "证书系伪造", "is_meant": "on"}
    client.post(address, typed)

    page = client.post(address, typed)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("role, region", [(Role.REGULATOR_VIEWER, NANJING), (Role.REGULATOR_OFFICER, SUZHOU)])
def test_viewer_and_officer_of_elsewhere_reverse_nothing(role, region):
    zhang = builders.person()
    line = builders.line(zhang)
    client = builders.signed_in(builders.regulator(role=role, region=region))
    address = f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/"

    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "证书系伪造", "is_meant": "on"}).status_code == 404
    assert Entry.objects.count() == 1


def test_nobody_reverses_in_the_own_record():
    zhang = builders.person()
    line = builders.line(zhang)
    officer = builders.regulator()
    zhang.logins.create(user=officer, proof="IN_PERSON", since=builders.YESTERDAY)
    client = builders.opened(officer, zhang)
    address = f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/"

    assert client.post(address, {"reason": "证书系伪造", "is_meant": "on"}).status_code == 404
    assert address not in client.get(f"/register/{zhang.pk}/entries/{line.pk}/").content.decode()
    assert Entry.objects.count() == 1


def test_claim_of_somebody_else_is_not_reversed_through_this_record():
    zhang, li = builders.person(), builders.person(name="李四", number="G30005678", region=SUZHOU)
    line = builders.line(li)
    client = builders.opened(builders.regulator(), zhang)

    answer = client.post(
        f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/", {"reason": "证书系伪造", "is_meant": "on"}
    )

    assert answer.status_code == 404
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_reversing_asks_for_the_purpose_first(method):
    zhang = builders.person()
    line = builders.line(zhang)
    client = builders.signed_in(builders.regulator())

    answer = getattr(client, method)(
        f"/register/{zhang.pk}/claims/{line.claim_id}/reverse/", {"reason": "证书系伪造", "is_meant": "on"}
    )

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/register/{zhang.pk}/")
    assert Entry.objects.count() == 1
