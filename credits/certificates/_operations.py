"""Issuing what is due, revoking, reissuing."""

import hashlib
import logging
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.certificates import _numbers, _pdf, _wording
from credits.enums import CertificateState
from credits.models import Certificate, CertificateOrder
from learning.accounts import identity
from learning.accounts.models import User
from learning.errors import Refusal
from learning.work import told, traced

log = logging.getLogger(__name__)

CHUNK = 200
BACK_OFF = timedelta(minutes=5)


class NotValid(Refusal):
    """The certificate was revoked or replaced before."""

    sentence = _("Certificate %(number)s is no longer valid: %(state)s. Nothing was changed.")


class ReasonMissing(Refusal):
    """The holder would not know why."""

    sentence = _("The reason is missing. Say why: the holder can read it, and so can whoever checks the certificate.")
    field = "reason"


def issue_due(*, at: datetime, most: int = CHUNK) -> int:
    """Issue the certificates that are due, at most `most` of them, each in a transaction of its own; return how many were issued."""
    due = CertificateOrder.objects.filter(done_at=None, not_before__lte=at).order_by("not_before", "pk")
    return sum(_issue(key, at=at) for key in list(due.values_list("pk", flat=True)[:most]))


def _issue(key: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            # Whoever holds the row is at it: somebody else's worker does it, or has done it.
            order = CertificateOrder.objects.select_for_update(skip_locked=True).filter(pk=key, done_at=None).first()
            if order is None:
                return False
            make(order, at=at)
            order.done_at, order.attempts, order.last_error = at, order.attempts + 1, ""
            order.save(update_fields=["done_at", "attempts", "last_error"])
    except Exception as error:
        log.error("certificate order %s failed: %s", key, traced(error))
        _put_off(key, error, at=at)
        return False

    return True


def make(order: CertificateOrder, *, at: datetime, replaces: Certificate | None = None) -> Certificate:
    """Issue what `order` asks for."""
    token, day = secrets.token_urlsafe(24), timezone.localdate(at)
    facts = order.facts
    number = _numbers.next_number(year=day.year, activity=facts["activity"], organisation_id=facts["organisation_id"])
    wording = _wording.frozen(order, number=number, token=token, issued_on=day)
    pdf = _pdf.draw(wording)
    return Certificate.objects.create(
        number=number,
        order=order,
        person_id=order.person_id,
        holder_folded=identity.folded_name(wording["holder"]),
        token=token,
        wording=wording,
        pdf=pdf,
        pdf_digest=hashlib.sha256(pdf).hexdigest(),
        is_specimen=wording["is_specimen"],
        issued_at=at,
        replaces=replaces,
    )


def _put_off(key: int, error: Exception, *, at: datetime) -> None:
    order = CertificateOrder.objects.get(pk=key)
    order.attempts += 1
    # 5 minutes, then 10, 20 … up to a day: a wording that is refused is looked at by a person, not by a loop.
    order.not_before = at + min(BACK_OFF * 2 ** min(order.attempts - 1, 10), timedelta(days=1))
    order.last_error = told(error)[:500]
    order.save(update_fields=["attempts", "not_before", "last_error"])


@transaction.atomic
def revoke(*, certificate: Certificate, by: User, at: datetime, reason: str) -> None:
    """
    Revoke `certificate`; whoever checks it is told, with the reason.

    :raises ReasonMissing: if no reason is given
    :raises NotValid: if it is not valid any more
    """
    end(certificate, CertificateState.REVOKED, by=by, at=at, reason=reason)


@transaction.atomic
def reissue(*, certificate: Certificate, by: User, at: datetime, reason: str) -> Certificate:
    """
    Replace `certificate` by one that states the same facts under the holder's present name (换发).

    :raises ReasonMissing: if no reason is given
    :raises NotValid: if it is not valid any more
    """
    end(certificate, CertificateState.SUPERSEDED, by=by, at=at, reason=reason)
    old = certificate.order
    order = CertificateOrder.objects.create(
        key=f"{old.key}:again:{certificate.pk}",
        person_id=old.person_id,
        claim_id=old.claim_id,
        facts=old.facts,
        created_at=at,
        not_before=at,
        done_at=at,
    )
    return make(order, at=at, replaces=certificate)


def end(certificate: Certificate, state: CertificateState, *, by: User, at: datetime, reason: str) -> None:
    """Let `certificate` be valid no longer."""
    if not reason.strip():
        raise ReasonMissing
    certificate.refresh_from_db(from_queryset=Certificate.objects.select_for_update(of=("self",)))
    if certificate.state != CertificateState.ISSUED:
        raise NotValid(number=certificate.number, state=CertificateState(certificate.state).label)
    certificate.state, certificate.state_reason = state, reason.strip()
    certificate.state_changed_at, certificate.state_changed_by = at, by
    certificate.save(update_fields=["state", "state_reason", "state_changed_at", "state_changed_by"])
