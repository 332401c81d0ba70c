"""Registers of hours that their holder asks for: what states the same is not made twice, what states too much or another name gives way."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from credits import access
from credits.certificates import _kinds, _leftovers, _replacing, _statements, _states, _worth
from credits.certificates._orders import again
from credits.enums import CertificateKind, CertificateState, ChangeRight
from credits.models import Certificate, CertificateOrder
from learning.accounts.models import User
from learning.errors import Refusal

# Public words, Chinese by law: whoever checks the earlier paper reads them.
SEALED_LATE = "签名密钥在签发前已停用，换发新表"
NAME_CHANGED, HOURS_FELL = "持有人姓名或证件号码已变更，换发新表", "所载学时有撤销或更正，换发新表"


class RevokedBefore(Refusal):
    """Somebody decided that what it states is not to be stated."""

    sentence = _(
        "Register %(number)s of the same content was revoked: %(reason)s. Ask the office that issued it, %(issuer)s."
    )


@transaction.atomic
def ask(*, record: access.Record, since: int, until: int, by: User, at: datetime) -> CertificateOrder:
    """
    Return the order of the register of `record` over years of learning; asked for again it is the same one while nothing has changed.

    What was issued for these years stays valid beside it, unless it states more than the ledger has now, or another name.

    :raises NothingRegistered: if there are no lines
    :raises TooManyLines: if there are more than a paper holds
    :raises NoOffice: if no office could issue it
    :raises RevokedBefore: if a register of the same content was revoked
    """
    first = f"transcript:{min(record.ids)}:{since}-{until}:"
    with connection.cursor() as cursor:
        # Whoever asks twice at once waits here, and sees what the first one asked for.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [first])
    known = _known(record, since, until)
    facts, proofs = _kinds.gathered(record, since=since, until=until, at=at)
    if waiting := next((one for one in known if one.done_at is None), None):
        return _brought_up_to_date(waiting, facts, proofs)
    _refuse_revoked(known, facts)
    valid = [one.certificate for one in known if hasattr(one, "certificate") and _is_valid(one.certificate)]
    if same := next((one for one in valid if one.order.facts["content"] == facts["content"]), None):
        return _worth_something(same, by=by, at=at)
    _leftovers.keep(proofs, ending="json")
    return _instead_of_fallen(valid, facts, by=by, at=at) or _ordered(
        record, f"{first}{facts['content'][:16]}", facts, at
    )


def _known(record: access.Record, since: int, until: int) -> list[CertificateOrder]:
    """Return what was ordered for these years, held, the newest first."""
    mine = CertificateOrder.objects.filter(person__in=record.ids, kind=CertificateKind.TRANSCRIPT)
    mine = mine.filter(facts__years=[since, until])
    # Whoever draws or replaces one is waited for, then whoever draws what took its place; only another statement sees what became of them.
    for _wait in range(2):
        list(mine.select_for_update().order_by("pk").values_list("pk"))
    return list(mine.select_related("certificate__order").order_by("-pk"))


def _brought_up_to_date(waiting: CertificateOrder, facts: dict[str, Any], proofs: bytes) -> CertificateOrder:
    """Let what waits to be made state what is so now."""
    if waiting.facts["content"] != facts["content"]:
        _leftovers.keep(proofs, ending="json")
        waiting.facts = facts
        waiting.save(update_fields=["facts"])
    return waiting


def _refuse_revoked(known: Iterable[CertificateOrder], facts: dict[str, Any]) -> None:
    last = next((one for one in known if one.facts["content"] == facts["content"]), None)
    certificate: Certificate | None = getattr(last, "certificate", None)
    if certificate is None or _states.state_of(certificate) != CertificateState.REVOKED:
        return
    if not _states.fell_with_hours(certificate):
        change = certificate.changes.latest("number")
        raise RevokedBefore(number=certificate.number, reason=change.reason, issuer=certificate.stated["issuer"])


def _worth_something(same: Certificate, *, by: User, at: datetime) -> CertificateOrder:
    """Return the order of `same`, or of what takes its place where its seal is worth nothing or it names its holder otherwise than now."""
    if _worth.is_sealed_late(same):
        return _replacing.reissue(certificate=same, by=by, at=at, reason=SEALED_LATE)
    holder = _statements.holders([same.person_id])[same.person_id]
    if (holder.name, holder.document) == (same.stated["holder"], same.stated["document"]):
        return same.order
    return _replacing.reissue(certificate=same, by=by, at=at, reason=NAME_CHANGED)


def _instead_of_fallen(
    valid: Iterable[Certificate], facts: dict[str, Any], *, by: User, at: datetime
) -> CertificateOrder | None:
    """Let the newest of `valid` that states too much be replaced now, and return what takes its place; the others are for the office to decide."""
    kind = _kinds.of(CertificateKind.TRANSCRIPT)
    fallen = next((one for one in valid if kind.is_lessened and kind.is_lessened(one.order)), None)
    if fallen is None:
        return None
    return _replacing.order_in_place(
        fallen, facts, claim_id=None, by=by, right=ChangeRight.HOURS, at=at, reason=HOURS_FELL
    )


def _ordered(record: access.Record, key: str, facts: dict[str, Any], at: datetime) -> CertificateOrder:
    known = _states.hold(key)
    return CertificateOrder.objects.create(
        key=again(key, known) if known else key,
        kind=CertificateKind.TRANSCRIPT,
        person=record.person,
        facts=facts,
        created_at=at,
        not_before=at,
    )


def _is_valid(certificate: Certificate) -> bool:
    return _states.state_of(certificate) == CertificateState.ISSUED
