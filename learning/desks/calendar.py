"""The own calendar: deadlines of hours and the sessions of the own runs, under an address that only its owner knows (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Event

from cms.web import calendars
from credits import access as hours
from credits import reminders
from credits.enums import StandingState
from learning.tags import hours as plain
from seminars import access as seminars
from seminars import runs
from seminars.enums import HELD

# What is over stays so long, so that a calendar does not lose it at once.
KEPT = timedelta(days=30)


@require_safe
@never_cache
def own_calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """Give deadlines and runs of whoever this address was made for, in the language of their reminders."""
    at = timezone.now()
    person = reminders.reader_of(token, at=at)
    if person is None:
        raise Http404
    record = hours.record_of(person)
    with translation.override(reminders.language_of(person.pk)):
        events = [*_deadlines(record, at), *_sessions(record, at)]
        return calendars.answer(events, name=_("My hours and runs"), file="xueshi")


def _deadlines(record: hours.Record, at: datetime) -> Iterator[Event]:
    """Yield the last day of every duty; one that was met meanwhile says so, and keeps its place."""
    for row in hours.standings(record).filter(deadline__gte=timezone.localdate(at) - KEPT):
        event = Event()
        event.add("uid", f"deadline-{row.person_id}-{row.family}-{row.cycle_starts_on}@{_host()}")
        event.add("sequence", int(row.decided_at.timestamp()) // 60)
        event.add("dtstamp", row.decided_at.astimezone(UTC))
        event.add("dtstart", row.deadline)
        event.add("dtend", row.deadline + timedelta(days=1))
        event.add("summary", _summary(row))
        event.add("description", row.version.title if row.version else "")
        event.add("url", settings.PUBLIC_URL + reverse("my-hours"))
        event.add("transp", "TRANSPARENT")
        yield event


def _summary(row: Any) -> str:
    if row.state == StandingState.SHORT:
        return _("Last day for hours: %(missing)s missing") % {"missing": plain(row.missing)}
    if row.state == StandingState.MET:
        return _("Last day for hours: requirement met")
    return _("Last day for hours")


def _sessions(record: hours.Record, at: datetime) -> Iterator[Event]:
    held = seminars.enrolments_of(person_ids=record.ids).filter(state__in=HELD)
    entries = runs.calendar_of(run_ids=set(held.values_list("run", flat=True)), on=timezone.localdate(at))
    yield from map(calendars.event, entries)


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or ""
