"""The lines of the own record, why each says what it says, why a standing stands so, and who looked."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from credits import access
from credits.models import Entry
from credits.web import explaining, ties
from credits.web.hours import cards_of
from learning.accounts.http import SignedInRequest
from learning.web import page_after, whole_number

PAGE = 25
KEY_MAX = 2**63 - 1


@require_safe
@login_required
def timeline(request: SignedInRequest) -> HttpResponse:
    """Show every line of the record, zeros and reversals included, the newest first, of one year of learning or of all."""
    rows = access.entries(access.own_record(request.user))
    years = _years(rows)
    asked = whole_number(request.GET.get("year"), most=date.max.year)
    year = asked if asked in years else None
    if year:
        rows = rows.filter(claim__ends_on__gte=date(year, 1, 1), claim__ends_on__lte=date(year, 12, 31))
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after"), most=KEY_MAX), size=PAGE)
    context: dict[str, Any] = {
        "lines": explaining.lines(page),
        "next_key": next_key,
        "years": years,
        "year": year,
        "query": f"year={year}" if year else "",
    }
    return render(request, "credits/timeline.html", context)


@require_safe
@login_required
def entry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Explain one line of the own record."""
    row = access.entry(record=access.own_record(request.user), pk=pk)
    return render(request, "credits/entry.html", {"explained": explaining.entry(row)})


@require_safe
@login_required
def standing(request: SignedInRequest, pk: int) -> HttpResponse:
    """Explain one standing of the own record."""
    record = access.own_record(request.user)
    row = access.standing(record=record, pk=pk)
    (card,) = cards_of([row], person_id=row.person_id, today=timezone.localdate())
    counted = access.entries(record).filter(family=row.family, cycle_starts_on=row.cycle_starts_on).order_by("-pk")
    context = {
        "card": card,
        "reasons": explaining.standing_reasons(row),
        "lines": explaining.lines(list(counted)),
        "beside": ties.beside(row),
    }
    return render(request, "credits/standing.html", context)


@require_safe
@login_required
def looks(request: SignedInRequest) -> HttpResponse:
    """Show who looked at the record, and why."""
    rows = access.looks(access.own_record(request.user))
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after"), most=KEY_MAX), size=PAGE)
    return render(request, "credits/looks.html", {"looks": page, "next_key": next_key})


def _years(rows: QuerySet[Entry]) -> list[int]:
    found = rows.order_by().values_list("claim__ends_on__year", flat=True).distinct()
    return sorted(found, reverse=True)


urlpatterns = [
    path("hours/timeline/", timeline, name="timeline"),
    path("hours/looks/", looks, name="looks"),
    path("hours/entries/<int:pk>/", entry, name="entry"),
    path("hours/standings/<int:pk>/", standing, name="standing"),
]
