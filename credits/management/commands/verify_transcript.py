"""Verify a transcript without a database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from credits import ledger, transcripts

SOUND, DIFFERS, NOT_UNDERSTOOD = 0, 1, 2


class Command(BaseCommand):
    """Check a PDF or JSON against heads that were kept elsewhere and the public key."""

    help = (
        "Check a transcript (PDF or JSON) against HEADS (pages of /ledger/heads.json, kept elsewhere) and the platform's public key; needs "
        "no database. Each line is proved under its head, each chain to be whole, the pages of a PDF to be those drawn from the statement "
        "inside. Exit status 0 if everything holds, 1 if something differs (one line each), 2 if a file or key cannot be understood."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the transcript, the heads and the keys."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--heads", metavar="HEADS", required=True, help="heads that were kept elsewhere")
        parser.add_argument(
            "--key",
            action="append",
            required=True,
            help="public key: hexadecimal, base64, PEM or a file; may be repeated",
        )
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Check, print, leave with the status."""
        try:
            kept = ledger.read_kept(Path(options["heads"]).read_text(encoding="utf-8"))
            keys = {ledger.key_id(public): public for public in map(ledger.public_key, options["key"])}
            checked = transcripts.check(Path(options["file"]).read_bytes(), kept=kept, keys=keys)
        except (OSError, UnicodeDecodeError, ledger.NotKeptHeads, ledger.NotAKey, transcripts.NoStatement) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        self.stdout.write(_json(checked) if options["json"] else _text(checked))
        sys.exit(DIFFERS if checked.faults else SOUND)


def _text(checked: transcripts.Checked) -> str:
    since, until = checked.stated["years"]
    said = f"{checked.stated['holder']['name']}, {since} to {until}: {len(checked.stated['lines'])} lines"
    later = f", {checked.uncovered} of the record under no head yet" if checked.uncovered else ""
    why = "a seal covers them, see verify-certificate" if checked.is_sealed else "another release drew them"
    pages = "" if checked.are_pages_compared else f"; pages not compared: {why}, believe the statement inside"
    specimen = "; specimen of a demonstration" if checked.stated["is_specimen"] else ""
    if not checked.faults:
        return f"sound: {said}{later}{specimen}{pages}"
    return "\n".join([*checked.faults, f"{len(checked.faults)} differences in {said}{later}{specimen}{pages}"])


def _json(checked: transcripts.Checked) -> str:
    found = {
        "differences": list(checked.faults),
        "lines": len(checked.stated["lines"]),
        "uncovered": checked.uncovered,
        "pages_compared": checked.are_pages_compared,
    }
    return json.dumps(found, ensure_ascii=False, indent=2)
