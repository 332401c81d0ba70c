"""Issuing what is due, revoking, reinstating, reissuing."""

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import ledger, seals
from credits.certificates import _designs, _kinds, _numbers, _paper, _pdf, _statements, _states
from credits.certificates._orders import again
from credits.certificates._statements import Holder
from credits.enums import CertificateState, ChangeRight, ClaimState
from credits.models import Certificate, CertificateOrder
from learning import papers
from learning.accounts import identity
from learning.accounts.models import User
from learning.errors import Refusal
from learning.work import told, traced

log = logging.getLogger(__name__)


class YearNotMet(Refusal):
    """There is nothing left to state."""

    sentence = _(
        "The register no longer counts enough hours for certificate %(number)s: revoke it instead. Nothing was changed."
    )


CHUNK = 200
BACK_OFF = timedelta(minutes=5)


def issue_due(*, at: datetime, most: int = CHUNK) -> int:
    """
    Issue the certificates that are due, at most `most` of them, and return how many were issued.

    First their numbers are taken, all at once; then each is made in a transaction of its own, which holds no other's number.
    """
    due = CertificateOrder.objects.filter(done_at=None, not_before__lte=at).order_by("not_before", "pk")
    rows = dict(due.values_list("pk", "person_id")[:most])
    holders = _statements.holders(set(rows.values()))
    _number(list(rows), holders, at=at)

    return sum(_issue(key, holders[person], at=at) for key, person in rows.items())


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


def _issue(key: int, holder: Holder, *, at: datetime) -> bool:
    # Whoever holds the row is at it: somebody else's worker does it, or has done it.
    due = CertificateOrder.objects.select_for_update(skip_locked=True, of=("self",))
    due = due.filter(pk=key, done_at=None, not_before__lte=at, number__isnull=False)
    try:
        with transaction.atomic():
            order = due.first()
            if order is None:
                return False
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
        file_digest=papers.keep(file.content, ending="pdf"),
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


@transaction.atomic
def reissue(*, certificate: Certificate, by: User, at: datetime, reason: str) -> Certificate:
    """
    Replace `certificate` by one that states the same facts under the holder's present name (换发); of a year, its hours as they are now.

    :raises ReasonMissing: if no reason is given
    :raises NotValid: if it is not valid any more
    :raises YearNotMet: if the register does not count enough any more
    """
    kind, facts = _kinds.of(certificate.kind), certificate.order.facts
    if kind.renewed is not None:
        facts = kind.renewed(certificate.order)
        if facts is None:
            raise YearNotMet(number=certificate.number)
    return replace(certificate, facts, by=by, right=ChangeRight.NAME, at=at, reason=reason)


def _require_hours(certificate: Certificate) -> None:
    order = certificate.order
    _kinds.holds(_kinds.of(order.kind), order, number=certificate.number)
    if order.claim_id is None:
        return
    counts = ledger.claims_of([order.person_id], state=ClaimState.LIVE).filter(pk=order.claim_id).exists()
    awards = ledger.present_awards([order.claim_id]).get(order.claim_id, [])
    if not counts or not any(award.hours for award in awards):
        raise _states.HoursGone(number=certificate.number)


def replace(
    old: Certificate,
    facts: dict[str, object],
    *,
    claim_id: int | None = None,
    by: User,
    right: ChangeRight,
    at: datetime,
    reason: str,
) -> Certificate:
    """Let another certificate, which states `facts` of the same claim or of `claim_id`, take the place of `old`."""
    _states.end(old, CertificateState.SUPERSEDED, by=by, right=right, at=at, reason=reason)
    order = CertificateOrder.objects.create(
        key=again(old.order.key, _states.hold(old.order.key)),
        kind=old.kind,
        person_id=old.person_id,
        claim_id=claim_id or old.order.claim_id,
        facts=facts,
        created_at=at,
        not_before=at,
        done_at=at,
    )
    holder = _statements.holders([old.person_id])[old.person_id]
    _statements.require_sayable(order, holder)
    _numbers.take([order], year=timezone.localdate(at).year)
    return make(order, holder, at=at, replaces=old)
