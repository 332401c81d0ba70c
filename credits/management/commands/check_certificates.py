"""Check that every number, file and statement of certificates is there and sound."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from credits import certificates

SOUND, DIFFERS = 0, 1


class Command(BaseCommand):
    """Walk all series and all certificates; print what is wrong."""

    help = (
        "Walk every series of numbers: each number is that of a certificate, of an order that is still open, or of one that was closed for a "
        "reason. Walk every certificate: its statement has its digest and the platform's signature, its file is there to the last byte and "
        "bears the seal of its organisation. Prints one line for each fault, and how many numbers have no certificate and why. "
        "Exit status 0 if there is no fault, 1 if there are some."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how to work."""
        parser.add_argument("--json", action="store_true", help="print what was found as JSON")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Check, print, leave with the status."""
        found = certificates.examine_all()
        if options["json"]:
            told = {
                "certificates": found.certificates,
                "open": found.waiting,
                "closed": found.closed,
                "faults": found.faults,
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join([*found.faults, found.summary]))
        sys.exit(DIFFERS if found.faults else SOUND)
