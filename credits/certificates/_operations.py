"""Issuing what is due, revoking, reinstating."""

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from credits import ledger, seals
from credits.certificates import _designs, _kinds, _leftovers, _numbers, _paper, _pdf, _replacing, _statements, _states
from credits.certificates._statements import Holder
from credits.enums import CertificateState, ChangeRight, ClaimState
from credits.models import Certificate, CertificateOrder
from learning.accounts import identity
from learning.accounts.models import User
from learning.work import told, traced

log = logging.getLogger(__name__)


CHUNK = 200
BACK_OFF = timedelta(minutes=5)


def issue_due(*, at: datetime, most: int = CHUNK) -> int:
    """
    Issue the certificates that are due, at most `most` of them, and return how many were issued.

    First their numbers are taken, all at once; then each is made in a transaction of its own, which holds no other's number.
    """
    due = CertificateOrder.objects.filter(done_at=None, not_before__lte=at).order_by("not_before", "pk")
    rows = list(due.values_list("pk", "person_id", "key", "right")[:most])
    holders = _statements.holders({person for _pk, person, _key, _right in rows})
    _number([pk for pk, *_others in rows], holders, at=at)

    return sum(_issue(pk, holders[person], at=at, held=key if right else "") for pk, person, key, right in rows)


@transaction.atomic
def _number(keys: Sequence[int], holders: dict[int, Holder], *, at: datetime) -> None:
    """Give a number to those orders that have none and can be issued; let the others wait."""
    waiting = CertificateOrder.objects.select_for_update(skip_locked=True, of=("self",))
    sound = []
    for order in waiting.filter(pk__in=keys, done_at=None, number=None).order_by("not_before", "pk"):
        try:
            _statements.require_sayable(order, holders[order.person_id])
        except Exception as error:
            _put_off(order, error, at=at)
        else:
            sound.append(order)
    _numbers.take(sound, year=timezone.localdate(at).year)


def _issue(key: int, holder: Holder, *, at: datetime, held: str) -> bool:
    # Whoever holds the row is at it: somebody else's worker does it, or has done it.
    due = CertificateOrder.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(pk=key, done_at=None, not_before__lte=at, number__isnull=False)
    try:
        with transaction.atomic():
            if held:
                # What it replaces falls with it: in the order in which everybody locks that.
                _states.hold(held)
            order = due.first()
            if order is None:
                return False
            _replacing.leave_place(order, at=at)
            make(order, holder, at=at, replaces=order.replaces)
            order.done_at, order.attempts, order.last_error = at, order.attempts + 1, ""
            order.save(update_fields=["done_at", "attempts", "last_error"])
    except Exception as error:
        _put_off(CertificateOrder.objects.get(pk=key), error, at=at)
        return False

    return True


def make(order: CertificateOrder, holder: Holder, *, at: datetime, replaces: Certificate | None = None) -> Certificate:
    """Issue what `order`, which has its number, asks for."""
    assert order.number is not None
    # Its facts may have moved since it got its number.
    _statements.require_sayable(order, holder)
    token, design = secrets.token_urlsafe(24), _designs.present(order.kind, at=at)
    statement = _statements.stated(
        order, holder, design=design.code, token=token, at=at, replaces=replaces.number if replaces else ""
    )
    signed = _statements.signed(statement, at=at)
    file = seals.seal(
        _pdf.draw(signed, design),
        organisation_id=order.facts["organisation_id"],
        reason=_paper.title(signed.stated, design),
        at=at,
    )
    return Certificate.objects.create(
        number=order.number,
        kind=order.kind,
        order=order,
        person_id=order.person_id,
        holder_folded=identity.folded_name(holder.name),
        token=token,
        stated=signed.stated,
        digest=signed.digest,
        signature=signed.signature,
        key_id=signed.stated["key"],
        seal=file.key,
        # The file is on the disk before anybody hears of the certificate.
        file_digest=_leftovers.keep(file.content, ending="pdf"),
        file_size=len(file.content),
        is_specimen=signed.stated["is_specimen"],
        issued_at=at,
        replaces=replaces,
    )


def _put_off(order: CertificateOrder, error: Exception, *, at: datetime) -> None:
    log.error("certificate order %s failed: %s", order.pk, traced(error))
    order.attempts += 1
    # 5 minutes, then 10, 20 … up to a day: a wording that is refused is looked at by a person, not by a loop.
    order.not_before = at + min(BACK_OFF * 2 ** min(order.attempts - 1, 10), timedelta(days=1))
    order.last_error = told(error)[:500]
    order.save(update_fields=["attempts", "not_before", "last_error"])


@transaction.atomic
def try_again(*, orders: Collection[int], at: datetime) -> int:
    """Let the sweep try these orders at once, where they could not be done, and return how many these are."""
    waiting = CertificateOrder.objects.select_for_update(skip_locked=True, of=("self",))
    keys = list(waiting.filter(pk__in=orders, done_at=None).exclude(last_error="").values_list("pk", flat=True))
    return CertificateOrder.objects.filter(pk__in=keys).update(not_before=at)


@transaction.atomic
def revoke(
    *, certificate: Certificate, by: User, at: datetime, reason: str, right: ChangeRight = ChangeRight.DECISION
) -> None:
    """
    Revoke `certificate`; whoever checks it is told, with the reason.

    :raises ReasonMissing: if no reason is given
    :raises NotValid: if it is not valid any more
    """
    _states.end(certificate, CertificateState.REVOKED, by=by, right=right, at=at, reason=reason)


@transaction.atomic
def reinstate(*, certificate: Certificate, by: User, at: datetime, reason: str) -> None:
    """
    Let `certificate`, which was revoked, be valid again.

    :raises ReasonMissing: if no reason is given
    :raises NotRevoked: if it is not revoked
    :raises HoursGone: if it fell with its hours, or these were reversed or corrected since
    :raises AnotherValid: or AnotherOnTheWay, if another one states the same completion now
    """
    # The lock first: hours that somebody takes away meanwhile are seen here, or find it valid and revoke it.
    _states.hold(certificate.order.key)
    _require_hours(certificate)
    _states.revive(certificate, by=by, right=ChangeRight.DECISION, at=at, reason=reason)


def _require_hours(certificate: Certificate) -> None:
    order = certificate.order
    if order.claim_id is not None:
        counts = ledger.claims_of([order.person_id], state=ClaimState.LIVE).filter(pk=order.claim_id).exists()
        awards = ledger.present_awards([order.claim_id]).get(order.claim_id, [])
        if not counts or not any(award.hours for award in awards):
            raise _states.HoursGone(number=certificate.number)
    _kinds.holds(_kinds.of(order.kind), order, number=certificate.number)
