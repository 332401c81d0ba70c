"""
My hours: what is missing, in which category, by when; every line and every standing with its reasons.

`/hours/` shows what credits knows. What somebody is enrolled in, and attendance that is confirmed but not credited, is known to
`seminars`, which credits may not ask. So a desk above both answers the same address before `credits.urls` does:

    from credits.web import hours

    @login_required
    def my_hours(request):
        record = access.own_record(request.user)
        expected = [hours.Expected(title=…, hours=…, ends_on=…, category=…, note=…, late=…, url=…) for … in attendance.expected(record.person)]
        return hours.my_hours_page(request, expected=expected)
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import access
from credits.enums import EntryKind, StandingState
from credits.models import ConnectedSource, Standing
from credits.web import explaining, wording
from credits.web.cards import Card, Expected, most_urgent_first, one_a_duty
from learning.accounts.http import SignedInRequest
from learning.accounts.models import User
from learning.web import page_after, whole_number

__all__ = ["Expected", "my_hours_context", "my_hours_page", "urlpatterns"]

PAGE = 25
LATEST = 3


@require_safe
@login_required
def my_hours(request: SignedInRequest) -> HttpResponse:
    """Show the person's duties of today, the most urgent first."""
    return my_hours_page(request)


def my_hours_page(request: SignedInRequest, *, expected: Sequence[Expected] = ()) -> HttpResponse:
    """Answer /hours/ with what credits knows and what the caller expects beside it."""
    return render(
        request, "credits/my_hours.html", my_hours_context(user=request.user, at=timezone.now(), expected=expected)
    )


def my_hours_context(*, user: User, at: datetime, expected: Sequence[Expected] = ()) -> dict[str, Any]:
    """Return what the page of My hours shows."""
    today = timezone.localdate(at)
    record = access.own_record(user)
    rows = access.standings(record).filter(cycle_starts_on__lte=today, cycle_ends_before__gt=today)
    latest = list(access.entries(record).order_by("-pk")[:LATEST])
    return {
        "cards": _cards(list(rows), person_id=min(record.ids), today=today, expected=expected),
        "expected": expected,
        "lines": explaining.lines(latest),
        "reversals": explaining.lines(_recent_reversals(record, today)),
    }


@require_safe
@login_required
def years(request: SignedInRequest) -> HttpResponse:
    """Show the cycles that are over, the newest first."""
    today = timezone.localdate()
    record = access.own_record(request.user)
    rows = list(access.standings(record).filter(cycle_ends_before__lte=today))
    cards = _cards(rows, person_id=min(record.ids), today=today, in_order=True)
    return render(request, "credits/years.html", {"cards": cards})


@require_safe
@login_required
def timeline(request: SignedInRequest) -> HttpResponse:
    """Show every line of the record, zeros and reversals included, the newest first."""
    rows = access.entries(access.own_record(request.user))
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after"), most=2**63 - 1), size=PAGE)
    return render(request, "credits/timeline.html", {"lines": explaining.lines(page), "next_key": next_key})


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
    (card,) = _cards([row], person_id=row.person_id, today=timezone.localdate())
    counted = access.entries(record).filter(family=row.family, cycle_starts_on=row.cycle_starts_on).order_by("-pk")
    context = {"card": card, "reasons": explaining.standing_reasons(row), "lines": explaining.lines(list(counted))}
    return render(request, "credits/standing.html", context)


@require_safe
@login_required
def looks(request: SignedInRequest) -> HttpResponse:
    """Show who looked at the record, and why."""
    rows = access.looks(access.own_record(request.user))
    page, next_key = page_after(rows, after=whole_number(request.GET.get("after"), most=2**63 - 1), size=PAGE)
    return render(request, "credits/looks.html", {"looks": page, "next_key": next_key})


def _cards(
    rows: list[Standing], *, person_id: int, today: date, expected: Sequence[Expected] = (), in_order: bool = False
) -> list[Card]:
    kept = one_a_duty(rows, person_id=person_id)
    names = access.category_names(row.version_id for row in kept)
    sources = access.sources(row.family for row in kept)
    cards = [
        Card(
            standing=row,
            names=wording.labels(names.get(row.version_id)),
            today=today,
            source=_source(row, sources),
            expected=tuple(one for one in expected if row.cycle_starts_on <= one.ends_on < row.cycle_ends_before),
        )
        for row in kept
    ]
    return cards if in_order else most_urgent_first(cards)


def _source(row: Standing, sources: list[ConnectedSource]) -> str:
    for source in sources:
        if source.family == row.family and row.region and row.region.path.startswith(source.region.path):
            return source.name
    return _("brought-along hours") if row.state != StandingState.UNKNOWN else ""


def _recent_reversals(record: access.Record, today: date) -> list[Any]:
    rows = access.entries(record).filter(
        kind=EntryKind.REVERSAL, hours__lt=0, cycle_starts_on__lte=today, cycle_ends_before__gt=today
    )
    return list(rows.order_by("-pk")[:LATEST])


urlpatterns = [
    path("hours/", my_hours, name="my-hours"),
    path("hours/timeline/", timeline, name="timeline"),
    path("hours/years/", years, name="earlier-years"),
    path("hours/looks/", looks, name="looks"),
    path("hours/entries/<int:pk>/", entry, name="entry"),
    path("hours/standings/<int:pk>/", standing, name="standing"),
]
