"""Regulator: the applications of the own region and sector, and the decision on one."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.accounts.http import SignedInRequest
from learning.web import page_after, refusals_shown, whole_number
from seminars import access, programmes
from seminars.enums import ApplicationState
from seminars.models import Application
from seminars.web import shown
from seminars.web.forms.decisions import APPROVE, RETURN, DecisionForm

PAGE = 50
TONES = {
    ApplicationState.SUBMITTED: "warn",
    ApplicationState.APPROVED: "good",
    ApplicationState.RETURNED: "warn",
    ApplicationState.REFUSED: "bad",
}


@login_required
def applications(request: SignedInRequest) -> HttpResponse:
    """Show the applications of the own region and sector, whatever became of them; what waits stands on the desk, with its clock."""
    today = timezone.localdate()
    access.require_regulator(user=request.user, on=today)
    page, next_key = page_after(
        access.applications_in_sight(user=request.user, on=today),
        after=whole_number(request.GET.get("after")),
        size=PAGE,
    )
    context = {
        "lines": [(row, TONES.get(ApplicationState(row.state), "calm")) for row in page],
        "waiting": access.waiting_for_decision(user=request.user, on=today).count(),
        "next_key": next_key,
    }
    return render(request, "seminars/decisions.html", context)


@login_required
def decide_application(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one application with all its facts; approve it with a number, or return or refuse it with a reason."""
    at = timezone.now()
    today = timezone.localdate(at)
    find = access.application_to_decide if request.method == "POST" else access.application_in_sight
    row = find(user=request.user, pk=pk, on=today)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            _decide(request, row, form, at)
            return redirect("seminars:applications")

    return render(request, "seminars/decision.html", _context(request, row, form, today))


def _decide(request: SignedInRequest, row: Application, form: DecisionForm, at: dt.datetime) -> None:
    by, facts = request.user, form.cleaned_data
    organisation = access.deciding_organisation(user=by, application=row, on=timezone.localdate(at))
    title = {"title": row.title}
    if facts["decision"] == APPROVE:
        programmes.approve(
            application=row, by=by, organisation=organisation, approval_number=facts["approval_number"], at=at
        )
        messages.success(request, _("“%(title)s” is approved. The base can open runs.") % title)
    elif facts["decision"] == RETURN:
        programmes.send_back(application=row, by=by, organisation=organisation, reason=facts["reason"], at=at)
        messages.success(
            request, _("“%(title)s” was returned. The base reads your reason and may submit it again.") % title
        )
    else:
        programmes.refuse(application=row, by=by, organisation=organisation, reason=facts["reason"], at=at)
        messages.success(request, _("“%(title)s” was refused. The base reads your reason.") % title)


def _context(request: SignedInRequest, row: Application, form: DecisionForm, today: dt.date) -> dict[str, object]:
    is_waiting = row.state == ApplicationState.SUBMITTED
    current = row.programme.current
    return {
        "application": row,
        "base": row.programme.base,
        "facts": shown.facts(row),
        "in_force": current if is_waiting else None,
        "changed": _changes(row) if is_waiting and current else [],
        "decisions": programmes.decisions(row),
        "may_decide": is_waiting and access.may_decide(user=request.user, application=row, on=today),
        "form": form,
    }


def _changes(row: Application) -> list[tuple[object, str, str]]:
    assert row.programme.current is not None
    before = {str(label): value for label, value in shown.facts(row.programme.current)}
    after = {str(label): value for label, value in shown.facts(row)}
    labels = [*after, *(label for label in before if label not in after)]
    return [(one, before.get(one, "—"), after.get(one, "—")) for one in labels if before.get(one) != after.get(one)]


urlpatterns = [
    path("decisions/applications/", applications, name="applications"),
    path("decisions/applications/<int:pk>/", decide_application, name="decide-application"),
]
