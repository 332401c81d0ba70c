"""Tasks of hours: clock, one call, nothing returned. Later work is a row; each of these finds it."""

from celery import shared_task
from django.utils import timezone

from credits import standing


@shared_task(name="credits.open_standings", ignore_result=True)
def open_standings(**_later: object) -> None:
    """Open what a new cycle asks for."""
    standing.open_due(at=timezone.now())


@shared_task(name="credits.refresh_standings", ignore_result=True)
def refresh_standings(**_later: object) -> None:
    """Decide again what was decided from something that moved."""
    standing.refresh_due(at=timezone.now())
