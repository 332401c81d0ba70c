"""Build the demo province."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cms.management import province


class Command(BaseCommand):
    """Fill an empty database, or show the logins."""

    help = """Fill the database with the demo province: 3 bases, 12 programmes, 60 professionals with three years, through the real operations,
    the same for the same --seed, relative to today. Does nothing where it was done before. Only where settings.DEMO is True.
    --logins prints who may sign in."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed, or the wish to see the logins."""
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--logins", action="store_true")

    def handle(self, *_arguments: Any, seed: int, logins: bool, **_options: Any) -> None:
        """Build, or print."""
        if not settings.DEMO:
            raise CommandError("The demo province is made of public passwords: it is built only where DEMO=True.")
        if not logins and not province.is_built():
            # All or nothing: much of it is append-only, half a province could not be taken away again.
            with transaction.atomic():
                province.build(now=timezone.now(), seed=seed, say=self.stdout.write)
        for login in province.LOGINS.values():
            code = "（需动态口令，见 /people/demo-code/）" if login.is_staff else ""
            self.stdout.write(f"  {login.mobile.removeprefix('+86')}  {login.name}  {login.what}{code}")
        self.stdout.write(f"  password 密码: {province.PASSWORD}")
