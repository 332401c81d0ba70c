"""Builders for tests about certificates: somebody, an order, an issued certificate."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from credits import certificates
from credits.models import Certificate, CertificateOrder
from learning.accounts.models import Person
from tests.credits import builders

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)  # ten in the morning, in Nanjing


def order(person: Person, *, key: str = "run:81:1", **stated: Any) -> certificates.Order:
    """Return an order of a seminar of 24 professional and 4.5 public hours, but for what is stated."""
    usual: dict[str, Any] = {
        "key": key,
        "person_id": person.pk,
        "claim_id": None,
        "organisation_id": 12,
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


def issued(*, name: str = "欧阳𬭎㛃", key: str = "run:81:1", **stated: Any) -> Certificate:
    """Issue one certificate to a new person of this name."""
    who = builders.person(name=name)
    certificates.order(orders=[order(who, key=key, **stated)], at=AT)
    certificates.issue_due(at=AT)
    return Certificate.objects.get(order__key=key)


def last_error(key: str = "run:81:1") -> str:
    """Return why an order was not done."""
    return CertificateOrder.objects.get(key=key).last_error
