"""Import the kinds of reminders that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from credits import reminders


class Command(BaseCommand):
    """Add the shipped kinds of reminders."""

    help = "Add the shipped kinds of reminders that are not in the database yet, and new versions of those that say something else now: published, or a draft where a regulator has published another wording. Running it again changes nothing."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Import, and say what came."""
        for version in reminders.import_kinds(at=timezone.now()):
            state = "published" if version.published_at else "draft"
            self.stdout.write(f"{version.kind.code} {version.number} {state}")
