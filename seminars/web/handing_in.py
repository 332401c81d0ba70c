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
from seminars.enums import HandedInState
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
    asked = deliverables.Asked(
        enrolment=enrolment,
        deliverable=deliverables.held(run),
        last=rows[0] if rows else None,
        first_at=rows[-1].first_handed_in_at if rows else None,
    )
    has_place = deliverables.has_place(enrolment, run)
    context = {
        "form": form,
        "enrolment": enrolment,
        "run": run,
        "asked": asked.deliverable,
        "due_on": asked.due_on,
        "last": asked.last,
        "earlier": rows[1:],
        "label": LABELS[asked.state],
        "tone": TONES[asked.state],
        "may_hand_in": has_place and asked.state != HandedInState.ACCEPTED,
        "has_place": has_place,
        "is_overdue": has_place and asked.is_overdue(timezone.localdate(at)),
    }
    return render(request, "seminars/hand_in.html", context)


urlpatterns = [path("learning/deliverables/<int:pk>/", hand_in, name="hand-in")]
