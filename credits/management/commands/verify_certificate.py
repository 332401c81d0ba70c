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
        "ROOTS (PEM) certified. Prints what it states. Needs no database, and so does not know whether it was revoked or replaced; of a key that was "
        "stopped it knows what ENDED says, and trusts what that key sealed only where a timestamp is of before. "
        "Exit status 0 if the seal holds, 1 if not, 2 if a file cannot be understood."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and what is trusted."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--roots", metavar="ROOTS", required=True, help="certificates that are trusted (PEM)")
        parser.add_argument(
            "--ended", metavar="ENDED", help="keys that are not trusted any more, as /verify/ended-keys/ answers (JSON)"
        )
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Check, print, leave with the status."""
        try:
            roots = seals.read_roots(Path(options["roots"]).read_bytes())
            ended = seals.read_ends(Path(options["ended"]).read_bytes()) if options["ended"] else None
            content = Path(options["file"]).read_bytes()
        except (OSError, ValueError) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        found = certificates.read_file(content, roots=roots, at=timezone.now(), ended=ended or seals.NOBODY)
        if found.said is None:
            self.stderr.write(str(found.fault))
            sys.exit(NOT_UNDERSTOOD)
        self.stdout.write(_json(found, ended) if options["json"] else _text(found, ended))
        sys.exit(DIFFERS if found.fault else SOUND)


def _text(found: certificates.InFile, ended: seals.Ends | None) -> str:
    said = found.said or {}
    lines = [f"{name}: {_plain(said.get(name))}" for name in certificates.FACTS if said.get(name)]
    lines += [f"row {number}: {row}" for number, row in enumerate(certificates.table_rows(said), start=1)]
    if found.seal is None:
        return "\n".join([f"not sound: {found.fault}", "What it states is not to be believed:", *lines])
    stamped = (
        f"stamped at {found.seal.stamped_at.isoformat()}"
        if found.seal.stamped_at
        else "not stamped; it states its time itself"
    )
    state = "state: unknown without the register; ask the verification page whether it was revoked or replaced"
    sound = f"sound: sealed by {found.seal.signer}, key {found.seal.serial}, {stamped}"
    return "\n".join([sound, _of_key(found.seal, ended), state, *lines])


def _of_key(seal: seals.Seal, ended: seals.Ends | None) -> str:
    if ended is None:
        return "key: whether it was stopped is unknown; give the answer of /verify/ended-keys/ as --ended"
    if seal.key_end is None:
        return "key: not among those that were stopped"
    end = seal.key_end
    return f"key: in wrong hands since {end.since.isoformat()}, and the file was sealed before that, so its seal stays good. Reason: {end.reason}"


def _plain(value: Any) -> str:
    return ", ".join(" ".join(one) for one in value) if isinstance(value, list) else str(value)


def _json(found: certificates.InFile, ended: seals.Ends | None) -> str:
    seal = found.seal and {
        "signer": found.seal.signer,
        "key": found.seal.serial,
        "stamped_at": found.seal.stamped_at.isoformat() if found.seal.stamped_at else None,
        "key_ended_since": found.seal.key_end.since.isoformat() if found.seal.key_end else None,
        "key_ended_reason": found.seal.key_end.reason if found.seal.key_end else None,
    }
    told = {
        "sound": found.fault is None,
        "fault": found.fault and found.fault.code,
        "seal": seal,
        "ended_keys_known": ended is not None,
        "state": None,
        "statement": found.said,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
