"""What a certificate is worth: lines of a log, each with its reason and by what right."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
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


class AnotherOnTheWay(Refusal):
    """Two would state one completion."""

    sentence = _("Another certificate of the same completion is being made. Nothing was changed.")


class HoursGone(Refusal):
    """It would state hours that the register does not count."""

    sentence = _("Certificate %(number)s fell with its hours: it can only come back with them. Nothing was changed.")


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
    if state == CertificateState.REVOKED:
        # Nothing takes the place of what is worth nothing: its number, if it has one by now, is a hole.
        waiting_for(certificate).update(done_at=at, closed_reason=reason.strip()[:500])


def waiting_for(certificate: Certificate) -> QuerySet[CertificateOrder]:
    """Return the order, at most one, of what takes the place of `certificate` once it is made."""
    return CertificateOrder.objects.filter(replaces=certificate, done_at=None).exclude(right="")


def hold_valid(certificate: Certificate, *, reason: str) -> list[CertificateOrder]:
    """Lock what was ordered beside `certificate`, which has to be valid, with nothing on the way to take its place."""
    now = _held(certificate, reason)
    if now != CertificateState.ISSUED:
        raise NotValid(number=certificate.number, state=now.label)
    orders = hold(certificate.order.key)
    if any(one.done_at is None for one in orders):
        raise AnotherOnTheWay
    return orders


def revive(certificate: Certificate, *, by: User, right: ChangeRight, at: datetime, reason: str) -> None:
    """Let `certificate`, which was revoked, be valid again, unless it fell with its hours, or another one states the same completion."""
    now = _held(certificate, reason)
    if now != CertificateState.REVOKED:
        raise NotRevoked(number=certificate.number, state=now.label)
    _require_alone(certificate)
    if fell_with_hours(certificate):
        raise HoursGone(number=certificate.number)
    _note(certificate, CertificateState.ISSUED, by=by, right=right, at=at, reason=reason)


def supersede_revoked(certificate: Certificate, *, by: User, right: ChangeRight, at: datetime, reason: str) -> None:
    """Let another certificate take the place of `certificate`, which was revoked, unless there is one that states the same completion."""
    now = _held(certificate, reason)
    if now != CertificateState.REVOKED:
        raise NotRevoked(number=certificate.number, state=now.label)
    _require_alone(certificate)
    _note(certificate, CertificateState.SUPERSEDED, by=by, right=right, at=at, reason=reason)


def fall(certificate: Certificate, *, by: User, at: datetime, reason: str) -> None:
    """Let `certificate`, whose place nothing took after all, be revoked with its hours."""
    _note(certificate, CertificateState.REVOKED, by=by, right=ChangeRight.HOURS, at=at, reason=reason)


def hold(key: str) -> list[CertificateOrder]:
    """Lock what was ordered for one completion, oldest first: whoever changes a certificate of it waits here, and sees what came meanwhile."""
    first = key.partition(":again:")[0]
    # The first order is the lock of all: another statement then sees the orders of whoever held it.
    list(CertificateOrder.objects.select_for_update().filter(key=first).values_list("pk"))
    same = Q(key=first) | Q(key__startswith=f"{first}:again:")
    return list(CertificateOrder.objects.select_for_update().filter(same).order_by("pk"))


def valid_of(orders: Iterable[CertificateOrder]) -> Certificate | None:
    """Return the certificate of these orders that is valid; there is never more than one."""
    issued = Certificate.objects.filter(order__in=[one.pk for one in orders]).select_related("order").order_by("-pk")
    return next((one for one in issued if state_of(one) == CertificateState.ISSUED), None)


def fell_with_hours(certificate: Certificate) -> bool:
    """Say whether `certificate` was revoked because the register no longer counts its hours."""
    last = CertificateChange.objects.filter(certificate=certificate).order_by("-number").first()
    return last is not None and last.state == CertificateState.REVOKED and last.right == ChangeRight.HOURS


def state_of(certificate: Certificate) -> CertificateState:
    """Return what `certificate` is worth now."""
    last = CertificateChange.objects.filter(certificate=certificate).order_by("-number").first()
    return CertificateState(last.state) if last else CertificateState.ISSUED


def _held(certificate: Certificate, reason: str) -> CertificateState:
    if not reason.strip():
        raise ReasonMissing
    # The rows of its orders are the lock: a certificate itself never changes, and nobody has the right to hold it.
    hold(certificate.order.key)
    return state_of(certificate)


def _require_alone(certificate: Certificate) -> None:
    orders = hold(certificate.order.key)
    if any(one.done_at is None for one in orders):
        raise AnotherOnTheWay
    if other := valid_of(orders):
        raise AnotherValid(number=other.number)


def _note(
    certificate: Certificate, state: CertificateState, *, by: User, right: ChangeRight, at: datetime, reason: str
) -> None:
    number = 1 + CertificateChange.objects.filter(certificate=certificate).count()
    CertificateChange.objects.create(
        certificate=certificate, number=number, state=state, right=right, reason=reason.strip(), by=by, at=at
    )
