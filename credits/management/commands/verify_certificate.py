"""Verify a certificate without a database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from credits import certificates, seals

SOUND, DIFFERS, NOT_UNDERSTOOD = 0, 1, 2


class Command(BaseCommand):
    """Check the seal of a PDF against certificates that are trusted, and print what it states."""

    help = (
        "Check a certificate (PDF): that its seal covers it to the last byte, is one of these bytes, and is of a key that an authority in "
        "ROOTS (PEM) certified. Prints what it states. Needs no database, and so does not know whether it was revoked or replaced. "
        "Exit status 0 if the seal holds, 1 if not, 2 if a file cannot be understood."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what is trusted."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--roots", metavar="ROOTS", required=True, help="certificates that are trusted (PEM)")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Check, print, leave with the status."""
        try:
            roots = seals.read_roots(Path(options["roots"]).read_bytes())
            content = Path(options["file"]).read_bytes()
        except (OSError, ValueError) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        found = certificates.read_file(content, roots=roots, at=timezone.now())
        if found.said is None:
            self.stderr.write(str(found.fault))
            sys.exit(NOT_UNDERSTOOD)
        self.stdout.write(_json(found) if options["json"] else _text(found))
        sys.exit(DIFFERS if found.fault else SOUND)


def _text(found: certificates.InFile) -> str:
    said = found.said or {}
    lines = [f"{name}: {_plain(said.get(name))}" for name in certificates.FACTS if said.get(name)]
    if found.seal is None:
        return "\n".join([f"not sound: {found.fault}", "What it states is not to be believed:", *lines])
    stamped = (
        f"stamped at {found.seal.stamped_at.isoformat()}"
        if found.seal.stamped_at
        else "not stamped; it states its time itself"
    )
    state = "state: unknown without the register; ask the verification page whether it was revoked or replaced"
    return "\n".join([f"sound: sealed by {found.seal.signer}, key {found.seal.serial}, {stamped}", state, *lines])


def _plain(value: Any) -> str:
    return ", ".join(" ".join(one) for one in value) if isinstance(value, list) else str(value)


def _json(found: certificates.InFile) -> str:
    seal = found.seal and {
        "signer": found.seal.signer,
        "key": found.seal.serial,
        "stamped_at": found.seal.stamped_at.isoformat() if found.seal.stamped_at else None,
    }
    told = {
        "sound": found.fault is None,
        "fault": found.fault and found.fault.code,
        "seal": seal,
        "state": None,
        "statement": found.said,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
