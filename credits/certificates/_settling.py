"""A certificate follows the hours that it states: what was corrected is said anew, what fell away is revoked."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Q

from credits.certificates import _states
from credits.certificates._operations import replace
from credits.certificates._orders import Order, due_again, order
from credits.enums import CertificateState, ChangeRight
from credits.models import Certificate, CertificateOrder
from credits.posting import Receipt
from learning.accounts.models import User


class Settled(StrEnum):
    """What became of a certificate."""

    NOTHING = "nothing"
    ORDERED = "ordered"
    REPLACED = "replaced"
    REVOKED = "revoked"


@transaction.atomic
def settle(*, key: str, due: Order | None, by: User, at: datetime, reason: str) -> Settled:
    """
    Let the certificate of `key` say what `due` says, or be revoked where none is due; return what was done.

    :raises ReasonMissing: if no reason is given for what is changed
    """
    # Whoever issues it holds the row: what is written afterwards is seen here.
    orders = CertificateOrder.objects.select_for_update().filter(Q(key=key) | Q(key__startswith=f"{key}:again:"))
    newest = orders.order_by("-pk").first()
    if newest is None:
        return _ordered(due, at=at)
    if newest.done_at is None:
        return _changed_before_issue(newest, due, at=at, reason=reason)
    last = Certificate.objects.filter(order=newest).first()
    if last is None or _states.state_of(last) != CertificateState.ISSUED:
        return _ordered_again(newest, due, at=at)
    return _changed(last, due, by=by, at=at, reason=reason)


@transaction.atomic
def follow(*, receipt: Receipt, by: User, at: datetime, reason: str) -> Settled:
    """Let the certificate of a claim that was reversed, corrected or reinstated state what `receipt` says; without hours it is revoked."""
    mine = CertificateOrder.objects.filter(person=receipt.person_id, claim__key=receipt.key)
    last = mine.order_by("-pk").first()
    if last is None:
        return Settled.NOTHING
    first_key = last.key.partition(":again:")[0]
    due = due_again(last, key=first_key, receipt=receipt) if receipt.hours > 0 else None
    return settle(key=first_key, due=due, by=by, at=at, reason=reason)


def _ordered(due: Order | None, *, at: datetime) -> Settled:
    if due is None:
        return Settled.NOTHING
    order(orders=[due], at=at)
    return Settled.ORDERED


def _changed_before_issue(kept: CertificateOrder, due: Order | None, *, at: datetime, reason: str) -> Settled:
    if due is None:
        kept.done_at, kept.closed_reason = (
            at,
            reason[:500],
        )  # done with, and nothing was issued; its number, if it has one, is a hole
        kept.save(update_fields=["done_at", "closed_reason"])
        return Settled.REVOKED
    kept.facts, kept.claim_id = due.facts, due.claim_id
    kept.save(update_fields=["facts", "claim"])
    return Settled.ORDERED


def _ordered_again(last: CertificateOrder, due: Order | None, *, at: datetime) -> Settled:
    if due is None:
        return Settled.NOTHING
    _row(due, key=f"{due.key}:again:{last.pk}", at=at).save()
    return Settled.ORDERED


def _changed(valid: Certificate, due: Order | None, *, by: User, at: datetime, reason: str) -> Settled:
    if due is None:
        _states.end(valid, CertificateState.REVOKED, by=by, right=ChangeRight.HOURS, at=at, reason=reason)
        return Settled.REVOKED
    if due.facts == valid.order.facts:
        return Settled.NOTHING
    replace(valid, due.facts, by=by, right=ChangeRight.HOURS, at=at, reason=reason)
    return Settled.REPLACED


def _row(due: Order, *, key: str, at: datetime) -> CertificateOrder:
    return CertificateOrder(
        key=key, person_id=due.person_id, claim_id=due.claim_id, facts=due.facts, created_at=at, not_before=at
    )
