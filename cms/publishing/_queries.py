"""What waits for moderation."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from wagtail.models import TaskState

from cms.models import RegulatorApproval
from learning.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A page that waits for a moderator."""

    title: str
    whose: str
    since: datetime
    address: str


def waiting_for(user: User) -> list[Waiting]:
    """Return the pages that `user` moderates and that wait, the longest waiting first."""
    tasks = RegulatorApproval.objects.filter(active=True, groups__in=user.groups.all()).values("pk")
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=tasks).select_related(
        "workflow_state__requested_by"
    )
    rows = states.prefetch_related("workflow_state__content_object").order_by("started_at", "pk")
    return [
        Waiting(
            title=state.workflow_state.content_object.get_admin_display_title(),
            whose=state.workflow_state.requested_by.name if state.workflow_state.requested_by else "",
            since=state.started_at,
            address=reverse("wagtailadmin_pages:edit", args=[state.workflow_state.object_id]),
        )
        for state in rows
        if state.workflow_state.content_object is not None
    ]
