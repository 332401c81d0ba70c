"""Verify a transcript without a database."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from credits import certificates, ledger, seals, transcripts

SOUND, DIFFERS, NOT_UNDERSTOOD = 0, 1, 2


class Command(BaseCommand):
    """Check a PDF or JSON against heads that were kept elsewhere and the public key."""

    help = (
        "Check a transcript (PDF or JSON) against HEADS (pages of /ledger/heads.json, kept elsewhere) and the platform's public key; needs "
        "no database. Each line is proved under its head, each chain to be whole, the pages of a PDF to be those drawn from the statement "
        "inside; those of a certificate are proved by its seal, if ROOTS are given. Exit status 0 if everything holds, 1 if something differs (one line each), 2 if a file or key cannot be understood."
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
        parser.add_argument("--roots", metavar="ROOTS", help="certificates that are trusted to certify seals (PEM)")
        parser.add_argument("--ended", metavar="ENDED", help="keys of seals that are not trusted any more (JSON)")
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Check, print, leave with the status."""
        try:
            kept = ledger.read_kept(Path(options["heads"]).read_text(encoding="utf-8"))
            keys = {ledger.key_id(public): public for public in map(ledger.public_key, options["key"])}
            content, is_sealed = Path(options["file"]).read_bytes(), _sealed(options["roots"], options["ended"])
            checked = transcripts.check(content, kept=kept, keys=keys, is_sealed=is_sealed)
        except (OSError, ValueError, ledger.NotKeptHeads, ledger.NotAKey, transcripts.NoStatement) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        self.stdout.write(_json(checked) if options["json"] else _text(checked))
        sys.exit(DIFFERS if checked.faults else SOUND)


def _sealed(roots: str | None, ended: str | None) -> Callable[[bytes], bool] | None:
    """Return what tells whether the seal of a certificate holds; None where nobody says whom to trust."""
    if roots is None:
        return None
    trusted = seals.read_roots(Path(roots).read_bytes())
    ends = seals.read_ends(Path(ended).read_bytes()) if ended else seals.NOBODY
    return lambda content: certificates.read_file(content, roots=trusted, at=timezone.now(), ended=ends).fault is None


def _of_pages(checked: transcripts.Checked) -> str:
    if checked.are_pages_compared:
        return ""
    is_certificate = checked.is_certificate
    why = "a certificate's, whose seal nobody looked at (--roots)" if is_certificate else "another release drew them"
    return f"; pages not compared: {why}, believe the statement inside"


def _text(checked: transcripts.Checked) -> str:
    since, until = checked.stated["years"]
    said = f"{checked.stated['holder']['name']}, {since} to {until}: {len(checked.stated['lines'])} lines"
    later = f", {checked.uncovered} of the record under no head yet" if checked.uncovered else ""
    pages = _of_pages(checked)
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
