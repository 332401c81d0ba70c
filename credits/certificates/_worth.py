"""Whether a certificate counts today: it was neither revoked nor replaced, and its seal is of a key that nobody else had."""

from dataclasses import dataclass
from datetime import datetime

from credits.certificates import _states
from credits.enums import CertificateState
from credits.models import Certificate, SealKeyEnd


@dataclass(frozen=True, kw_only=True)
class KeyEnded:
    """The key that sealed a certificate is in wrong hands: since when, why, and whether the register had the certificate before."""

    since: datetime
    reason: str
    is_sealed_before: bool


def key_ended(*, since: datetime | None, reason: str | None, issued_at: datetime) -> KeyEnded | None:
    """Return what the end of its key makes of a certificate; None where its key was not ended."""
    if since is None:
        return None
    # The register says when it took the file in, whatever day somebody who has the key writes into one.
    return KeyEnded(since=since, reason=reason or "", is_sealed_before=issued_at < since)


def counts_today(certificate: Certificate) -> bool:
    """Say whether `certificate` can be relied on today."""
    late = SealKeyEnd.objects.filter(key=certificate.seal_id, since__lte=certificate.issued_at)
    return _states.state_of(certificate) == CertificateState.ISSUED and not late.exists()
