"""Give an organisation another key for its seals."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from credits import seals
from learning.accounts.models import Organisation
from learning.errors import Refusal

NOT_UNDERSTOOD = 2


class Command(BaseCommand):
    """Make a key, let the authority certify it; it seals from now on."""

    help = "Give an organisation another key for its seals. The newest one seals; what earlier ones sealed stays good."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the organisation."""
        parser.add_argument("organisation", type=int, metavar="ORGANISATION", help="its number in the register")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Make it, print what it is called."""
        try:
            organisation = Organisation.objects.get(pk=options["organisation"])
            key = seals.renew(organisation=organisation, at=timezone.now())
        except (Organisation.DoesNotExist, Refusal) as error:
            self.stderr.write(str(error))
            sys.exit(NOT_UNDERSTOOD)
        self.stdout.write(f"{organisation.name}: key {key.serial}, until {key.until.date()}")
