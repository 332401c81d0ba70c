"""Certificates in the register: an officer of the region sees what became of them, and changes what they are worth with a reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from credits import certificates
from credits.models import Certificate, CertificateChange, CertificateOrder
from learning.accounts import people
from learning.accounts.enums import Role
from learning.accounts.models import Person, User
from tests.credits.certificates import builders as certified
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
SUZHOU = "320500"
YES = {"is_meant": "on", "reason": "考勤不实"}


def certificate(of: Person) -> Certificate:
    at = builders.NOW - timedelta(hours=1)
    certificates.order(orders=[certified.order(of)], at=at)
    certificates.issue_due(at=at)
    return Certificate.objects.get()


def address(one: Certificate) -> str:
    return f"/register/{one.person_id}/certificates/{one.pk}/"


def test_officer_revokes_and_reinstates_and_the_log_shows_both() -> None:
    one, user = certificate(builders.person()), builders.regulator()
    client = builders.opened(user, one.person)

    client.post(address(one), {"deed": "revoke", **YES})
    revoked = certified.state(one)
    client.post(address(one), {"deed": "reinstate", "is_meant": "on", "reason": "复核：签到表属实"})

    page = client.get(f"/register/{one.person_id}/certificates/").content.decode()
    assert (revoked, certified.state(one)[0]) == (("REVOKED", "考勤不实"), "ISSUED")
    assert [word in page for word in (one.number, "考勤不实", "复核：签到表属实", "王处长")] == [True] * 4


def test_officer_reissues_under_the_present_name() -> None:
    one, user = certificate(builders.person()), builders.regulator()
    people.rename(person=one.person, name="张珊", since=builders.TODAY, by=user, at=builders.NOW)

    client = builders.opened(user, one.person)

    told = client.post(address(one), {"deed": "reissue", "is_meant": "on", "reason": "姓名变更"}, follow=True)

    waiting = certified.state(one)[0]
    certificates.issue_due(at=timezone.now())
    new = Certificate.objects.get(replaces=one)
    assert (new.stated["holder"], certified.state(one)[0], certified.state(new)[0]) == ("张珊", "SUPERSEDED", "ISSUED")
    assert (waiting, "stays valid until then" in told.content.decode()) == ("ISSUED", True)
    assert new.number in client.get(f"/register/{one.person_id}/certificates/").content.decode()


@pytest.mark.parametrize(
    "typed",
    [{"deed": "revoke", "reason": "考勤不实"}, {"deed": "revoke", "is_meant": "on"}, YES, {**YES, "deed": "reinstate"}],
)
def test_what_is_not_whole_or_not_possible_changes_nothing(typed: dict[str, str]) -> None:
    one = certificate(builders.person())
    client = builders.opened(builders.regulator(), one.person)

    answer = client.post(address(one), typed)

    assert (answer.status_code, CertificateChange.objects.count()) == (200, 0)


@pytest.mark.parametrize("who", ["elsewhere", "viewer", "without purpose"])
def test_nobody_else_changes_it(who: str) -> None:
    one = certificate(builders.person())
    users: dict[str, User] = {
        "elsewhere": builders.regulator(region=SUZHOU),
        "viewer": builders.regulator(role=Role.REGULATOR_VIEWER, mobile="+8613900000002"),
        "without purpose": builders.regulator(mobile="+8613900000003"),
    }
    client = builders.signed_in(users[who])
    if who != "without purpose":
        client.post(f"/register/{one.person_id}/", {"purpose": "职称评审"})

    answer = client.post(address(one), {"deed": "revoke", **YES})

    assert answer.status_code == (302 if who == "without purpose" else 404)
    assert not CertificateChange.objects.exists()


def test_certificate_of_somebody_else_is_not_found() -> None:
    one, other = certificate(builders.person()), builders.person(name="李四", number="G10005678")
    client = builders.opened(builders.regulator(), other)

    assert client.get(f"/register/{other.pk}/certificates/{one.pk}/").status_code == 404
    assert one.number not in client.get(f"/register/{other.pk}/certificates/").content.decode()


def test_two_certificates_of_one_completion_are_never_valid() -> None:
    one, user = certificate(builders.person()), builders.regulator()
    key = one.order.key
    certificates.settle(key=key, due=None, by=user, at=builders.NOW, reason="考勤不实")
    certificates.settle(key=key, due=certified.order(one.person), by=user, at=builders.NOW, reason="复核")
    certificates.issue_due(at=builders.NOW)

    with pytest.raises(certificates.AnotherValid):
        certificates.reinstate(certificate=one, by=user, at=builders.NOW, reason="复核")


def stopped(of: Person) -> CertificateOrder:
    """Order a certificate that no font can write."""
    at = builders.NOW - timedelta(hours=1)
    certificates.order(orders=[certified.order(of, key=f"run:81:{of.pk}", host="𠮷县人民政府")], at=at)
    certificates.issue_due(at=at)
    return CertificateOrder.objects.get(person=of)


def test_officer_sees_what_was_kept_back_in_the_own_region_and_lets_it_be_tried_again() -> None:
    near, far = stopped(builders.person()), stopped(builders.person(name="李四", number="G10005678", region=SUZHOU))
    client = builders.signed_in(builders.regulator())

    page = client.get("/register/certificates/").content.decode()
    client.post("/register/certificates/")

    before = far.not_before
    for row in (near, far):
        row.refresh_from_db()
    assert "U+20BB7" in page
    assert "李四" not in page
    assert (near.not_before >= builders.NOW, far.not_before) == (True, before)
    assert near.number is None  # nothing was lost: a number is taken only by what can be written
