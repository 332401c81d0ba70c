"""
Checking a file that somebody was shown: its bytes to the last one, its seal, the statement in it, and what the register says.

The register is asked by the file's digest, or by the part of the statement that cannot be guessed: nobody learns anything by inventing numbers.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from cryptography.x509 import Certificate as Root
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from credits import seals
from credits.certificates import _queries, _statements
from credits.certificates._queries import Verified
from credits.certificates._statements import FORMAT
from credits.certificates._worth import Verdict
from learning import lettering
from learning.errors import Refusal

FILE_MOST = 2 * 1024 * 1024
# A register of as many lines as one may have, each with the longest texts; `_kinds._gathering` refuses a larger one.
STATEMENT_MOST = _statements.MOST
# What leads to a certificate, at the end of its address.
LINK = re.compile(r"/verify/([A-Za-z0-9_-]{20,43})/?$")
# What is shown side by side, in this order.
FACTS = (
    *(
        "number",
        "kind",
        "holder",
        "document",
        "title",
        "run_number",
        "activity",
        "approval_number",
        "starts_on",
        "ends_on",
        "hours",
        "result",
    ),
    *("rulebook", "version", "required", "required_hours", "counted", "taught", "as_of", "proofs"),
    *("host", "organiser", "issuer", "issued_on", "issued_at", "valid_until", "replaces", "is_specimen"),
)


class NotOurs(Refusal):
    """It is no certificate of this platform."""

    sentence = _("This file is no certificate that this platform issued.")


class Unregistered(Refusal):
    """The seal is good, and nobody knows the paper."""

    sentence = _("%(signer)s sealed this file, but the register does not know it. Ask the help line 96178.")


@dataclass(frozen=True, kw_only=True)
class InFile:
    """What a file says: the statement in it, and whose seal it bears, or why that is worth nothing."""

    said: Mapping[str, Any] | None
    seal: seals.Seal | None
    fault: Refusal | None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file against the register. `is_original`: it is the one that was issued, to the last byte. Nothing of a photo is checked but its code."""

    file: InFile
    found: Verified | None
    is_original: bool
    on: date
    is_photo: bool = False

    @property
    def is_valid(self) -> bool:
        """Say whether the file can be relied on today."""
        return self.verdict == Verdict.VALID

    @property
    def verdict(self) -> Verdict:
        """Return what is to be thought of it."""
        if self.found is None:
            return Verdict.UNKNOWN
        if self.is_photo:
            return Verdict.PHOTO
        if not self.is_original or not isinstance(self.file.fault, seals.SealedLate | None):
            return Verdict.DOUBTFUL
        return self.found.verdict(on=self.on)

    @property
    def in_register(self) -> str:
        """Say in words what the register says of it."""
        return self.found.label(on=self.on) if self.found else ""

    @property
    def counts(self) -> bool:
        """Say whether the certificate counts, whatever the file is."""
        return self.found is not None and self.found.verdict(on=self.on) == Verdict.VALID

    @property
    def differing(self) -> list[str]:
        """Return the facts that the file states in another way than the register."""
        if self.file.said is None or self.found is None:
            return []
        return [name for name in FACTS if self.file.said.get(name) != self.found.stated.get(name)]


def check_file(content: bytes, *, roots: Sequence[Root], at: datetime) -> Checked:
    """Return what is to be thought of the file `content`, trusting `roots`."""
    on = timezone.localdate(at)
    original = _queries.rows().filter(file_digest=sha256(content).hexdigest()).first()
    # The register has the digest of the very file since it was issued: that proves as much as a timestamp.
    kept_at = original.issued_at if original else None
    file = read_file(content, roots=roots, at=at, ended=seals.ends(), kept_at=kept_at)
    found = original or _queries.rows().filter(token=_token(file.said)).first()
    if found is None:
        fault = Unregistered(signer=file.seal.signer) if file.seal else NotOurs()
        return Checked(file=InFile(said=None, seal=file.seal, fault=fault), found=None, is_original=False, on=on)
    return Checked(file=file, found=_queries.verified(found), is_original=original is not None, on=on)


def read_file(
    content: bytes,
    *,
    roots: Sequence[Root],
    at: datetime,
    ended: seals.Ends = seals.NOBODY,
    kept_at: datetime | None = None,
) -> InFile:
    """Return what the file `content` says and who sealed it, without a register; for `ended` and `kept_at` see `seals.examine`."""
    said = _said(content) if len(content) <= FILE_MOST else None
    if said is None:
        return InFile(said=None, seal=None, fault=NotOurs())
    try:
        seal = seals.examine(content, roots=roots, at=_issued_at(said, at), ended=ended, kept_at=kept_at)
    except Refusal as fault:
        return InFile(said=said, seal=None, fault=fault)
    return InFile(said=said, seal=seal, fault=None)


def _said(content: bytes) -> Mapping[str, Any] | None:
    """Return the statement in a file, whether it is true or not."""
    try:
        held = json.loads(lettering.attached(content, most=STATEMENT_MOST)) if content.startswith(b"%PDF") else None
        # A lone surrogate is a text for JSON, and none for whoever writes a page of it.
        json.dumps(held, ensure_ascii=False).encode()
    except (lettering.NothingAttached, ValueError, RecursionError):
        return None
    said = held.get("statement") if isinstance(held, dict) else None
    return said if isinstance(said, dict) and said.get("format") == FORMAT else None


def _token(said: Mapping[str, Any] | None) -> str:
    named = LINK.search(str(said.get("url", ""))) if said else None
    return named[1] if named else "-"


def _issued_at(said: Mapping[str, Any], at: datetime) -> datetime:
    """Return the moment that a statement names, which is never later than `at`."""
    try:
        stated = parse_datetime(str(said.get("issued_at")))
        return min(stated.astimezone(UTC), at) if stated and stated.tzinfo else at
    except (ValueError, OverflowError):
        return at
