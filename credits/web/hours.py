"""
My hours: what is missing, in which category, by when; earlier years; the sheet to print.

`/hours/` shows what credits knows. What somebody is enrolled in, and attendance that is confirmed but not credited, is known to
`seminars`, which credits may not ask. So a desk above both answers the same address before `credits.urls` does:

    from credits.web import hours

    @login_required
    def my_hours(request):
        record = access.own_record(request.user)
        expected = [hours.Expected(title=…, hours=…, …) for … in attendance.expected_on(record.person, …)]
        return hours.my_hours_page(request, record=record, expected=expected)
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
from credits.enums import StandingState
from credits.models import ConnectedSource, Standing
from credits.web import explaining, notices, pictures, sheets, wording
from credits.web.brought import brought_along
from credits.web.cards import Card, most_urgent_first, one_a_duty
from credits.web.expected import Expected
from credits.web.title_check import TitleCheckForm
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from learning.web import whole_number

__all__ = ["Expected", "my_hours_context", "my_hours_page", "urlpatterns"]

LATEST = 3
EARLIEST, YEARS_ON_OFFER = 1980, 7


@require_safe
@login_required
def my_hours(request: SignedInRequest) -> HttpResponse:
    """Show the person's duties of today, the most urgent first."""
    return my_hours_page(request, record=access.own_record(request.user))


def my_hours_page(
    request: SignedInRequest, *, record: access.Record, expected: Sequence[Expected] = ()
) -> HttpResponse:
    """Answer /hours/ with what credits knows of `record` and what the caller expects beside it."""
    context = my_hours_context(record=record, at=timezone.now(), expected=expected)
    return render(request, "credits/my_hours.html", context)


def my_hours_context(*, record: access.Record, at: datetime, expected: Sequence[Expected] = ()) -> dict[str, Any]:
    """Return what the page of My hours shows."""
    today = timezone.localdate(at)
    now = access.standings(record).filter(cycle_starts_on__lte=today, cycle_ends_before__gt=today)
    rows, entries = list(now), notices.latest_and_not_good(access.entries(record), today=today, latest=LATEST)
    versions = [row.version_id for row in rows] + [row.version_id for row in entries if row.version_id]
    names = access.category_names(versions)
    cards = cards_of(rows, person_id=min(record.ids), today=today, expected=expected, names=names)
    lines = explaining.lines(entries, names=names)
    return {
        "cards": cards,
        "expected": expected,
        "lines": lines[:LATEST],
        "notices": notices.shown(entries, lines),
        "title_form": TitleCheckForm(today=today),
    }


@require_safe
@login_required
def picture(request: SignedInRequest) -> HttpResponse:
    """Draw the duties of today as a picture."""
    at = timezone.now()
    record = access.own_record(request.user)
    cards = my_hours_context(record=record, at=at)["cards"]
    who = {
        "name": people.current_names([record.person.pk]).get(record.person.pk, ""),
        "number": people.masked_numbers([record.person.pk]).get(record.person.pk, ""),
    }
    return HttpResponse(pictures.draw(sheets.of_hours(cards, at=at, **who)), content_type="image/png")


@require_safe
@login_required
def years(request: SignedInRequest) -> HttpResponse:
    """Show the cycles that are over, the newest first."""
    today = timezone.localdate()
    record = access.own_record(request.user)
    rows = list(access.standings(record).filter(cycle_ends_before__lte=today))
    cards = cards_of(rows, person_id=min(record.ids), today=today, in_order=True)
    return render(request, "credits/years.html", {"cards": cards})


@require_safe
@login_required
def sheet(request: SignedInRequest) -> HttpResponse:
    """Show everything of one year on one sheet, to print or to hand in."""
    at = timezone.now()
    this_year = timezone.localdate(at).year
    record = access.own_record(request.user)
    asked = whole_number(request.GET.get("year"), most=this_year)
    year = asked if asked and asked >= EARLIEST else this_year
    rows = access.standings(record).filter(cycle_starts_on__year__lte=year, cycle_ends_before__gt=date(year, 1, 1))
    entries = access.entries(record).filter(claim__ends_on__year=year).order_by("claim__ends_on", "pk")
    context = {
        "year": year,
        "years": range(this_year, this_year - YEARS_ON_OFFER, -1),
        "name": people.current_names([record.person.pk]).get(record.person.pk, ""),
        "number": people.masked_numbers([record.person.pk]).get(record.person.pk, ""),
        "cards": cards_of(list(rows), person_id=min(record.ids), today=timezone.localdate(at), in_order=True),
        "lines": explaining.lines(entries),
        "at": at,
    }
    return render(request, "credits/sheet.html", context)


def cards_of(
    rows: list[Standing],
    *,
    person_id: int,
    today: date,
    expected: Sequence[Expected] = (),
    in_order: bool = False,
    names: wording.Names | None = None,
) -> list[Card]:
    """Return the cards of `rows`, the most urgent first, or in their order."""
    kept = one_a_duty(rows, person_id=person_id)
    names = access.category_names(row.version_id for row in kept) if names is None else names
    sources = access.sources(row.family for row in kept)
    brought = brought_along(kept, names=names)
    cards = [
        Card(
            standing=row,
            names=wording.labels(names.get(row.version_id)),
            today=today,
            source=_source(row, sources),
            brought=brought[row.pk],
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


urlpatterns = [
    path("hours/", my_hours, name="my-hours"),
    path("hours/picture/", picture, name="hours-picture"),
    path("hours/years/", years, name="earlier-years"),
    path("hours/sheet/", sheet, name="hours-sheet"),
]
