"""Let the province's plans stand in the database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from seminars import indicators


class Command(BaseCommand):
    """Part of set-up; idempotent."""

    help = """Add the 14th plan (closed) and the 15th (running, its targets marked as samples) with their indicators, where they are
    not here yet. In the demo the closed plan has sample final figures; elsewhere they are unknown until somebody states them."""

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Add what is missing."""
        added = indicators.ensure_plans(with_samples=settings.DEMO)
        self.stdout.write(f"plans: {added} added")
