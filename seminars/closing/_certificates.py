"""Who of a run is due a certificate: with hours, there for long enough, and what the run asks for handed in and accepted."""

from collections.abc import Collection, Sequence
from datetime import datetime

import structlog
from django.db import transaction
from django.utils import timezone

from credits import certificates, ledger, posting
from credits.enums import ClaimState, CompletionResult
from learning.work import traced
from seminars import deliverables, programmes
from seminars.closing import _claims
from seminars.models import Run

log = structlog.get_logger(__name__)


def orders(
    run: Run, claims: Sequence[posting.ClaimFacts], receipts: Sequence[posting.Receipt]
) -> list[certificates.Order]:
    """Return the certificates that are due: to everybody with hours who completed the run and has nothing left to hand in."""
    accepted = deliverables.settled_people(run)
    return [one for one in completed(run, claims, receipts) if accepted is None or one.person_id in accepted]


def completed(
    run: Run, claims: Sequence[posting.ClaimFacts], receipts: Sequence[posting.Receipt]
) -> list[certificates.Order]:
    """Return the certificates of everybody with hours who completed the run, whatever is still to be handed in."""
    return [
        _order(run, claim, receipt)
        for claim, receipt in zip(claims, receipts, strict=True)
        if receipt.hours > 0 and claim.passed
    ]


def order_due(*, at: datetime) -> int:
    """Order the certificates of those in closed runs whose work was accepted since, and return how many these are."""
    runs = Run.objects.filter(pk__in=deliverables.to_settle().values("enrolment__run")).order_by("pk")
    ordered = 0
    for run in runs.select_related("version__approved_by", "programme__base"):
        try:
            ordered += _order_of(run, at=at)
        except Exception as error:
            # One run that fails must not stop the others.
            log.error("certificates not ordered", run=run.pk, error=traced(error))
    return ordered


@transaction.atomic
def _order_of(run: Run, *, at: datetime) -> int:
    hold(run)
    accepted = deliverables.settle(run=run, at=at)
    hold_hours(accepted)
    due = counted(run, [claim for claim in claimed(run) if claim.person_id in accepted])
    return certificates.order(orders=due, at=at)


def hold(run: Run) -> None:
    """Hold `run` until the transaction ends: nobody closes it or decides about a correction meanwhile."""
    locked = Run.objects.select_for_update(no_key=True, of=("self",))
    run.refresh_from_db(from_queryset=locked.select_related("version__approved_by", "programme__base"))


def hold_hours(people: Collection[int]) -> None:
    """
    Hold the hours of `people` until the transaction ends; whoever orders by what they are counts them after that.

    Whoever reverses or corrects them meanwhile waits, and finds the order then.
    """
    posting.locked(people)


def counted(run: Run, claims: Sequence[posting.ClaimFacts]) -> list[certificates.Order]:
    """Return the certificates of those who completed the closed `run`, of whom these are the `claims`, with the hours that the register counts now."""
    facts = {claim.person_id: claim for claim in claims}
    live = ledger.claims_of(list(facts), state=ClaimState.LIVE).filter(key=_claims.claim_key(run.pk)).order_by("pk")
    rows = {row.person_id: row for row in live}
    awards = ledger.present_awards([row.pk for row in rows.values()])
    receipts = [
        posting.receipt(person_id=person, key=row.key, claim_id=row.pk, outcome="known", awards=awards.get(row.pk, []))
        for person, row in rows.items()
    ]
    return completed(run, [facts[person] for person in rows], receipts)


def claimed(run: Run) -> list[posting.ClaimFacts]:
    """Return what `run`, which is closed, claimed for everybody."""
    assert run.closed_at
    return _claims.claims_of(run, declared_on=timezone.localdate(run.closed_at))


def certificate_key(run_id: int, person_id: int | str) -> str:
    """Return the key of somebody's certificate of a run; of nobody (""), what the keys of all begin with."""
    return f"run:{run_id}:{person_id}"


def _order(run: Run, claim: posting.ClaimFacts, receipt: posting.Receipt) -> certificates.Order:
    version = run.version
    return certificates.Order(
        key=certificate_key(run.pk, receipt.person_id),
        person_id=receipt.person_id,
        claim_id=receipt.claim_id,
        organisation_id=run.programme.base_id,
        title=version.title,
        activity=claim.activity,
        approval_number=version.approval_number,
        starts_on=run.starts_on,
        ends_on=run.ends_on,
        hours=receipt.by_category,
        host=version.host,
        organiser=version.organiser,
        issuer=version.organiser,
        run_number=run.number,
        # A run records no examination; what is handed in is accepted, not marked.
        more={"result": str(CompletionResult.COMPLETED), **programmes.validity(version, run.ends_on)},
    )
