"""Base: apply for a programme, step by step. A draft keeps whatever is typed; a returned one shows why and is submitted again."""

import datetime as dt
from typing import Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from learning.accounts.http import SignedInRequest
from learning.errors import Refusal
from learning.web import refusals_shown
from seminars import access, guidance, planning, programmes
from seminars.enums import ApplicationState
from seminars.models import Application
from seminars.web import shown
from seminars.web.forms.applications import FIRST, STEPS, ApplicationForm, Step, initial, missing_in, steps_of
from seminars.web.once import only_once, token

OPEN_STATES = {ApplicationState.DRAFT, ApplicationState.RETURNED}


class Stop(NamedTuple):
    """One stop of the step bar: where it leads, whether all of it is there, what is missing."""

    label: str | Promise
    address: str
    is_here: bool
    is_done: bool
    missing: list[Any]


@login_required
@only_once
def write_application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin an application of a base: its kind and title, then step by step."""
    at = timezone.now()
    own = access.base(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    form = ApplicationForm(request.POST or None, items=guidance.guidance_items(timezone.localdate(at)), fields=FIRST)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            row = programmes.draft(base=own, by=request.user, at=at, **form.facts())
            return redirect("seminars:application-step", row.pk, STEPS[0].key)

    return render(request, "seminars/application_new.html", {"form": form, "base": own, "once": token(request)})


@login_required
@require_POST
@only_once
def duplicate_programme(request: SignedInRequest, pk: int) -> HttpResponse:
    """Begin an application with the facts of an earlier programme."""
    at = timezone.now()
    row = access.programme(user=request.user, pk=pk, on=timezone.localdate(at), roles=access.MANAGERS)
    made = programmes.duplicate(programme=row, by=request.user, at=at)
    messages.success(request, _("The facts were copied into a new draft. Change what differs, then submit it."))
    return redirect("seminars:application-step", made.pk, STEPS[0].key)


@login_required
def application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an application as a whole; submit it while it is open."""
    at = timezone.now()
    row = access.application(user=request.user, pk=pk, on=timezone.localdate(at))
    is_open = _is_open(request, row, at)
    if request.method == "POST":
        return _submitted(request, row, at) if is_open else _too_late(request, row)

    bar = stops(row, here="") if is_open else []
    context = {
        "application": row,
        "base": row.programme.base,
        "facts": shown.facts(row),
        "decision": programmes.decisions(row).last(),
        "is_open": is_open,
        "stops": bar,
        "lacks": [stop for stop in bar if stop.missing],
        "may_manage": access.may_manage(user=request.user, base_id=row.programme.base_id, on=timezone.localdate(at)),
        "once": token(request),
    }
    return render(request, "seminars/application.html", context)


