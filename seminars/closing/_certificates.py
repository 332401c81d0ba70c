"""Who of a run is due a certificate."""

from collections.abc import Sequence

from credits import certificates, posting
from seminars.models import Run

# Nobody's rule names a share for the certificate of completion; four fifths is what bases ask for. Hours are the rulebook's business.
SHARE_MIN_PERCENT = 80


def orders(
    run: Run, claims: Sequence[posting.ClaimFacts], receipts: Sequence[posting.Receipt]
) -> list[certificates.Order]:
    """Return the certificates that are due: to everybody with hours who was there long enough."""
    return [
        _order(run, claim, receipt)
        for claim, receipt in zip(claims, receipts, strict=True)
        if receipt.hours > 0 and _has_completed(claim)
    ]


def _has_completed(claim: posting.ClaimFacts) -> bool:
    return (claim.attended_minutes or 0) * 100 >= (claim.minutes or 0) * SHARE_MIN_PERCENT


def _order(run: Run, claim: posting.ClaimFacts, receipt: posting.Receipt) -> certificates.Order:
    version = run.version
    return certificates.Order(
        key=f"run:{run.pk}:{receipt.person_id}",
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
    )
