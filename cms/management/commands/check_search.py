"""Compare what search knows with the rows."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cms import search

_SHOWN = 10


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Compare the documents of search with the programmes, by count and digest, and the index that serves on Elasticsearch with the documents. "
        "Prints what is lost, stale and too many; --mend writes it anew. Exits 0 where nothing differs (or all was mended), 1 where "
        "something does, 2 where the cluster that ELASTICSEARCH_URL names cannot be asked. What moved within the last seconds is swept first."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--mend", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: object, mend: bool, **options: Any) -> None:
        """Compare, mend where that is wanted, compare again."""
        try:
            found = self._checked(mend=mend, as_json=options["json"])
        except search.troubles() as error:
            raise CommandError(f"The cluster cannot be asked: {error}", returncode=2) from error
        if any(each.keys for each in found):
            sys.exit(1)

    def _checked(self, *, mend: bool, as_json: bool) -> list[search.Differences]:
        at = timezone.now()
        search.refresh_due(at=at)
        found = search.check(at=at)
        self._print(found, as_json=as_json)
        if mend and any(each.keys for each in found):
            self.stderr.write(f"{search.mend(found, at=at)} documents written anew.")
            # What was mended in PostgreSQL is what the index is compared with now.
            found = search.check(at=at)
            self._print(found, as_json=as_json)
        return found

    def _print(self, found: list[search.Differences], *, as_json: bool) -> None:
        for each in found:
            self.stdout.write(json.dumps(asdict(each)) if as_json else _line(each))


def _line(each: search.Differences) -> str:
    parts = [f"{each.place}: {each.compared} programmes"]
    for name in ("lost", "stale", "surplus"):
        keys = getattr(each, name)
        some = f" ({', '.join(map(str, keys[:_SHOWN]))}{', …' if len(keys) > _SHOWN else ''})" if keys else ""
        parts.append(f"{len(keys)} {name}{some}")
    return ", ".join(parts)
