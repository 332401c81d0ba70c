"""Who words reminders: officers of the province."""

from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._rulebooks import publishes_rulebooks
from credits.models import ReminderKind, ReminderVersion, TitleWindow
from learning.accounts.access import AnyUser


def reminder_kinds(*, user: AnyUser, on: date) -> QuerySet[ReminderKind]:
    """Return the kinds of reminders, with their versions, the newest first, for an officer of the province; 404 for others."""
    if not publishes_rulebooks(user, on):
        raise Http404
    versions = ReminderVersion.objects.select_related("published_by", "created_by").order_by("-number")
    rows = ReminderKind.objects.select_related("paused_by")
    return rows.prefetch_related(Prefetch("versions", queryset=versions)).order_by("code")


def reminder_kind(*, user: AnyUser, code: str, on: date) -> ReminderKind:
    """Return a kind of reminder that `user`, an officer of the province, words; 404 for others."""
    return get_object_or_404(reminder_kinds(user=user, on=on), code=code)


def title_window(*, user: AnyUser, pk: int, on: date) -> TitleWindow:
    """Return a window of title applications in force that `user`, an officer of the province, may withdraw; 404 for others."""
    if not publishes_rulebooks(user, on):
        raise Http404
    return get_object_or_404(TitleWindow.objects.filter(withdrawn_at=None).select_related("region"), pk=pk)


def require_wording_reminders(*, user: AnyUser, on: date) -> None:
    """Do nothing if `user` is an officer of the province; the pages about reminders' words do not exist for others."""
    if not publishes_rulebooks(user, on):
        raise Http404
