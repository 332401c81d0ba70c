"""Build the demo province."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cms.management import province
from cms.management.province import filling
from credits import compliance


class Command(BaseCommand):
    """Fill an empty database, fill it up, or show the logins."""

    help = """Fill the database with the demo province: 3 bases, 12 programmes, 60 professionals with three years, through the real operations,
    the same for the same --seed, relative to today. Does nothing where it was done before. Only where settings.DEMO is True.
    --fill adds the whole province: 30 bases, 150 advanced seminars, 2,000 professionals with six years. It may be killed, goes on where
    it stopped, and several may run at once. --scale 0.02 makes a small one. --logins prints who may sign in, --logins-to writes it to a file."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the seed, the size, or the wish to see the logins."""
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--scale", type=float, default=1)
        parser.add_argument("--fill", action="store_true")
        parser.add_argument("--logins", action="store_true")
        parser.add_argument("--logins-to", type=Path)

    def handle(self, *_arguments: Any, logins: bool, **options: Any) -> None:
        """Build, fill up, or print."""
        if not settings.DEMO:
            raise CommandError("The demo province is made of public passwords: it is built only where DEMO=True.")
        if not logins:
            self._build(**options)
        if options["logins_to"] is not None:
            options["logins_to"].write_text("".join(_logins()), encoding="utf-8")
        elif not options["fill"]:
            self.stdout.writelines(_logins())

    def _build(self, *, seed: int, fill: bool, scale: float, **_options: Any) -> None:
        if not province.is_built():
            # All or nothing: much of it is append-only, half a province could not be taken away again.
            with transaction.atomic():
                province.build(now=timezone.now(), seed=seed, say=self.stdout.write)
        if fill:
            begun = filling.begin(seed=seed, scale=scale, at=timezone.now())
            filling.go_on(begun, say=self.stdout.write)
        compliance.roll_up_due(at=timezone.now())  # the figures are there before the first sweep


def _logins() -> Iterator[str]:
    for login in province.LOGINS.values():
        code = "（需动态口令，见 /people/demo-code/）" if login.is_staff else ""
        yield f"  {login.mobile.removeprefix('+86')}  {login.name}  {login.what}{code}\n"
    yield f"  password 密码: {province.PASSWORD}\n"
