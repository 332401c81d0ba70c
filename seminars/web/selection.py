"""Base: choose among the applicants of a run."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.accounts.enums import Sector
from learning.accounts.http import SignedInRequest
from learning.accounts.models import Region
from learning.web import refusals_shown
from seminars import access, enrolment
from seminars.enums import UNDECIDED, EnrolmentKind
from seminars.models import Run
from seminars.web.forms.people import ADMIT, WAIT, SelectionForm
from seminars.web.run_pages import run_page


@login_required
def run_selection(request: SignedInRequest, pk: int) -> HttpResponse:
    """Admit, keep waiting or refuse applicants."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    applicants = run.enrolments.filter(state__in=UNDECIDED, kind=EnrolmentKind.PARTICIPANT).order_by("rank")
    form = SelectionForm(request.POST or None, applicants=applicants)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            _select(request, run, form, at)
            return redirect("seminars:run-selection", run.pk)

    return _shown(request, run, form)


def _select(request: SignedInRequest, run: Run, form: SelectionForm, at: dt.datetime) -> None:
    enrolment.select(
        run=run, admitted=form.chosen(ADMIT), waiting=form.chosen(WAIT), refused=form.refused(), by=request.user, at=at
    )
    decided = len(form.chosen(ADMIT)) + len(form.chosen(WAIT)) + len(form.refused())
    said = ngettext(
        "%(count)s person is decided and will be told.", "%(count)s people are decided and will be told.", decided
    )
    messages.success(request, said % {"count": decided})


def _shown(request: SignedInRequest, run: Run, form: SelectionForm) -> HttpResponse:
    members = {one.enrolment.pk: one for one in enrolment.roll(run)}
    rows = [(members[row.enrolment.pk], row) for row in form.rows()]
    return run_page(request, run, "selection", form=form, rows=rows, quotas=quotas(run), free=run.places_free)


def quotas(run: Run) -> list[str]:
    """Return the quotas of `run` as sentences."""
    regions = dict(
        Region.objects.filter(pk__in=[one["region"] for one in run.quotas if "region" in one]).values_list("pk", "name")
    )
    sectors = dict(Sector.choices)
    named = [
        (regions.get(one.get("region")) or sectors.get(one.get("sector"), ""), one["places"]) for one in run.quotas
    ]
    return [_("%(share)s: %(places)s places") % {"share": share, "places": places} for share, places in named]


urlpatterns = [path("base/runs/<int:pk>/selection/", run_selection, name="run-selection")]
