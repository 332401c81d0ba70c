"""Builders for tests about certificates: somebody, an order, an issued certificate."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from credits import certificates
from credits.certificates._statements import Signed
from credits.models import Certificate, CertificateOrder
from credits.models.certificates import present
from learning import papers
from learning.accounts.enums import OrganisationKind
from learning.accounts.models import Organisation, Person, Region, User
from tests.credits import builders

BASE, OTHER_BASE = 900012, 900013
AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)  # ten in the morning, in Nanjing


def order(person: Person, *, key: str = "run:81:1", **stated: Any) -> certificates.Order:
    """Return an order of a seminar of 24 professional and 4.5 public hours, but for what is stated."""
    base(stated.get("organisation_id", BASE))
    usual: dict[str, Any] = {
        "key": key,
        "person_id": person.pk,
        "claim_id": None,
        "organisation_id": BASE,
        "title": "集成电路先进封装与可靠性技术高级研修班",
        "activity": "seminar",
        "approval_number": "苏人社函〔2026〕118号",
        "starts_on": date(2026, 9, 15),
        "ends_on": date(2026, 9, 18),
        "hours": {"professional": Decimal("24.00"), "public": Decimal("4.5")},
        "host": "江苏省人力资源和社会保障厅",
        "organiser": "中国药科大学继续教育学院",
        "issuer": "中国药科大学继续教育学院",
        "run_number": 2,
    }
    return certificates.Order(**(usual | stated))


def base(pk: int) -> Organisation:
    """Return the base that seals: its number stands in those of its certificates."""
    facts = {"kind": OrganisationKind.BASE, "name": f"继续教育基地 {pk}", "region": Region.objects.get(pk="320100")}
    return Organisation.objects.get_or_create(pk=pk, defaults=facts)[0]


def file_of(certificate: Certificate) -> bytes:
    """Return the file of a certificate."""
    return papers.read(certificate.file_digest, ending="pdf")


def signed(certificate: Certificate, **changes: Any) -> Signed:
    """Return the statement of a certificate with its signature; with `changes` it is not the signature of it."""
    stated = {**certificate.stated, **changes}
    return Signed(stated=stated, digest=certificate.digest, signature=certificate.signature)


def state(certificate: Certificate) -> tuple[str, str]:
    """Return what a certificate is worth now, and why."""
    now = present(Certificate.objects.filter(pk=certificate.pk)).get()
    return now.state, now.state_reason


def issued(*, name: str = "欧阳𬭎㛃", key: str = "run:81:1", **stated: Any) -> Certificate:
    """Issue one certificate to a new person of this name."""
    who = builders.person(name=name)
    certificates.order(orders=[order(who, key=key, **stated)], at=AT)
    certificates.issue_due(at=AT)
    return Certificate.objects.get(order__key=key)


def reissued(certificate: Certificate, *, by: User | None = None, at: datetime, reason: str = "更名") -> Certificate:
    """Have a certificate reissued, let the sweep do it, and return the new one."""
    certificates.reissue(certificate=certificate, by=by or builders.user(), at=at, reason=reason)
    certificates.issue_due(at=at)
    return Certificate.objects.get(replaces=certificate)


def last_error(key: str = "run:81:1") -> str:
    """Return why an order was not done."""
    return CertificateOrder.objects.get(key=key).last_error


def dropped(*contents: bytes) -> str:
    """Return the page that answers whoever drops these files."""
    files = [SimpleUploadedFile(f"{place}.pdf", content) for place, content in enumerate(contents)]
    return Client().post("/verify/files/", {"dropped": files}).content.decode()
