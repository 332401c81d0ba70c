"""Print the JSON Schema of a pack, for whoever writes one."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from credits import policy


class Command(BaseCommand):
    """Print the schema; needs no database."""

    help = "Print the JSON Schema of a rulebook pack (TOML). credits/policy/PACKS.md shows an example of each kind of rule."
    requires_system_checks: list[str] = []

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Print it."""
        self.stdout.write(json.dumps(policy.pack_schema(), ensure_ascii=False, indent=2))
