"""Command `prepare_site`."""

from typing import Any

from django.core.management.base import BaseCommand

from cms import publishing
from learning import media


class Command(BaseCommand):
    """See `help`."""

    help = (
        "Make what every installation needs of the site: home page, catalogue, notices, policy documents, help, "
        "the group of the site's editors and the workflow that stands in where no regulator is near. What is there stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, and say how many pages were made."""
        media.part_documents()
        made = publishing.prepare_site()
        self.stdout.write(f"{made} pages made.")
