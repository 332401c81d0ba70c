"""A base that seals, and one certificate of it: what the benches of certificates begin with."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from credits.certificates._statements import Signed
    from credits.models import Certificate
    from learning.accounts.models import Organisation

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="xueshi-bench-") as name:
        yield Path(name)


def base() -> "Organisation":
    """Return the base, made where it is not there."""
    from learning.accounts.enums import OrganisationKind  # noqa: PLC0415  (needs settings)
    from learning.accounts.models import Organisation, Region  # noqa: PLC0415

    facts = {"kind": OrganisationKind.BASE, "region": Region.objects.get(pk="320100")}
    return Organisation.objects.get_or_create(name="中国药科大学继续教育学院", defaults=facts)[0]


def issued() -> "Certificate":
    """Issue one certificate of a seminar."""
    from credits import certificates  # noqa: PLC0415  (needs settings)
    from credits.models import Certificate  # noqa: PLC0415
    from learning.accounts import people  # noqa: PLC0415
    from learning.accounts.enums import DocumentKind  # noqa: PLC0415

    issuer = base()
    who = people.record(name="欧阳明", document_kind=DocumentKind.PASSPORT, number="E00000001", by=None, at=AT)
    order = certificates.Order(
        key="bench:1",
        person_id=who.pk,
        claim_id=None,
        organisation_id=issuer.pk,
        title="集成电路先进封装与可靠性技术高级研修班",
        activity="seminar",
        approval_number="苏人社函〔2026〕118号",
        starts_on=date(2026, 9, 15),
        ends_on=date(2026, 9, 18),
        hours={"professional": Decimal(24), "public": Decimal("4.5")},
        host="江苏省人力资源和社会保障厅",
        organiser=issuer.name,
        issuer=issuer.name,
        run_number=2,
    )
    certificates.order(orders=[order], at=AT)
    certificates.issue_due(at=AT)
    return Certificate.objects.get(order__key="bench:1")


def signed_one() -> "Signed":
    """Return the statement of one certificate, with its signature."""
    from credits.certificates._statements import Signed  # noqa: PLC0415  (needs settings)

    certificate = issued()
    return Signed(stated=certificate.stated, digest=certificate.digest, signature=certificate.signature)
