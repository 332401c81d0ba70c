"""Change the keys of document numbers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from learning.accounts import people


class Command(BaseCommand):
    """Bring every record to the present keys."""

    help = """Bring every person's document number to the present keys: encrypted with the first of FIELD_KEYS, found by INDEX_KEY and,
    in the second column, by INDEX_KEY_NEXT. May be run again at any time, also while the site is open; --after goes on after a break.

    A new encryption key: put it first in FIELD_KEYS, restart, run this, take the old key away, restart.
    A new index key: set INDEX_KEY_NEXT to it, restart, run this; set INDEX_KEY to it, remove INDEX_KEY_NEXT, restart, run this again."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the key to go on after."""
        parser.add_argument("--after", type=int, default=0, help="the last key that an interrupted run printed")

    def handle(self, *_arguments: Any, after: int = 0, **_options: Any) -> None:
        """Walk through all records, 500 a transaction."""
        while (last := people.rotate_keys(after=after)) is not None:
            self.stdout.write(f"done up to {last}")
            after = last
        self.stdout.write("all records are under the present keys")
