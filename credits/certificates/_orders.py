"""What is due: rows that the sweep finds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from credits.enums import CertificateKind
from credits.models import CertificateOrder
from credits.posting import Receipt


@dataclass(frozen=True, kw_only=True)
class Order:
    """
    One certificate that is due, once: `key` is unique ("run:81:4711").

    `activity` is a value of `enums.Activity`; `hours` maps a category's code to its hours; `host` is the 主办单位, `organiser`
    the 承办单位, `issuer` whose name stands at the foot; `organisation_id` is the base, six digits of the number. `more` holds what
    only this kind states, such as the `result` of a completion (a value of `enums.CompletionResult`).
    """

    key: str
    person_id: int
    claim_id: int | None
    organisation_id: int
    title: str
    activity: str
    approval_number: str
    starts_on: date
    ends_on: date
    hours: Mapping[str, Decimal]
    host: str
    organiser: str
    issuer: str
    run_number: int | None = None
    kind: CertificateKind = CertificateKind.COMPLETION
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the wording needs, as JSON."""
        return {
            "organisation_id": self.organisation_id,
            "title": self.title,
            "activity": self.activity,
            "approval_number": self.approval_number,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "hours": {code: str(hours) for code, hours in self.hours.items()},
            "host": self.host,
            "organiser": self.organiser,
            "issuer": self.issuer,
            "run_number": self.run_number,
            **self.more,
        }

    def row(self, *, at: datetime, key: str = "") -> CertificateOrder:
        """Return it as it is written down, under another key where one is given."""
        return CertificateOrder(
            key=key or self.key,
            kind=self.kind,
            person_id=self.person_id,
            claim_id=self.claim_id,
            facts=self.facts,
            created_at=at,
            not_before=at,
        )


def due_again(kept: CertificateOrder, *, key: str, receipt: Receipt) -> Order:
    """Return what `kept` asks for, with the hours that `receipt` gives its claim now."""
    stated = set(Order.__dataclass_fields__)
    facts: dict[str, Any] = {name: value for name, value in kept.facts.items() if name in stated}
    facts |= {name: date.fromisoformat(facts[name]) for name in ("starts_on", "ends_on")}
    facts["hours"] = receipt.by_category
    facts["more"] = {name: value for name, value in kept.facts.items() if name not in stated}
    kind = CertificateKind(kept.kind)
    return Order(key=key, person_id=receipt.person_id, claim_id=receipt.claim_id, kind=kind, **facts)


def again(key: str, known: Collection[CertificateOrder]) -> str:
    """Return the key of one more order for the completion of `key`, of which these are `known`."""
    return f"{key.partition(':again:')[0]}:again:n{len(known)}"


def order(*, orders: Sequence[Order], at: datetime) -> int:
    """Write down that `orders` are due, each key once, and return how many were new."""
    rows = [due.row(at=at) for due in orders]
    before = CertificateOrder.objects.filter(key__in=[due.key for due in orders]).count()
    CertificateOrder.objects.bulk_create(rows, ignore_conflicts=True)

    return CertificateOrder.objects.filter(key__in=[due.key for due in orders]).count() - before
