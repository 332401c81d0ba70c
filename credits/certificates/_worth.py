"""Whether a certificate counts today: it was neither revoked nor replaced, has not run out, and its seal is of a key that nobody else had."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from credits.certificates import _states
from credits.enums import CertificateState
from credits.models import Certificate, SealKeyEnd


class Verdict(StrEnum):
    """What is to be thought of a certificate, or of a file that may be one."""

    UNKNOWN = "unknown"  # the register knows nothing of it
    PHOTO = "photo"  # only its code was read
    DOUBTFUL = "doubtful"  # it is not what was issued
    ENDED = "ended"  # it was issued, and revoked or replaced since
    SEALED_LATE = "sealed late"  # it was issued, but its key was in wrong hands by then
    RUN_OUT = "run out"  # the last day that it states has been
    VALID = "valid"


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


def has_run_out(stated: Mapping[str, Any], *, on: date) -> bool:
    """Say whether the last day that a statement names, if it names one, has been."""
    last: str = stated.get("valid_until", "")
    return last != "" and date.fromisoformat(last) < on


def counts(certificate: Certificate, *, on: date) -> bool:
    """Say whether `certificate` can be relied on."""
    is_over = has_run_out(certificate.stated, on=on) or _states.state_of(certificate) != CertificateState.ISSUED
    return not is_over and not is_sealed_late(certificate)


def is_sealed_late(certificate: Certificate) -> bool:
    """Say whether the key of a certificate was in wrong hands when it was sealed."""
    return SealKeyEnd.objects.filter(key=certificate.seal_id, since__lte=certificate.issued_at).exists()
