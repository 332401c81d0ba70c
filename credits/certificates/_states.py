"""What a certificate is worth: lines of a log, each with its reason and by what right."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import CertificateState, ChangeRight
from credits.models import Certificate, CertificateChange, CertificateOrder
from learning.accounts.models import User
from learning.errors import Refusal


class NotValid(Refusal):
    """The certificate was revoked or replaced before."""

    sentence = _("Certificate %(number)s is no longer valid: %(state)s. Nothing was changed.")


class NotRevoked(Refusal):
    """Only what was revoked can be reinstated."""

    sentence = _("Certificate %(number)s is not revoked: %(state)s. Nothing was changed.")


class AnotherValid(Refusal):
    """Two would state one completion."""

    sentence = _("Certificate %(number)s states the same completion and is valid. Nothing was changed.")


class ReasonMissing(Refusal):
    """The holder would not know why."""

    sentence = _("The reason is missing. Say why: the holder can read it, and so can whoever checks the certificate.")
    field = "reason"


def end(
    certificate: Certificate, state: CertificateState, *, by: User, right: ChangeRight, at: datetime, reason: str
) -> None:
    """Let `certificate`, which is valid, be valid no longer."""
    now = _held(certificate, reason)
    if now != CertificateState.ISSUED:
        raise NotValid(number=certificate.number, state=now.label)
    _note(certificate, state, by=by, right=right, at=at, reason=reason)


def revive(certificate: Certificate, *, by: User, right: ChangeRight, at: datetime, reason: str) -> None:
    """Let `certificate`, which was revoked, be valid again."""
    now = _held(certificate, reason)
    if now != CertificateState.REVOKED:
        raise NotRevoked(number=certificate.number, state=now.label)
    _note(certificate, CertificateState.ISSUED, by=by, right=right, at=at, reason=reason)


def require_alone(certificate: Certificate) -> None:
    """Refuse where another certificate of the same completion is valid."""
    first = certificate.order.key.partition(":again:")[0]
    same = Certificate.objects.filter(Q(order__key=first) | Q(order__key__startswith=f"{first}:again:"))
    for other in same.exclude(pk=certificate.pk).order_by("pk"):
        if state_of(other) == CertificateState.ISSUED:
            raise AnotherValid(number=other.number)


def state_of(certificate: Certificate) -> CertificateState:
    """Return what `certificate` is worth now."""
    last = CertificateChange.objects.filter(certificate=certificate).order_by("-number").first()
    return CertificateState(last.state) if last else CertificateState.ISSUED


def _held(certificate: Certificate, reason: str) -> CertificateState:
    if not reason.strip():
        raise ReasonMissing
    # The row of its order is the lock: a certificate itself never changes, and nobody has the right to hold it.
    CertificateOrder.objects.select_for_update(of=("self",)).get(pk=certificate.order_id)
    return state_of(certificate)


def _note(
    certificate: Certificate, state: CertificateState, *, by: User, right: ChangeRight, at: datetime, reason: str
) -> None:
    number = 1 + CertificateChange.objects.filter(certificate=certificate).count()
    CertificateChange.objects.create(
        certificate=certificate, number=number, state=state, right=right, reason=reason.strip(), by=by, at=at
    )
