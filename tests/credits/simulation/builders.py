"""Drafts and trials for the tests of simulations."""

from datetime import date, timedelta
from typing import Any

from credits import policy, rulebooks, simulation
from credits.models import RulebookVersion, Simulation
from tests.credits.builders import NOON

LATER = NOON + timedelta(days=3)
TODAY = date(2025, 7, 3)
CAPPED = {"hours": "4", "source": "JS7", "confidence": "A"}


def draft(of: str = "nanjing-general", *, since: date = date(2025, 1, 1), **changes: Any) -> RulebookVersion:
    """Keep a draft made from the newest version of the family `of`, with `changes` to its body."""
    newest = RulebookVersion.objects.filter(family=of).order_by("-effective_from", "-pk")[0]
    body = {**newest.body, "since": since.isoformat(), **changes}
    return rulebooks.draft(version=policy.read_version(body, name="test"), at=NOON)


def ask(hours: int) -> list[dict[str, Any]]:
    """Return totals of so many hours a year."""
    return [{"hours": str(hours), "source": "JS7", "confidence": "V"}]


def run(version: RulebookVersion, **scope: Any) -> Simulation:
    """Order a simulation and let the sweep do it."""
    made = simulation.start(version=version, by=None, at=LATER, **scope)
    simulation.run_due(at=LATER)
    made.refresh_from_db()
    return made
