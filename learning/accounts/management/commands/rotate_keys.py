"""Change the keys of document numbers and of second factors."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from learning.accounts import identity, people


class Command(BaseCommand):
    """Bring every record to the present keys."""

    help = """Bring every person's document number to the present keys: encrypted with the first of FIELD_KEYS, found by INDEX_KEY and,
    in the second column, by INDEX_KEY_NEXT; and the secrets of all second factors to the first of FIELD_KEYS. May be run again at any time, also while the site is open; --after goes on after a break.

    A new encryption key: put it first in FIELD_KEYS, restart, run this, take the old key away, restart.
    A new index key: set INDEX_KEY_NEXT to it, restart, run this; set INDEX_KEY to it, remove INDEX_KEY_NEXT, restart, run this again."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the key to go on after."""
        parser.add_argument("--after", type=int, default=0, help="the last key that an interrupted run printed")

    def handle(self, *_arguments: Any, after: int = 0, **_options: Any) -> None:
        """Walk through all records, 500 a transaction, then through the second factors."""
        while (last := people.rotate_keys(after=after)) is not None:
            self.stdout.write(f"done up to {last}")
            after = last
        for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True):
            _rotate_factor(pk)
        self.stdout.write("all records and second factors are under the present keys")


@transaction.atomic
def _rotate_factor(pk: int) -> None:
    factor = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if factor is None:
        return
    # allauth's names: of an authenticator app, of recovery codes, of recovery codes from an older product.
    for name in {"secret", "seed"} & factor.data.keys():
        factor.data[name] = _again(factor.data[name])
    if codes := factor.data.get("migrated_codes"):
        factor.data["migrated_codes"] = [_again(code) for code in codes]
    factor.save(update_fields=["data"])


def _again(token: str) -> str:
    return identity.reencrypted(token.encode()).decode()
