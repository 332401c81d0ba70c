"""Make the platform's own authority for seals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from credits import seals


class Command(BaseCommand):
    """Make the authority where there is none yet, and say what others have to trust."""

    help = (
        "Make the authority that certifies the keys of organisations: a key, encrypted with SEAL_PASSPHRASE, and a certificate that "
        "whoever checks seals has to trust. What is there already is left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name."""
        parser.add_argument("name", metavar="NAME", help="as certificates will show it")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Make it, print where it is."""
        self.stdout.write(f"trust this: {seals.make_authority(options['name'])}")
