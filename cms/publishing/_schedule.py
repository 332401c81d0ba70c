"""What goes to the public, or leaves it, at a set time."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision

from learning.errors import Refusal
from learning.work import traced

_AT_ONCE = 200
_log = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> int:
    """
    Unpublish the pages whose time is over and publish the revisions whose time has come; return how many.

    Wagtail's command `publish_scheduled` does the same and stops at the first page that refuses. Here each page stands for itself.
    """
    over = Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at", "pk")[:_AT_ONCE]
    come = Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at", "pk")[:_AT_ONCE]
    done = sum(_tried(partial(_unpublish, page), page.pk) for page in over)

    return done + sum(_tried(partial(_publish, revision), revision.object_id) for revision in come)


def _tried(deed: Callable[[], Any], key: Any) -> bool:
    try:
        with transaction.atomic():
            return bool(deed())
    except Exception as error:
        # It is tried again at the next tick; the others must not wait for it.
        _log.error("The schedule of page %s could not be kept: %s", key, traced(error))
        return False


def _unpublish(page: Page) -> bool:
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish(revision: Revision) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except Refusal as refusal:
        # The programme lost its approval meanwhile: the date is gone, the draft stays, and its editors find it among their pages.
        _log.warning("Page %s was not published on its day: %s", revision.object_id, refusal)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        return False
    return True
