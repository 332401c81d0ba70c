"""Publish the designs of certificates that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from credits import certificates


class Command(BaseCommand):
    """Publish the shipped designs."""

    help = "Publish the shipped design of each kind of certificate of which none is published yet, and its next version where the one in use came with the product. Running it again changes nothing."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Publish, and say what came."""
        for design in certificates.install_designs(at=timezone.now()):
            self.stdout.write(f"{design} {design.name}")
