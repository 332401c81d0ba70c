"""Sweeps of cms."""

from celery import shared_task
from django.utils import timezone

from cms import publishing, saved_searches, search, texts


@shared_task(name="cms.make_pages", ignore_result=True)
def make_pages(**_later: object) -> None:
    """Make the pages that bases and programmes still lack."""
    publishing.make_due(at=timezone.now())


@shared_task(name="cms.publish_scheduled", ignore_result=True)
def publish_scheduled(**_later: object) -> None:
    """Publish and unpublish the pages whose time has come."""
    publishing.publish_due(at=timezone.now())


@shared_task(name="cms.hand_on_pages", ignore_result=True)
def hand_on_pages(**_later: object) -> None:
    """Hand on the pages that have waited for longer than a working day."""
    publishing.hand_on_due(at=timezone.now())


@shared_task(name="cms.sync_editors", ignore_result=True)
def sync_editors(**_later: object) -> None:
    """Bring Wagtail's groups in line with the memberships."""
    publishing.sync_editors(at=timezone.now())


@shared_task(name="cms.refresh_search", ignore_result=True)
def refresh_search(**_later: object) -> None:
    """Bring the search index in line with the catalogue."""
    search.refresh_due(at=timezone.now())


@shared_task(name="cms.refresh_texts", ignore_result=True)
def refresh_texts(**_later: object) -> None:
    """Bring the texts of pages in line with what is public."""
    texts.refresh_due(at=timezone.now())


@shared_task(name="cms.remind_of_searches", ignore_result=True)
def remind_of_searches(**_later: object) -> None:
    """Plan word to those whose saved search has something new."""
    saved_searches.remind_due(at=timezone.now())
