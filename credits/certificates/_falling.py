"""Hours that fell below what a certificate of a year states: its revocation is proposed, and a person decides."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from credits.certificates import _states
from credits.enums import CertificateState, ChangeRight, ProposalOutcome
from credits.models import CertificateProposal, SweepPlace
from learning.accounts.models import Person, User
from learning.errors import Refusal

CERTIFICATES_A_SLICE = 20_000
PLACE = "certificates:falling"
STATEMENT = """
WITH slice AS (
    SELECT id, order_id, person_id FROM credits_certificate WHERE id > %(after)s AND kind = 'YEAR' ORDER BY id LIMIT %(most)s
), fallen AS (
    SELECT slice.id, coalesce(s.counted, 0) AS counted
      FROM slice JOIN credits_certificateorder o ON o.id = slice.order_id
      LEFT JOIN credits_standing s ON s.person_id = slice.person_id AND s.family = o.facts ->> 'family'
                                  AND s.cycle_starts_on = (o.facts ->> 'starts_on')::date
     WHERE (s.id IS NULL OR s.state <> 'MET' OR s.counted < (o.facts ->> 'counted')::bigint)
       AND coalesce((SELECT c.state FROM credits_certificatechange c
                      WHERE c.certificate_id = slice.id ORDER BY c.number DESC LIMIT 1), 'ISSUED') = 'ISSUED'
), proposed AS (
    INSERT INTO credits_certificateproposal (certificate_id, counted, found_at, outcome, reason)
    SELECT id, counted, %(at)s, '', '' FROM fallen
    ON CONFLICT (certificate_id, counted) DO NOTHING
    RETURNING 1
), overtaken AS (
    UPDATE credits_certificateproposal p SET outcome = 'OVERTAKEN', decided_at = %(at)s
     WHERE p.decided_at IS NULL AND p.certificate_id IN (SELECT id FROM slice)
       AND NOT EXISTS (SELECT FROM fallen f WHERE f.id = p.certificate_id AND f.counted = p.counted)
)
SELECT (SELECT max(id) FROM slice), (SELECT count(*) FROM slice), (SELECT count(*) FROM proposed)
"""


class DecidedAlready(Refusal):
    """Somebody was faster, or it settled otherwise."""

    sentence = _("This was decided meanwhile. Nothing was changed.")


@transaction.atomic
def propose_due(*, at: datetime) -> int:
    """Propose to revoke what states more than the register counts, of a slice of certificates, round and round; return how many are new."""
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=PLACE)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, {"after": place.after, "most": CERTIFICATES_A_SLICE, "at": at})
        last, seen, new = cursor.fetchone()
    place.after = last if seen == CERTIFICATES_A_SLICE else 0
    place.save(update_fields=["after"])
    return int(new)


def people_with_proposals() -> QuerySet[Person]:
    """Return the people of whom a certificate is proposed to be revoked."""
    return Person.objects.filter(
        pk__in=CertificateProposal.objects.filter(decided_at=None).values("certificate__person")
    )


def proposals(persons: QuerySet[Person]) -> QuerySet[CertificateProposal]:
    """Return what is proposed of `persons` and not decided, the oldest first."""
    rows = CertificateProposal.objects.filter(decided_at=None, certificate__person__in=persons.values("pk"))
    return rows.select_related("certificate__order").order_by("found_at", "pk")


@transaction.atomic
def decide(*, proposal: CertificateProposal, is_revoked: bool, by: User, at: datetime, reason: str) -> None:
    """
    Revoke the certificate of `proposal`, or keep it valid.

    :raises ReasonMissing: if no reason is given
    :raises DecidedAlready: if somebody decided before, or the certificate is not valid any more
    """
    if not reason.strip():
        raise _states.ReasonMissing
    held: Any = CertificateProposal.objects.select_for_update(of=("self",)).select_related("certificate__order")
    held = held.get(pk=proposal.pk)
    if held.decided_at is not None or _states.state_of(held.certificate) != CertificateState.ISSUED:
        raise DecidedAlready
    if is_revoked:
        _states.end(held.certificate, CertificateState.REVOKED, by=by, right=ChangeRight.HOURS, at=at, reason=reason)
    held.outcome = ProposalOutcome.REVOKED if is_revoked else ProposalOutcome.KEPT
    held.reason, held.decided_by, held.decided_at = reason.strip(), by, at
    held.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])
