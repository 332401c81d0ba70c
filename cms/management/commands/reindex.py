"""Build what search knows anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms import search


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Look at every programme again and write the documents that search keeps; where ELASTICSEARCH_URL names a cluster, fill a new index under "
        "a dated name and let it take over behind the alias once it holds everything. Pages go on asking the former one, changes reach both. "
        "Stopped anywhere, it goes on there when it is called again."
    )

    def handle(self, *_args: object, **_options: Any) -> None:
        """Build, saying how far it is."""
        search.reindex(at=timezone.now(), say=self._say)
        self.stdout.write("Done.")

    def _say(self, what: str, done: int, total: int) -> None:
        self.stdout.write(f"{what}: {done:,} of {total:,}")
        self.stdout.flush()
