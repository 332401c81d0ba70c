"""Sweeps of cms."""

from celery import shared_task
from django.utils import timezone

from cms import publishing, search


@shared_task(name="cms.make_pages", ignore_result=True)
def make_pages(**_later: object) -> None:
    """Make the pages that bases and programmes still lack."""
    publishing.make_due(at=timezone.now())


@shared_task(name="cms.sync_editors", ignore_result=True)
def sync_editors(**_later: object) -> None:
    """Bring Wagtail's groups in line with the memberships."""
    publishing.sync_editors(at=timezone.now())


@shared_task(name="cms.refresh_search", ignore_result=True)
def refresh_search(**_later: object) -> None:
    """Bring the search index in line with the catalogue."""
    search.refresh_due(at=timezone.now())
