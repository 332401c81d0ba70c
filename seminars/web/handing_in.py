"""Professionals: hand in what an own run asks for, replace it, read why it was returned."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from credits.web.tries import count_try
from learning.accounts import access as accounts
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import deliverables
from seminars.enums import EnrolmentState, HandedInState, RunState
from seminars.models import Enrolment
from seminars.web.deliverables import LABELS, TONES
from seminars.web.forms.deliverables import HandInForm

FILES_MOST = 20
FILES_SECONDS = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what the run asks for, until when, and what became of it; take what is handed in."""
    at = timezone.now()
    enrolment = deliverables.own(person=accounts.person_of(request.user), pk=pk)
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and not _too_often(request, form, at):
        with refusals_shown(request, form):
            deliverables.hand_in(enrolment=enrolment, by=request.user, at=at, **form.cleaned_data)
            messages.success(request, _("It is handed in. The base looks at it; you read the answer here."))
            return redirect("seminars:hand-in", enrolment.pk)

    return _shown(request, enrolment, form, at)


def _too_often(request: SignedInRequest, form: HandInForm, at: dt.datetime) -> bool:
    # Looking into a file costs more than anything else that a person asks for.
    if not request.FILES or count_try(f"hand-in:{request.user.pk}", seconds=FILES_SECONDS, at=at) <= FILES_MOST:
        return False
    form.add_error("file", _("You sent too many files within an hour. Nothing was handed in; try again later."))
    return True


def _shown(request: SignedInRequest, enrolment: Enrolment, form: HandInForm, at: dt.datetime) -> HttpResponse:
    run, rows = enrolment.run, list(deliverables.history(enrolment))
    last = rows[0] if rows else None
    state = last.state if last else deliverables.MISSING
    due_on = deliverables.held(run).due_on(run.ends_on)
    holds_place = enrolment.state == EnrolmentState.ADMITTED and run.state != RunState.CANCELLED
    context = {
        "form": form,
        "enrolment": enrolment,
        "run": run,
        "asked": deliverables.held(run),
        "due_on": due_on,
        "last": last,
        "earlier": rows[1:],
        "label": LABELS[state],
        "tone": TONES[state],
        "is_open": holds_place and state != HandedInState.ACCEPTED,
        "holds_place": holds_place,
        "is_overdue": timezone.localdate(at) > due_on and state in {deliverables.MISSING, HandedInState.RETURNED},
    }
    return render(request, "seminars/hand_in.html", context)


urlpatterns = [path("learning/deliverables/<int:pk>/", hand_in, name="hand-in")]
