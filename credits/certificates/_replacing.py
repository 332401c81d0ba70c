"""Another certificate takes the place of one: that one is worth nothing at once, the new one is an order, which the sweep does."""

from datetime import datetime
from typing import Any

from django.db import transaction

from credits import ledger
from credits.certificates import _kinds, _states
from credits.certificates._orders import again, due_again
from credits.enums import CertificateState, ChangeRight, ClaimState
from credits.models import Certificate, CertificateOrder
from credits.posting import receipt
from learning.accounts.models import User


def order_in_place(
    old: Certificate,
    facts: dict[str, Any],
    *,
    claim_id: int | None,
    by: User,
    right: ChangeRight,
    at: datetime,
    reason: str,
) -> CertificateOrder:
    """Let `old`, which is valid, be superseded now, and order the certificate that takes its place: no seal has to be at hand for that."""
    _states.end(old, CertificateState.SUPERSEDED, by=by, right=right, at=at, reason=reason)
    return _ordered(old, facts, claim_id=claim_id, at=at)


@transaction.atomic
def issue_anew(*, certificate: Certificate, by: User, at: datetime, reason: str) -> CertificateOrder:
    """
    Order a certificate of what the register counts now in the place of `certificate`, which was revoked: the way back when its hours were corrected since.

    :raises ReasonMissing: if no reason is given
    :raises NotRevoked: if it is not revoked
    :raises AnotherValid: or AnotherOnTheWay, if another one states the same completion
    :raises HoursGone: if the register counts nothing of it any more
    """
    # The lock first: hours that somebody takes away meanwhile are seen here.
    _states.hold(certificate.order.key)
    facts, claim_id = _counted_now(certificate)
    _states.supersede_revoked(certificate, by=by, right=ChangeRight.DECISION, at=at, reason=reason)
    return _ordered(certificate, facts, claim_id=claim_id, at=at)


def _ordered(old: Certificate, facts: dict[str, Any], *, claim_id: int | None, at: datetime) -> CertificateOrder:
    return CertificateOrder.objects.create(
        key=again(old.order.key, _states.hold(old.order.key)),
        kind=old.kind,
        person_id=old.person_id,
        claim_id=claim_id,
        facts=facts,
        replaces=old,
        created_at=at,
        not_before=at,
    )


def _counted_now(certificate: Certificate) -> tuple[dict[str, Any], int | None]:
    """Return the facts of `certificate` with the hours that the register counts now, and the claim that they hang on."""
    order, kind = certificate.order, _kinds.of(certificate.kind)
    if kind.renewed is not None:
        facts = kind.renewed(order)
        if facts is None:
            raise _states.HoursGone(number=certificate.number)
        return facts, order.claim_id
    if order.claim is None:
        return order.facts, None
    present = ledger.claims_of([order.person_id], state=ClaimState.LIVE).filter(key=order.claim.key).first()
    awards = ledger.present_awards([present.pk]).get(present.pk, []) if present is not None else []
    if present is None or not any(award.hours for award in awards):
        raise _states.HoursGone(number=certificate.number)
    worth = receipt(person_id=present.person_id, key=present.key, claim_id=present.pk, outcome="known", awards=awards)
    due = due_again(order, key=order.key, receipt=worth)
    return due.facts, due.claim_id
