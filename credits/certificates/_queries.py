"""Looking certificates up: for the holder, and for whoever was shown one."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from credits.certificates import _numbers, _worth
from credits.certificates._worth import KeyEnded, Verdict
from credits.enums import CertificateState
from credits.models import Certificate, CertificateChange, CertificateOrder
from credits.models.certificates import present
from learning.accounts import identity
from learning.accounts.models import Person
from learning.errors import Refusal

# What a scanned code asks: by hand, because making the question took longer than answering it.
SCANNED = """
SELECT c.stated, c.digest, c.signature, c.issued_at, successor.number, last.state, last.reason, last.at, ended.since, ended.reason
  FROM credits_certificate c
  LEFT JOIN credits_sealkeyend ended ON ended.key_id = c.seal_id
  LEFT JOIN credits_certificate successor ON successor.replaces_id = c.id
  LEFT JOIN LATERAL (SELECT state, reason, at FROM credits_certificatechange
                      WHERE certificate_id = c.id ORDER BY number DESC LIMIT 1) last ON true
 WHERE c.token = %s
"""


class NoSuchCertificate(Refusal):
    """No certificate has this number and this holder. Which of the two is wrong is nobody's business."""

    sentence = _("No certificate has this number and this name. Compare both with the paper, sign by sign.")


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What a certificate says, and what it is worth today."""

    stated: dict[str, Any]
    digest: str
    signature: str
    state: CertificateState
    reason: str
    issued_at: datetime
    changed_at: datetime | None
    replaced_by: str  # number of the certificate that took its place
    key_ended: KeyEnded | None = None

    def verdict(self, *, on: date) -> Verdict:
        """Return what is to be thought of it on a day."""
        if self.state != CertificateState.ISSUED:
            return Verdict.ENDED
        if self.is_sealed_late:
            return Verdict.SEALED_LATE
        return Verdict.RUN_OUT if _worth.has_run_out(self.stated, on=on) else Verdict.VALID

    def label(self, *, on: date) -> str:
        """Say in words what it is worth on a day."""
        more = {Verdict.SEALED_LATE: _("Seal not to be relied on"), Verdict.RUN_OUT: _("Run out")}
        return str(more.get(self.verdict(on=on), self.state.label))

    @property
    def is_sealed_late(self) -> bool:
        """Say whether its key was in wrong hands when it was sealed."""
        return self.key_ended is not None and not self.key_ended.is_sealed_before


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """What was ordered last for somebody, and what became of it."""

    key: str
    number: str
    state: CertificateState | None  # None: it is not issued yet
    error: str  # why not
    closed_reason: str  # why it never will be

    @property
    def is_over(self) -> bool:
        """Say whether nothing comes of it any more."""
        return bool(self.closed_reason) or self.state not in {None, CertificateState.ISSUED}


def ordered(prefix: str) -> dict[int, Ordered]:
    """Return by person what was ordered last under keys that begin with `prefix`, such as "run:81:", and what became of it."""
    last = CertificateChange.objects.filter(certificate__order=OuterRef("pk")).order_by("-number")
    rows = (
        CertificateOrder.objects.filter(key__startswith=prefix)
        .order_by("pk")
        .annotate(made=F("certificate__pk"), changed=Subquery(last.values("state")[:1]))
    )
    facts = rows.values_list("person", "key", "number", "made", "changed", "last_error", "closed_reason")
    return {
        person: Ordered(
            key=key,
            number=number or "",
            state=CertificateState(changed or CertificateState.ISSUED) if made else None,
            error=error,
            closed_reason=reason,
        )
        for person, key, number, made, changed, error, reason in facts
    }


def verify(*, number: str, name: str) -> Verified:
    """
    Return the certificate with this number that was issued to this name.

    :raises NoSuchCertificate: if there is none
    """
    found = rows().filter(number=_numbers.normalised(number), holder_folded=identity.folded_name(name)).first()
    return verified(found)


def by_token(token: str) -> Verified:
    """
    Return the certificate whose QR code holds `token`.

    :raises NoSuchCertificate: if there is none
    """
    with connection.cursor() as cursor:
        cursor.execute(SCANNED, [token])
        found = cursor.fetchone()
    if found is None:
        raise NoSuchCertificate
    stated, digest, signature, issued_at, successor, state, reason, changed_at, *ended = found
    return Verified(
        stated=json.loads(stated),
        digest=digest,
        signature=signature,
        state=CertificateState(state or CertificateState.ISSUED),
        reason=reason or "",
        issued_at=issued_at,
        changed_at=changed_at,
        replaced_by=successor or "",
        key_ended=_worth.key_ended(since=ended[0], reason=ended[1], issued_at=issued_at),
    )


def of_person(person_ids: Collection[int]) -> QuerySet[Certificate]:
    """Return the certificates of one human, whose records these are, the newest first, with their present state."""
    return present(Certificate.objects.filter(person__in=person_ids)).order_by("-issued_at", "-pk")


def on_the_way(person_ids: Collection[int]) -> QuerySet[CertificateOrder]:
    """Return the certificates that are due to one human and will come by themselves, the oldest first."""
    return _due(person_ids).filter(last_error="")


def held_back(person_ids: Collection[int]) -> QuerySet[CertificateOrder]:
    """Return the certificates that are due to one human and could not be issued; `last_error` says why."""
    return _due(person_ids).exclude(last_error="")


def being_replaced(person_ids: Collection[int]) -> set[int]:
    """Return which certificates of one human stay valid until the one that takes their place is made."""
    orders = CertificateOrder.objects.filter(person__in=person_ids, done_at=None).exclude(right="")
    return set(orders.order_by().values_list("replaces_id", flat=True))


def people_kept_waiting() -> QuerySet[Person]:
    """Return the people who are due a certificate that could not be issued."""
    orders = CertificateOrder.objects.filter(done_at=None).exclude(last_error="")
    return Person.objects.filter(pk__in=orders.values("person"))


def stopped(persons: QuerySet[Person]) -> QuerySet[CertificateOrder]:
    """Return the certificates of `persons` that could not be issued, those that wait longest first; somebody has to look at them."""
    orders = CertificateOrder.objects.filter(done_at=None, person__in=persons.values("pk"))
    return orders.exclude(last_error="").order_by("created_at", "pk")


def _due(person_ids: Collection[int]) -> QuerySet[CertificateOrder]:
    return CertificateOrder.objects.filter(person__in=person_ids, done_at=None).order_by("created_at", "pk")


def rows() -> QuerySet[Certificate]:
    """Return all certificates with their present state and whatever took their place."""
    return present(Certificate.objects.select_related("replaced_by"))


def verified(found: Any) -> Verified:
    """Return what `found`, one of `rows`, says and is worth; refuse where nothing was found."""
    if found is None:
        raise NoSuchCertificate
    successor = getattr(found, "replaced_by", None)
    return Verified(
        stated=found.stated,
        digest=found.digest,
        signature=found.signature,
        state=CertificateState(found.state),
        reason=found.state_reason,
        issued_at=found.issued_at,
        changed_at=found.state_changed_at,
        replaced_by=successor.number if successor else "",
        key_ended=_worth.key_ended(since=found.key_ended_at, reason=found.key_ended_reason, issued_at=found.issued_at),
    )