@login_required
def application_step(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Fill in one step, which saves itself on the way."""
    at = timezone.now()
    row = access.application(user=request.user, pk=pk, on=timezone.localdate(at))
    step = _step(row, key)
    if not _is_open(request, row, at):
        return _too_late(request, row) if request.method == "POST" else redirect("seminars:application", row.pk)

    deed = request.POST.get("deed")
    form = _form(request, row, step, complete=deed not in {"save", "autosave"})
    if request.method == "POST" and deed == "autosave":
        return _autosaved(request, row, form, at)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            programmes.save(application=row, by=request.user, at=at, **form.facts())
            return _onwards(request, row, step, deed)

    return _shown(request, row, step, form)


def stops(row: Application, *, here: str) -> list[Stop]:
    """Return the step bar of `row`: its steps, then the whole to check and submit."""
    found = []
    for step in steps_of(row):
        address = reverse("seminars:application-step", args=[row.pk, step.key])
        missing = missing_in(row, step)
        is_here, is_done = step.key == here, not missing
        found.append(Stop(step.label, address, is_here=is_here, is_done=is_done, missing=missing))
    whole = reverse("seminars:application", args=[row.pk])
    check = gettext_lazy("Check and submit")
    return [*found, Stop(check, whole, is_here=not here, is_done=False, missing=[])]


def _step(row: Application, key: str) -> Step:
    for step in steps_of(row):
        if step.key == key:
            return step
    raise Http404


def _form(request: SignedInRequest, row: Application, step: Step, *, complete: bool) -> ApplicationForm:
    # The item that a draft cites is offered even where its catalogue is no longer in force: submitting says so.
    today = timezone.localdate()
    items = guidance.guidance_items(today, also=row.guidance_item_id)
    plan = planning.open_rows(row.programme.base, on=today, also=row.plan_row_id)
    data = request.POST if request.method == "POST" else None
    return ApplicationForm(data, initial=initial(row), items=items, plan=plan, fields=step.fields, complete=complete)


def _autosaved(request: SignedInRequest, row: Application, form: ApplicationForm, at: dt.datetime) -> HttpResponse:
    # Whatever can be kept is kept, also while something else in the step is still wrong or half typed.
    form.full_clean()
    with refusals_shown(request, form):
        programmes.save(application=row, by=request.user, at=at, **form.facts())
    return HttpResponse(_saved_words(form, at), content_type="text/plain; charset=utf-8")


def _saved_words(form: ApplicationForm, at: dt.datetime) -> str:
    clock = f"{timezone.localtime(at):%H:%M}"
    if form.non_field_errors():
        return " ".join(str(error) for error in form.non_field_errors())
    wrong = [str(form.fields[name].label) for name in form.errors if name in form.fields]
    if wrong:
        return _("Saved at %(clock)s, but not: %(fields)s.") % {"clock": clock, "fields": _(", ").join(wrong)}
    return _("Saved at %(clock)s.") % {"clock": clock}


def _onwards(request: SignedInRequest, row: Application, step: Step, deed: str | None) -> HttpResponse:
    if deed != "next":
        messages.success(
            request, _("The draft was saved. Go on whenever you like; it is submitted only when you say so.")
        )
        return redirect("seminars:application-step", row.pk, step.key)
    steps = steps_of(row)
    following = steps[steps.index(step) + 1 :]
    if not following:
        return redirect("seminars:application", row.pk)
    return redirect("seminars:application-step", row.pk, following[0].key)


def _submitted(request: SignedInRequest, row: Application, at: dt.datetime) -> HttpResponse:
    try:
        programmes.submit(application=row, by=request.user, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        named = [step.key for step in STEPS if refusal.field in step.fields]
        if named:
            return redirect("seminars:application-step", row.pk, named[0])
    else:
        said = _("“%(title)s” was submitted. The regulator decides; you are told the result here.")
        messages.success(request, said % {"title": row.title})
    return redirect("seminars:application", row.pk)


def _shown(request: SignedInRequest, row: Application, step: Step, form: ApplicationForm) -> HttpResponse:
    context = {
        "form": form,
        "step": step,
        "number": steps_of(row).index(step) + 1,
        "application": row,
        "base": row.programme.base,
        "stops": stops(row, here=step.key),
        "decision": programmes.decisions(row).last(),
    }
    return render(request, "seminars/application_step.html", context)


def _is_open(request: SignedInRequest, row: Application, at: dt.datetime) -> bool:
    base_id, today = row.programme.base_id, timezone.localdate(at)
    return row.state in OPEN_STATES and access.may_manage(user=request.user, base_id=base_id, on=today)


def _too_late(request: SignedInRequest, row: Application) -> HttpResponse:
    messages.error(request, _("This application cannot be changed now. What you sent was not saved."))
    return redirect("seminars:application", row.pk)


urlpatterns = [
    path("base/<int:pk>/applications/new/", write_application, name="write-application"),
    path("base/programmes/<int:pk>/duplicate/", duplicate_programme, name="duplicate-programme"),
    path("base/applications/<int:pk>/", application, name="application"),
    path("base/applications/<int:pk>/steps/<slug:key>/", application_step, name="application-step"),
]
