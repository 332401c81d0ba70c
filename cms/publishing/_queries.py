"""What waits for moderation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.models import TaskState

from cms.models import RegulatorApproval
from cms.publishing import _deputies
from learning.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A page that waits for a moderator. `is_handed_on`: it waited for longer than a working day."""

    title: str
    whose: str
    since: datetime
    address: str
    is_handed_on: bool


def waiting_for(user: User) -> list[Waiting]:
    """Return the pages that wait for `user`, the longest waiting first."""
    return [waiting(state) for state in states_for(user) if page_of(state) is not None]


def moderates(user: User) -> bool:
    """Say whether `user` is among those who moderate pages."""
    return bool(RegulatorApproval.objects.filter(active=True, groups__user=user).exists())


def states_for(user: User) -> QuerySet[TaskState]:
    """
    Return what waits for `user`, the longest waiting first.

    For a moderator at once; for somebody who only stands in, and for the level above, once it waited for longer than a working day.
    """
    groups = set(user.groups.values_list("pk", flat=True))
    tasks = RegulatorApproval.objects.filter(active=True)
    own = tasks.filter(groups__in=groups - _deputies.stands_in_only(user)).values("pk")
    standing_in = tasks.filter(groups__in=groups).values("pk")
    late = Q(escalation__isnull=False) & (Q(task__in=standing_in) | Q(escalation__next_level__group__in=groups))
    states: QuerySet[TaskState] = TaskState.objects.filter(Q(task__in=own) | late, status=TaskState.STATUS_IN_PROGRESS)
    return (
        states.select_related("workflow_state__requested_by", "revision", "escalation")
        .prefetch_related("workflow_state__content_object")
        .order_by("started_at", "pk")
    )


def page_of(state: TaskState) -> Any:
    """Return the page that waits, or None where it is gone."""
    return state.workflow_state.content_object


def waiting(state: TaskState) -> Waiting:
    """Return what a list says of `state`."""
    asked_by = state.workflow_state.requested_by
    return Waiting(
        title=page_of(state).get_admin_display_title(),
        whose=asked_by.name if asked_by else "",
        since=state.started_at,
        address=reverse("wagtailadmin_pages:edit", args=[state.workflow_state.object_id]),
        is_handed_on=hasattr(state, "escalation"),
    )
