"""A certificate follows the hours that it states: what was corrected is said anew, what fell away is revoked."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from credits.certificates import _states
from credits.certificates._orders import Order, again, due_again, order
from credits.certificates._replacing import order_in_place
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
    orders = _states.hold(key)
    if not orders:
        return _ordered(due, at=at)
    if valid := _states.valid_of(orders):
        return _changed(valid, due, by=by, at=at, reason=reason)
    if orders[-1].done_at is None:
        return _changed_before_issue(orders[-1], due, by=by, at=at, reason=reason)
    return _ordered_again(orders, due, at=at)


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


def _changed_before_issue(kept: CertificateOrder, due: Order | None, *, by: User, at: datetime, reason: str) -> Settled:
    if due is None:
        # Done with, and nothing was issued: its number, if it has one, is a hole.
        kept.done_at, kept.closed_reason = at, reason[:500]
        kept.save(update_fields=["done_at", "closed_reason"])
        if kept.replaces is not None:
            _states.fall(kept.replaces, by=by, at=at, reason=reason)
        return Settled.REVOKED
    kept.facts, kept.claim_id = due.facts, due.claim_id
    kept.save(update_fields=["facts", "claim"])
    return Settled.ORDERED


def _ordered_again(orders: Sequence[CertificateOrder], due: Order | None, *, at: datetime) -> Settled:
    last = Certificate.objects.filter(order__in=[one.pk for one in orders]).order_by("-pk").first()
    # What somebody revoked for a reason of its own does not come back by itself.
    if due is None or (last is not None and not _states.fell_with_hours(last)):
        return Settled.NOTHING
    due.row(key=again(due.key, orders), at=at).save()
    return Settled.ORDERED


def _changed(valid: Certificate, due: Order | None, *, by: User, at: datetime, reason: str) -> Settled:
    if due is None:
        _states.end(valid, CertificateState.REVOKED, by=by, right=ChangeRight.HOURS, at=at, reason=reason)
        return Settled.REVOKED
    if _says_the_same(due, valid.order):
        return Settled.NOTHING
    order_in_place(
        valid,
        due.facts,
        claim_id=due.claim_id or valid.order.claim_id,
        by=by,
        right=ChangeRight.HOURS,
        at=at,
        reason=reason,
    )
    return Settled.REPLACED


def _says_the_same(due: Order, kept: CertificateOrder) -> bool:
    """Say whether nothing of `kept` would change; that it names no result, as none did once, replaces no certificate."""
    result = {"result": due.facts["result"]} if "result" in due.facts else {}
    return due.facts == {**result, **kept.facts}
