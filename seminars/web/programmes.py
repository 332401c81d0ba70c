"""Base: one programme, its approved versions, its runs; ask for an amendment."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, completions, programmes
from seminars.enums import ApplicationState
from seminars.models import Application, Programme
from seminars.web import shown
from seminars.web.forms.applications import STEPS, AmendmentForm
from seminars.web.once import token

TABLES = 10
UNDECIDED = (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED)


@login_required
def programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a programme of the base."""
    at = timezone.now()
    today = timezone.localdate(at)
    row = access.programme(user=request.user, pk=pk, on=today)
    if row.current is None:
        return redirect("seminars:application", _newest(row).pk)

    if row.current.is_self_paced:
        return _alone(request, row, today)
    runs = row.runs.select_related("region", "version").order_by("-number")
    held = [(run, shown.stage(run, at=at, today=today)) for run in runs]
    return render(request, "seminars/programme.html", {**_context(request, row, today), "runs": held})


@login_required
def amend_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for an amendment: the reason first, then the form with the facts in force."""
    at = timezone.now()
    row = access.programme(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            amendment = programmes.amend(programme=row, by=request.user, at=at, reason=form.cleaned_data["reason"])
            return redirect("seminars:application-step", amendment.pk, STEPS[0].key)

    return render(
        request, "seminars/amend.html", {"programme": row, "base": row.base, "version": row.current, "form": form}
    )


def _alone(request: SignedInRequest, row: Programme, today: dt.date) -> HttpResponse:
    tables = completions.sheets_of(row)[:TABLES]
    return render(request, "seminars/programme_alone.html", {**_context(request, row, today), "tables": tables})


def _context(request: SignedInRequest, row: Programme, today: dt.date) -> dict[str, Any]:
    assert row.current is not None
    return {
        "programme": row,
        "base": row.base,
        "version": row.current,
        "facts": shown.facts(row.current),
        "versions": programmes.versions(row).select_related("application", "approved_by"),
        "undecided": row.applications.filter(state__in=UNDECIDED).first(),
        "may_manage": access.may_manage(user=request.user, base_id=row.base_id, on=today),
        "once": token(request),
        "is_withdrawn": row.is_withdrawn_on(today),
    }


def _newest(row: Programme) -> Application:
    return row.applications.order_by("-pk")[:1].get()


urlpatterns = [
    path("base/programmes/<int:pk>/", programme, name="programme"),
    path("base/programmes/<int:pk>/amend/", amend_programme, name="amend-programme"),
]
