"""Who is due a certificate of a self-paced programme (结业证书)."""

from collections.abc import Iterable, Mapping, Sequence

from credits import certificates, posting
from credits.enums import CompletionResult
from seminars import programmes
from seminars.models import CompletionRow, ProgrammeVersion


def orders(
    rows: Iterable[CompletionRow],
    facts: Mapping[int, posting.ClaimFacts],
    receipts: Sequence[posting.Receipt],
    version: ProgrammeVersion,
) -> list[certificates.Order]:
    """Return the certificates that are due: to everybody whose completion counts hours, one a learning year."""
    return [
        _order(row, facts[row.pk], receipt, version)
        for row, receipt in zip(rows, receipts, strict=True)
        if receipt.hours > 0
    ]


def _order(
    row: CompletionRow, claim: posting.ClaimFacts, receipt: posting.Receipt, version: ProgrammeVersion
) -> certificates.Order:
    assert row.completed_on
    # Whoever did not pass the examination was refused before; the points are nobody else's business.
    result = CompletionResult.PASSED if version.has_exam else CompletionResult.COMPLETED
    return certificates.Order(
        key=receipt.key,
        person_id=receipt.person_id,
        claim_id=receipt.claim_id,
        organisation_id=version.programme.base_id,
        title=claim.title,
        activity=claim.activity,
        approval_number=version.approval_number,
        # Nobody knows when somebody began; that it was completed on this day is known.
        starts_on=row.completed_on,
        ends_on=row.completed_on,
        hours=receipt.by_category,
        host=version.host,
        organiser=version.organiser,
        issuer=version.organiser,
        more={"result": str(result), **programmes.validity(version, row.completed_on)},
    )
