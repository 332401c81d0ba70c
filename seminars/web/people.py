"""Base: the people of a run; add one by name and number; take one off."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, enrolment
from seminars.enums import EnrolmentState
from seminars.models import Run
from seminars.web.forms.people import AddPersonForm
from seminars.web.run_pages import run_page

# In the order in which a base asks for them.
GROUPS = (
    EnrolmentState.ADMITTED,
    EnrolmentState.APPLIED,
    EnrolmentState.WAITING,
    EnrolmentState.REFUSED,
    EnrolmentState.WITHDRAWN,
)


@login_required
def base_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show who holds a place, who waits, who left."""
    run = access.run(user=request.user, pk=pk, on=timezone.localdate())

    return _shown(request, run, AddPersonForm())


@login_required
@require_POST
def add_person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enrol somebody by name and number; where a namesake is in the run already, ask first."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    form = AddPersonForm(request.POST)
    alike: list[enrolment.Enrolled] = []
    if form.is_valid():
        with refusals_shown(request, form):
            alike = _namesakes(run, form.cleaned_data, timezone.localdate(at))
            if not alike:
                return _added(request, run, form.cleaned_data, at)
            form.ask_about_namesakes()

    return _shown(request, run, form, namesakes=alike)


def _added(request: SignedInRequest, run: Run, facts: dict[str, Any], at: dt.datetime) -> HttpResponse:
    columns = {name: facts[name] for name in ("name", "document_kind", "number", "mobile")}
    row = enrolment.add_person(run=run, by=request.user, at=at, **columns)
    said = {
        EnrolmentState.ADMITTED: _("%(name)s has a place."),
        EnrolmentState.WAITING: _("All places are taken: %(name)s is on the waiting list."),
        EnrolmentState.APPLIED: _("%(name)s is among the applicants."),
    }
    messages.success(request, said[EnrolmentState(row.state)] % {"name": facts["name"]})
    return redirect("seminars:base-run", run.pk)


def _namesakes(run: Run, facts: dict[str, Any], on: dt.date) -> list[enrolment.Enrolled]:
    # A number that is known names its person; only a new one may be a slip of the pen for somebody of the same name.
    if facts["is_somebody_else"] or people.find(document_kind=facts["document_kind"], number=facts["number"]):
        return []
    return enrolment.namesakes(run=run, name=facts["name"], on=on)


def _shown(
    request: SignedInRequest, run: Run, form: AddPersonForm, *, namesakes: list[enrolment.Enrolled] | None = None
) -> HttpResponse:
    members = enrolment.roll(run)
    groups = [(state, [one for one in members if one.enrolment.state == state]) for state in GROUPS]
    return run_page(
        request,
        run,
        "people",
        form=form,
        namesakes=namesakes or [],
        groups=[(state, state.label, listed) for state, listed in groups if listed],
    )


@login_required
def take_off(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take somebody off a run at their wish; who waits longest moves up."""
    at = timezone.now()
    row = access.enrolment_in_base(user=request.user, pk=pk, on=timezone.localdate(at))
    if request.method == "POST":
        with refusals_shown(request):
            enrolment.withdraw(enrolment=row, by=request.user, at=at)
            messages.success(request, _("The enrolment is withdrawn. A free place goes to whoever waits longest."))
        return redirect("seminars:base-run", row.run_id)

    return run_page(
        request, row.run, "take_off", enrolment=row, name=people.current_names([row.person_id])[row.person_id]
    )


urlpatterns = [
    path("base/runs/<int:pk>/", base_run, name="base-run"),
    path("base/runs/<int:pk>/people/add/", add_person, name="add-person"),
    path("base/enrolments/<int:pk>/take-off/", take_off, name="take-off"),
]
