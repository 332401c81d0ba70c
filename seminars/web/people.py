"""Base: the people of a run, by state and page by page; find one; add one by name and number; take one off; the roster on paper."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown, whole_number
from seminars import access, enrolment, questions
from seminars.enums import Admission, EnrolmentKind, EnrolmentState
from seminars.models import Run
from seminars.web.forms.people import AddPersonForm
from seminars.web.run_pages import Tab, run_page

PAGE = 50

# In the order in which a base asks for them.
GROUPS = (
    EnrolmentState.ADMITTED,
    EnrolmentState.APPLIED,
    EnrolmentState.WAITING,
    EnrolmentState.REFUSED,
    EnrolmentState.WITHDRAWN,
)


@dataclass(frozen=True, kw_only=True)
class Member(enrolment.Enrolled):
    """Somebody enrolled, with what they answered the base."""

    answers: list[questions.Line]


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
    counts = enrolment.counts(run)
    # Somebody may type a whole document number: it goes into no address, no history and no log.
    text = request.POST.get("q", "").strip()[:60]
    state = "" if text else _state(request, run, counts)
    members, next_key = enrolment.roll_page(
        run,
        state=state,
        text=text,
        after=whole_number(request.POST.get("after") or request.GET.get("after")),
        size=PAGE,
    )
    return run_page(
        request,
        run,
        "people",
        form=form,
        namesakes=namesakes or [],
        **_answering(request, run, members),
        state=state,
        text=text,
        next_key=next_key,
        query=urlencode({"state": state}),
        groups=_groups(run, counts, state),
    )


def _answering(request: SignedInRequest, run: Run, members: Sequence[enrolment.Enrolled]) -> dict[str, Any]:
    """Return what is asked, and `members` with what they answered."""
    asked = questions.asked(run)
    given: dict[int, dict[int, str]] = {}
    if asked:
        found = access.answers(user=request.user, run=run, on=timezone.localdate())
        given = questions.by_enrolment(found.filter(enrolment__in=[one.enrolment.pk for one in members]))
    lines = {one.enrolment.pk: questions.in_words(asked, given.get(one.enrolment.pk, {})) for one in members}
    return {"asked": asked, "members": [Member(**vars(one), answers=lines[one.enrolment.pk]) for one in members]}


def _state(request: SignedInRequest, run: Run, counts: dict[EnrolmentState, int]) -> str:
    asked = request.GET.get("state", "")
    if asked in EnrolmentState.values:
        return asked
    order = (EnrolmentState.APPLIED, *GROUPS) if run.admission == Admission.SELECTION else GROUPS
    return next((state for state in order if counts.get(state)), EnrolmentState.ADMITTED)


def _groups(run: Run, counts: dict[EnrolmentState, int], here: str) -> list[Tab]:
    address = reverse("seminars:base-run", args=[run.pk])
    listed = [state for state in GROUPS if counts.get(state)]
    return [Tab(state.label, f"{address}?state={state}", state == here, counts[state]) for state in listed]


@login_required
def roster_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show everybody who holds a place, ready to print."""
    run = access.run(user=request.user, pk=pk, on=timezone.localdate())
    members = [one for one in enrolment.roll(run) if _holds_place(one)]
    context = {
        "run": run,
        "version": run.version,
        "base": run.programme.base,
        **_answering(request, run, members),
    }
    return render(request, "seminars/roster_sheet.html", context)


def _holds_place(one: enrolment.Enrolled) -> bool:
    return one.enrolment.state == EnrolmentState.ADMITTED and one.enrolment.kind == EnrolmentKind.PARTICIPANT


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
    path("base/runs/<int:pk>/roster/", roster_sheet, name="roster-sheet"),
    path("base/runs/<int:pk>/people/add/", add_person, name="add-person"),
    path("base/enrolments/<int:pk>/take-off/", take_off, name="take-off"),
]
