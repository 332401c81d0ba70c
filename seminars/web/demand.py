"""Regulators: the demand of a year, on screen and as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from credits import access as hours
from learning import sheets
from learning.accounts.http import SignedInRequest
from seminars import access, demand

YEARS_BACK = 10


@require_safe
@login_required
def show_demand(request: SignedInRequest, year: int) -> HttpResponse:
    """Show what was looked for and not found, what sectors lack, and which items nobody cites."""
    found = _report(request, year)
    if request.GET.get("kind") == "csv":
        return sheets.file(demand.report_as_table(found), kind="csv", name=f"demand-{year}")
    today = timezone.localdate()
    context = {"report": found, "years": range(today.year, today.year - 3, -1), "least": demand.LEAST}
    return render(request, "seminars/demand.html", context)


def _report(request: SignedInRequest, year: int) -> demand.Report:
    today = timezone.localdate()
    access.require_regulator(user=request.user, on=today)
    if not today.year - YEARS_BACK <= year <= today.year:
        raise Http404
    return demand.report(year=year, sights=hours.sights(user=request.user, on=today), on=today)


urlpatterns = [path("demand/<int:year>/", show_demand, name="demand")]
