"""Who of a run is due a certificate."""

from collections.abc import Sequence

from credits import certificates, posting
from seminars.models import Run


def orders(
    run: Run, claims: Sequence[posting.ClaimFacts], receipts: Sequence[posting.Receipt]
) -> list[certificates.Order]:
    """Return the certificates that are due: to everybody with hours who completed the run."""
    return [
        _order(run, claim, receipt)
        for claim, receipt in zip(claims, receipts, strict=True)
        if receipt.hours > 0 and claim.passed
    ]


def certificate_key(run_id: int, person_id: int) -> str:
    """Return the key of somebody's certificate of a run."""
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
    )
