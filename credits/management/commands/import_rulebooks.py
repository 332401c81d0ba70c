"""Import the rulebooks that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from credits import rulebooks


class Command(BaseCommand):
    """Add the versions of the shipped packs."""

    help = "Add the versions of the shipped rulebooks that are not in the database yet. Sourced ones are published, provisional ones stay drafts, reference packs are left out. Running it again changes nothing."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Import, and say what came."""
        for version in rulebooks.import_packs(at=timezone.now()):
            self.stdout.write(f"{version.code} {version.status}")
