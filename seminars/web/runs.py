"""Base: open a run of an approved programme, with its sessions; cancel one."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from learning import tags
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, runs
from seminars.enums import Admission
from seminars.models import Programme, ProgrammeVersion, Run
from seminars.web.forms.rows import NewRun
from seminars.web.forms.runs import CancelForm
from seminars.web.once import only_once, token
from seminars.web.run_pages import run_page


@login_required
@only_once
def open_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a run under the version in force."""
    at = timezone.now()
    programme = access.programme(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    if programme.current is None:
        return redirect("seminars:programme", programme.pk)
    if programme.current.is_self_paced:
        return redirect("seminars:completions", programme.pk)

    deed = request.POST.get("deed")
    data = request.POST if request.method == "POST" else None
    form = NewRun(data, initial=_initial(programme, at), more=deed == "more")
    if deed == "open" and form.is_valid():
        with refusals_shown(request, form.run):
            run = _opened(request, programme, form, at)
            return redirect("seminars:base-run", run.pk)

    return _shown(request, programme, programme.current, form)


def _opened(request: SignedInRequest, programme: Programme, form: NewRun, at: dt.datetime) -> Run:
    assert programme.current is not None
    facts: Any = {**form.facts(), "mode": programme.current.mode}
    run = runs.open_run(programme=programme, by=request.user, at=at, sessions=form.session_facts(), **facts)
    messages.success(
        request, _("The run is open. People can enrol from %(moment)s.") % {"moment": tags.day_and_time(run.enrol_from)}
    )
    return run


def _shown(request: SignedInRequest, programme: Programme, version: ProgrammeVersion, form: NewRun) -> HttpResponse:
    context = {
        "programme": programme,
        "version": version,
        "form": form.run,
        "sessions": form.sessions,
        "quotas": form.quotas,
        "formsets": [form.sessions, form.quotas],
        "once": token(request),
    }
    return render(request, "seminars/run_form.html", context)


def _initial(programme: Programme, at: dt.datetime) -> dict[str, Any]:
    return {"region": programme.base.region_id, "admission": Admission.IN_ORDER, "enrol_from": timezone.localtime(at)}


@login_required
def cancel_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Cancel a run with a reason; the enrolled are told."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            runs.cancel(run=run, by=request.user, at=at, reason=form.cleaned_data["reason"])
            messages.success(request, _("The run is cancelled. Everybody enrolled is told."))
            return redirect("seminars:base-run", run.pk)

    return run_page(request, run, "cancel", form=form)


urlpatterns = [
    path("base/programmes/<int:pk>/runs/new/", open_run, name="open-run"),
    path("base/runs/<int:pk>/cancel/", cancel_run, name="cancel-run"),
]
