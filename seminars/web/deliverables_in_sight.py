"""Regulators: what runs of the own region and sector ask for, and who handed it in. They read; the base decides."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from learning.accounts.http import SignedInRequest
from learning.web import page_after, whole_number
from seminars import access, deliverables
from seminars.web.deliverables import described, listed

PAGE = 50


@require_safe
@login_required
def deliverables_in_sight(request: SignedInRequest) -> HttpResponse:
    """List the runs that ask for something, the newest first, with how many handed it in."""
    today = timezone.localdate()
    access.require_regulator(user=request.user, on=today)
    rows = access.runs_in_sight(user=request.user, on=today).filter(deliverable__isnull=False)
    page, next_key = page_after(
        rows.select_related("deliverable"), after=whole_number(request.GET.get("after")), size=PAGE
    )
    counts = deliverables.counts_of_each(page)
    lines = [(run, deliverables.held(run).due_on(run.ends_on), counts[run.pk]) for run in page]
    return render(request, "seminars/deliverables_in_sight.html", {"lines": lines, "next_key": next_key})


@require_safe
@login_required
def run_deliverables_in_sight(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who of one run handed in what it asks for."""
    at = timezone.now()
    rows = access.runs_in_sight(user=request.user, on=timezone.localdate(at)).select_related("deliverable")
    run = get_object_or_404(rows, pk=pk, deliverable__isnull=False)
    context = {"run": run, "base": run.programme.base, **listed(request, run, deliverables.held(run), at)}
    return render(request, "seminars/run_deliverables_in_sight.html", context)


@require_safe
@login_required
def handed_in_in_sight(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what somebody handed in."""
    row = deliverables.to_oversee(user=request.user, pk=pk, on=timezone.localdate())
    context = {"run": row.enrolment.run, "base": row.enrolment.run.programme.base, **described(row)}
    return render(request, "seminars/handed_in_in_sight.html", context)


urlpatterns = [
    path("deliverables/", deliverables_in_sight, name="deliverables-in-sight"),
    path("deliverables/runs/<int:pk>/", run_deliverables_in_sight, name="run-deliverables-in-sight"),
    path("deliverables/<int:pk>/", handed_in_in_sight, name="handed-in-in-sight"),
]
