"""Dates to keep in a calendar: a run, the runs of a programme, the runs of a base (RFC 5545). A change or a cancellation keeps its UID."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vDuration

from cms.models import BasePage
from seminars import programmes, runs

# How often a calendar that subscribed should ask again.
_REFRESH = timedelta(hours=6)
_TYPE = "text/calendar; charset=utf-8"


@require_safe
def run_calendar(_request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sessions of one run of a public programme."""
    entries = runs.calendar(programmes=_public(), on=timezone.localdate(), only=pk)
    if not entries:
        raise Http404
    return answer(map(event, entries), name=entries[0].title, file=f"run-{pk}")


@require_safe
def programme_calendar(_request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sessions of the runs of one public programme."""
    programme = get_object_or_404(_public(), pk=pk)
    entries = runs.calendar(programmes=_public().filter(pk=pk), on=timezone.localdate())
    return answer(map(event, entries), name=programme.current.title, file=f"programme-{pk}")


@require_safe
def base_calendar(_request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sessions of the runs of one base whose programmes are public."""
    page = get_object_or_404(BasePage.objects.live(), organisation_id=pk)
    entries = runs.calendar(programmes=_public().filter(base_id=pk), on=timezone.localdate())
    return answer(map(event, entries), name=page.title, file=f"base-{pk}")


def _public() -> QuerySet[Any]:
    return programmes.catalogue(on=timezone.localdate()).filter(page__live=True)


def answer(events: Iterable[Event], *, name: str, file: str) -> HttpResponse:
    """Answer with a calendar of `events`."""
    calendar = Calendar()
    calendar.add("prodid", "-//Xueshi//Xueshi//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    for one in events:
        calendar.add_component(one)
    calendar.add_missing_timezones()
    return HttpResponse(
        calendar.to_ical(),
        content_type=_TYPE,
        headers={"Content-Disposition": f'inline; filename="{file}.ics"'},
    )


def event(entry: runs.CalendarEntry) -> Event:
    """Return a session, or a whole run, as calendars read it."""
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("sequence", entry.changes)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", _local(entry.starts))
    event.add("dtend", _local(entry.ends))
    event.add("summary", f"{entry.title}：{entry.session}" if entry.session else entry.title)
    event.add("location", entry.place)
    event.add("description", _("Organised by %(base)s. Run %(number)s.") % {"base": entry.base, "number": entry.number})
    event.add("url", settings.PUBLIC_URL + reverse("seminars:run", args=[entry.run_id]))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event


def _local(moment: object) -> object:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment


urlpatterns = [
    path("calendar/run-<int:pk>.ics", run_calendar, name="run-calendar"),
    path("calendar/programme-<int:pk>.ics", programme_calendar, name="programme-calendar"),
    path("calendar/base-<int:pk>.ics", base_calendar, name="base-calendar"),
]
