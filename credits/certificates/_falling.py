"""Hours that fell below what a certificate states: its revocation is proposed, and a person decides."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from credits.certificates import _kinds, _replacing, _states
from credits.enums import CertificateState, ChangeRight, ProposalOutcome
from credits.models import Certificate, CertificateProposal, SweepPlace
from learning.accounts.models import Person, User
from learning.errors import Refusal

CERTIFICATES_A_SLICE = 20_000
PLACE, PLACE_OF_REGISTERS = "certificates:falling", "certificates:falling-registers"
PLACE_OF_CLAIMS = "certificates:falling-claims"
# What becomes of `looked`: id, counted, is_less and is_valid of each certificate.
PROPOSED = """proposed AS (
    INSERT INTO credits_certificateproposal AS p (certificate_id, counted, found_at, outcome, reason)
    SELECT id, counted, %(at)s, '', '' FROM looked
     WHERE is_valid AND is_less
       AND NOT EXISTS (SELECT FROM credits_certificateproposal known WHERE known.certificate_id = looked.id
                          AND known.counted = looked.counted AND known.outcome IN ('', 'KEPT'))
    -- The same fall for a second time: hours came back in between, or the certificate was reinstated.
    ON CONFLICT (certificate_id, counted) DO UPDATE
       SET outcome = '', reason = '', decided_at = NULL, decided_by_id = NULL, found_at = excluded.found_at
     WHERE p.outcome IN ('OVERTAKEN', 'REVOKED', 'REPLACED')
    RETURNING 1
), overtaken AS (
    UPDATE credits_certificateproposal p SET outcome = 'OVERTAKEN', decided_at = %(at)s FROM looked
     WHERE p.decided_at IS NULL AND p.certificate_id = looked.id
       AND NOT (is_valid AND coalesce(is_less AND looked.counted = p.counted, TRUE))
)
SELECT (SELECT max(id) FROM slice), (SELECT count(*) FROM slice), (SELECT count(*) FROM proposed)
"""
# Joined records have one standing, under the lowest, which names them all. Where there is none, either every claim of the cycle was
# reversed, or the duty or the rulebook ended: then nothing is known of the hours, which is neither a fall nor its end.
STATEMENT = f"""
WITH RECURSIVE slice AS (
    SELECT id, order_id, person_id FROM credits_certificate WHERE id > %(after)s AND kind = 'YEAR' ORDER BY id LIMIT %(most)s
), {_kinds.JOINED}, looked AS (
    SELECT slice.id, CASE WHEN gone.is_all THEN 0 ELSE s.counted END AS counted,
           coalesce(gone.is_all, s.state <> 'MET' OR s.counted < (o.facts ->> 'counted')::bigint) AS is_less,
           coalesce((SELECT c.state FROM credits_certificatechange c
                      WHERE c.certificate_id = slice.id ORDER BY c.number DESC LIMIT 1), 'ISSUED') = 'ISSUED' AS is_valid
      FROM slice JOIN credits_certificateorder o ON o.id = slice.order_id
      LEFT JOIN LATERAL (
           SELECT t.state, t.counted FROM record JOIN credits_standing t ON t.person_id = record.other
            WHERE record.own = slice.person_id AND t.family = o.facts ->> 'family'
              AND t.cycle_starts_on = (o.facts ->> 'starts_on')::date
              AND (t.person_id = slice.person_id OR t.records @> to_jsonb(slice.person_id))
            ORDER BY t.person_id LIMIT 1) s ON TRUE
      LEFT JOIN LATERAL (
           SELECT bool_and(c.kind = 'REVERSAL' OR EXISTS (SELECT FROM credits_claim n WHERE n.corrects_id = e.claim_id))
                  OR NULL AS is_all FROM record
             JOIN credits_entry e ON e.person_id = record.other
             CROSS JOIN LATERAL (SELECT k.kind FROM credits_entry k WHERE k.claim_id = e.claim_id
                                    AND k.kind IN ('CREDIT', 'REVERSAL', 'CORRECTION', 'REINSTATEMENT') ORDER BY k.number DESC LIMIT 1) c
            WHERE s.counted IS NULL AND record.own = slice.person_id AND e.family = o.facts ->> 'family'
              AND e.cycle_starts_on = (o.facts ->> 'starts_on')::date) gone ON TRUE
), {PROPOSED}"""  # noqa: S608  (made of constants)
LOOKED = """looked AS (
    SELECT found.*, coalesce((SELECT c.state FROM credits_certificatechange c
                               WHERE c.certificate_id = found.id ORDER BY c.number DESC LIMIT 1), 'ISSUED') = 'ISSUED' AS is_valid
      FROM found
)"""
# Registers state many amounts: `_kinds._lessening` says which of them fell.
OF_REGISTERS = f"""
WITH RECURSIVE slice AS (
    SELECT c.id, c.person_id, o.facts FROM credits_certificate c JOIN credits_certificateorder o ON o.id = c.order_id
     WHERE c.id > %(after)s AND c.kind = 'TRANSCRIPT' ORDER BY c.id LIMIT %(most)s
), {_kinds.FOUND}, {LOOKED}, {PROPOSED}"""  # noqa: S608
# Completions and what was taught state the hours of one claim.
OF_CLAIMS = f"""
WITH slice AS (
    SELECT c.id, o.claim_id, o.facts FROM credits_certificate c JOIN credits_certificateorder o ON o.id = c.order_id
     WHERE c.id > %(after)s AND c.kind IN ('COMPLETION', 'TEACHING') ORDER BY c.id LIMIT %(most)s
), {_kinds.CLAIMED}, {LOOKED}, {PROPOSED}"""  # noqa: S608
WALKS = {PLACE: STATEMENT, PLACE_OF_REGISTERS: OF_REGISTERS, PLACE_OF_CLAIMS: OF_CLAIMS}


class DecidedAlready(Refusal):
    """Somebody was faster, or it settled otherwise."""

    sentence = _("This was decided meanwhile. Nothing was changed.")


class HoursBack(Refusal):
    """Nothing fell, after all."""

    sentence = _("The register counts again what certificate %(number)s states. Nothing was changed.")


@transaction.atomic
def propose_due(*, at: datetime) -> int:
    """Propose to revoke what states more than the register counts, of a slice of certificates, round and round; return how many are new."""
    return sum(_walk(name, statement, at=at) for name, statement in WALKS.items())


def _walk(name: str, statement: str, *, at: datetime) -> int:
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=name)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"after": place.after, "most": CERTIFICATES_A_SLICE, "at": at})
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


def hours_stated(certificate: Certificate) -> int:
    """Return the hundredths of an hour that `certificate` states in all."""
    facts = certificate.order.facts
    return int(facts["counted"] if "counted" in facts else sum(Decimal(one) * 100 for one in facts["hours"].values()))


@transaction.atomic
def decide(*, proposal: CertificateProposal, outcome: ProposalOutcome, by: User, at: datetime, reason: str) -> None:
    """
    Revoke the certificate of `proposal`, have it replaced by one that states what the register counts now, or keep it valid.

    :raises ReasonMissing: if no reason is given
    :raises DecidedAlready: if somebody decided before, or the certificate is not valid any more
    :raises HoursBack: if the register counts again what it states
    :raises YearNotMet: if there is nothing left that another one could state
    """
    if not reason.strip():
        raise _states.ReasonMissing
    held: Any = CertificateProposal.objects.select_for_update(of=("self",)).select_related("certificate__order")
    held = held.get(pk=proposal.pk)
    if held.decided_at is not None or _states.state_of(held.certificate) != CertificateState.ISSUED:
        raise DecidedAlready
    if outcome != ProposalOutcome.KEPT:
        _require_fallen(held.certificate)
        _carry_out(held.certificate, outcome, by=by, at=at, reason=reason)
    held.outcome = outcome
    held.reason, held.decided_by, held.decided_at = reason.strip(), by, at
    held.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])


def _carry_out(certificate: Certificate, outcome: ProposalOutcome, *, by: User, at: datetime, reason: str) -> None:
    given: Any = {"by": by, "right": ChangeRight.HOURS, "at": at, "reason": reason}
    if outcome == ProposalOutcome.REVOKED:
        _states.end(certificate, CertificateState.REVOKED, **given)
        return
    facts, claim_id = _replacing.counted_now(certificate, at)
    _replacing.order_in_place(certificate, facts, claim_id=claim_id, **given)


def _require_fallen(certificate: Certificate) -> None:
    try:
        _kinds.holds(_kinds.of(certificate.kind), certificate.order, number=certificate.number)
    except _kinds.HoursDiffer:
        return
    raise HoursBack(number=certificate.number)
