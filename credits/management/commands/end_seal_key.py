"""Note that a key of seals is in wrong hands."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from credits import seals
from learning.errors import Refusal

NOT_UNDERSTOOD = 2


class Command(BaseCommand):
    """End a key for good."""

    help = (
        "Note for good that a key of seals is in wrong hands since a moment. It seals nothing any more; what it sealed is trusted only where a "
        "timestamp proves, or the register knows of the very file, that it was sealed before that moment. Whoever checks a paper is told so, with the "
        "reason; /verify/ended-keys/ tells whoever checks files without the register. Give its organisation another one by seal_key; check_certificates then names the "
        "certificates that have to be reissued."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the key, the moment and the reason."""
        parser.add_argument("key", metavar="KEY", help="its serial number, as seal_key and verify_certificate print it")
        parser.add_argument("--since", required=True, metavar="MOMENT", help="such as 2026-11-23T08:00+08:00")
        parser.add_argument("--reason", required=True, help="what happened, in public words")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Note it, print what it means."""
        since = _moment(options["since"])
        if since is None:
            self.stderr.write(f"{options['since']} is no moment with a time zone, such as 2026-11-23T08:00+08:00.")
            sys.exit(NOT_UNDERSTOOD)
        try:
            ended = seals.end(serial=options["key"], since=since, reason=options["reason"], at=timezone.now())
        except Refusal as refusal:
            self.stderr.write(str(refusal))
            sys.exit(NOT_UNDERSTOOD)
        self.stdout.write(
            f"{ended.key.organisation.name}: key {ended.key.serial} is not trusted since {ended.since.isoformat()}"
        )


def _moment(text: str) -> Any:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None
