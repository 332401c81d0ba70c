"""Certificates of every kind, issued by the real sweeps, for tests."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from credits import access, certificates
from credits.enums import CertificateKind
from credits.models import Certificate, CertificateOrder
from learning.accounts.enums import OrganisationKind
from learning.accounts.models import Organisation, Person, PersonLogin, Region
from tests.credits import builders as people_builders
from tests.credits.certificates import builders
from tests.credits.certificates.builders import AT
from tests.credits.web.builders import login

OFFICE = 900320


def office() -> Organisation:
    """Return the general regulator of the city."""
    facts = {"kind": OrganisationKind.REGULATOR, "name": "南京市人力资源和社会保障局"}
    return Organisation.objects.get_or_create(pk=OFFICE, defaults={**facts, "region": Region.objects.get(pk="320100")})[
        0
    ]


def met(*, name: str = "张三", hours: int = 95) -> Person:
    """Return somebody with a login who met the year 2025."""
    office()
    who = people_builders.person(name=name)
    login(who, mobile=f"+86138{who.pk:08d}")
    people_builders.credit(people_builders.facts(who, "a", hours=Decimal(hours)))
    return who


def taught(who: Person, **stated: Any) -> None:
    """Register that somebody taught six hours at the base."""
    facts: dict[str, Any] = {
        "title": "数据治理实务",
        "activity": "teaching",
        "hours": Decimal(6),
        "provider": "继续教育基地",
        "provider_organisation_id": builders.base(builders.BASE).pk,
    }
    people_builders.credit(people_builders.facts(who, "t", **(facts | stated)))


def swept(kind: CertificateKind) -> Certificate:
    """Let the sweeps order and issue what is due, and return the one certificate of `kind`."""
    certificates.order_due(at=AT)
    certificates.issue_due(at=AT)
    return Certificate.objects.get(kind=kind)


def registered(who: Person, *, since: int = 2025, until: int = 2025, at: datetime = AT) -> CertificateOrder:
    """Let somebody ask for the register of these years."""
    asked: dict[str, Any] = {"record": access.record_of(who), "since": since, "until": until}
    return certificates.ask_for_register(**asked, by=PersonLogin.objects.filter(person=who)[0].user, at=at)


def of_every_kind() -> dict[str, Certificate]:
    """Issue one certificate of each kind to one person."""
    who = met(name="欧阳𬭎㛃")
    taught(who, on=date(2025, 6, 2))
    builders.base(builders.BASE)
    certificates.order(orders=[builders.order(who)], at=AT)
    certificates.order_due(at=AT)
    registered(who)
    certificates.issue_due(at=AT)
    return {row.kind: row for row in Certificate.objects.order_by("pk")}
