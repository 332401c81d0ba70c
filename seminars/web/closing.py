"""Base: close a run: what is missing, what closing will do, and the deed."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning import tags
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, attendance, closing, deliverables
from seminars.enums import RunState
from seminars.models import Run
from seminars.web.run_pages import run_page


class Missing(NamedTuple):
    """Something that stands between a run and its closing."""

    sentence: str
    address: str


@login_required
def run_closing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what is missing before the run can be closed, or what everybody got."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    missing = _missing(run, at) if run.state == RunState.OPEN else []
    asked = deliverables.of(run)
    handed_in = deliverables.counts(run) if asked else None
    late = closing.too_late(run, at=at) if run.state == RunState.OPEN and not missing else 0
    shown = {"missing": missing, "summary": _summary(run), "asked": asked, "handed_in": handed_in, "late": late}
    return run_page(request, run, "closing", **shown)


@login_required
@require_POST
def close_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a run: hours are claimed for everybody, all or none."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    with refusals_shown(request):
        receipts = closing.close(run=run, by=request.user, at=at)
        total = sum((one.hours for one in receipts), Decimal())
        messages.success(
            request,
            _("The run is closed: %(people)s people, %(hours)s hours in all. Certificates follow within minutes.")
            % {"people": len(receipts), "hours": f"{total:f}"},
        )
    return redirect("seminars:run-hours" if run.state == RunState.CLOSED else "seminars:run-closing", run.pk)


def _missing(run: Run, at: dt.datetime) -> list[Missing]:
    found = []
    for one in run.sessions.filter(confirmed_at=None).order_by("starts_at", "pk"):
        facts = {"title": one.title, "moment": tags.day_and_time(one.ends_at)}
        is_over = one.ends_at <= at
        sentence = _("“%(title)s”: attendance is not confirmed.") if is_over else _("“%(title)s” ends at %(moment)s.")
        found.append(Missing(sentence % facts, reverse("seminars:session", args=[one.pk]) if is_over else ""))
    return found


def _summary(run: Run) -> dict[str, int]:
    present = attendance.presence(run).values()
    scheduled = sum(run.sessions.values_list("minutes", flat=True))
    completed = [one for one in present if attendance.has_completed(minutes=one.minutes, scheduled=scheduled)]
    return {
        "people": len(present),
        "completed": len(completed),
        "in_part": sum(one.minutes > 0 for one in present) - len(completed),
        "absent": sum(one.minutes == 0 for one in present),
    }


urlpatterns = [
    path("base/runs/<int:pk>/closing/", run_closing, name="run-closing"),
    path("base/runs/<int:pk>/close/", close_run, name="close-run"),
]
