"""
Another certificate takes the place of one: the new one is an order, which the sweep does, so that no seal has to be at hand.

What states hours that the register does not count is worth nothing at once; what is only reissued stays valid until the new one is there.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from credits import ledger
from credits.certificates import _kinds, _statements, _states, _worth
from credits.certificates._orders import again, due_again
from credits.enums import CertificateState, ChangeRight, ClaimState, ProposalOutcome
from credits.models import Certificate, CertificateOrder
from credits.posting import receipt
from learning.accounts.models import User
from learning.errors import Refusal


class YearNotMet(Refusal):
    """There is nothing left to state."""

    sentence = _(
        "The register no longer counts enough hours for certificate %(number)s: revoke it instead. Nothing was changed."
    )


class HoursFell(Refusal):
    """A new paper would state hours that are known to be gone."""

    sentence = _(
        "The register counts fewer hours than certificate %(number)s states. Decide first whether it is to be revoked. Nothing was changed."
    )


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
    """Let `old`, which is valid, be superseded now, and order the certificate that takes its place."""
    _states.end(old, CertificateState.SUPERSEDED, by=by, right=right, at=at, reason=reason)
    waiting = _states.waiting_for(old).first()
    if waiting is None:
        return _ordered(old, facts, claim_id=claim_id, at=at)
    # It was to be reissued anyway: that one states the other facts, and its place is free by now.
    waiting.facts, waiting.claim_id, waiting.right, waiting.reason, waiting.asked_by = facts, claim_id, "", "", None
    waiting.save(update_fields=["facts", "claim", "right", "reason", "asked_by"])
    return waiting


@transaction.atomic
def reissue(*, certificate: Certificate, by: User, at: datetime, reason: str) -> CertificateOrder:
    """
    Order what takes the place of `certificate` and states the same facts under the holder's present name (换发); of a year, its hours as they are now.

    `certificate` stays valid until the other one is made.

    :raises ReasonMissing: if no reason is given
    :raises NotValid: if it is not valid any more
    :raises AnotherOnTheWay: if another one is being made already
    :raises YearNotMet: if the register does not count enough any more
    :raises HoursFell: if it counts less than would be stated again, and nobody decided that this stays
    :raises BannedWords: or GlyphMissing, if what it would state may not or cannot be written
    """
    orders = _states.hold_valid(certificate, reason=reason)
    kind, facts = _kinds.of(certificate.kind), certificate.order.facts
    if kind.renewed is not None:
        facts = kind.renewed(certificate.order, at)
        if facts is None:
            raise YearNotMet(number=certificate.number)
    elif _is_fallen(kind, certificate):
        raise HoursFell(number=certificate.number)
    order = _order(certificate, facts, orders, claim_id=certificate.order.claim_id, at=at)
    order.right, order.reason, order.asked_by = _right(certificate), reason.strip(), by
    _statements.require_sayable(order, _statements.holders([order.person_id])[order.person_id])
    order.save()
    return order


def _is_fallen(kind: _kinds.Kind, certificate: Certificate) -> bool:
    """Say whether the register counts less than `certificate` states, unless somebody looked at that last and kept it."""
    if kind.is_lessened is None or not kind.is_lessened(certificate.order):
        return False
    last = certificate.proposals.order_by("-found_at", "-pk").first()
    return last is None or last.outcome != ProposalOutcome.KEPT


def leave_place(order: CertificateOrder, *, at: datetime) -> None:
    """Let what `order` replaces, if it stayed valid until now, be superseded."""
    if order.replaces and order.asked_by:
        right = ChangeRight(order.right)
        _states.end(
            order.replaces, CertificateState.SUPERSEDED, by=order.asked_by, right=right, at=at, reason=order.reason
        )


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
    try:
        facts, claim_id = counted_now(certificate, at)
    except YearNotMet:
        raise _states.HoursGone(number=certificate.number) from None
    _states.supersede_revoked(certificate, by=by, right=ChangeRight.DECISION, at=at, reason=reason)
    return _ordered(certificate, facts, claim_id=claim_id, at=at)


def _ordered(old: Certificate, facts: dict[str, Any], *, claim_id: int | None, at: datetime) -> CertificateOrder:
    order = _order(old, facts, _states.hold(old.order.key), claim_id=claim_id, at=at)
    order.save()
    return order


def _order(
    old: Certificate,
    facts: dict[str, Any],
    known: Collection[CertificateOrder],
    *,
    claim_id: int | None,
    at: datetime,
) -> CertificateOrder:
    return CertificateOrder(
        key=again(old.order.key, known),
        kind=old.kind,
        person_id=old.person_id,
        claim_id=claim_id,
        facts=facts,
        replaces=old,
        created_at=at,
        not_before=at,
    )


def _right(certificate: Certificate) -> ChangeRight:
    """Return by what right `certificate` is reissued: under a name that changed, unless its seal is worth nothing."""
    return ChangeRight.SEAL if _worth.is_sealed_late(certificate) else ChangeRight.NAME


def counted_now(certificate: Certificate, at: datetime) -> tuple[dict[str, Any], int | None]:
    """
    Return the facts of `certificate` with the hours that the register counts now, and the claim that they hang on.

    :raises YearNotMet: if it counts nothing of it any more
    """
    order, kind = certificate.order, _kinds.of(certificate.kind)
    if kind.renewed is not None:
        facts = kind.renewed(order, at)
        if facts is None:
            raise YearNotMet(number=certificate.number)
        return facts, order.claim_id
    if order.claim is None:
        return order.facts, None
    present = ledger.claims_of([order.person_id], state=ClaimState.LIVE).filter(key=order.claim.key).first()
    awards = ledger.present_awards([present.pk]).get(present.pk, []) if present is not None else []
    if present is None or not any(award.hours for award in awards):
        raise YearNotMet(number=certificate.number)
    worth = receipt(person_id=present.person_id, key=present.key, claim_id=present.pk, outcome="known", awards=awards)
    due = due_again(order, key=order.key, receipt=worth)
    return due.facts, due.claim_id
