"""Previews: what a person would read, and how many would be told today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from credits.models import Reminder, ReminderKind, ReminderVersion
from credits.reminders import _dated, _kinds, _wording
from credits.reminders._checking import FURTHEST
from credits.reminders._examples import in_both
from credits.reminders._kinds import Kind
from credits.reminders._sources import Due, Query, Span, source
from credits.reminders._wording import Message


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a version would say to a person, in both languages, and where its facts are from."""

    messages: Mapping[str, Message]
    origin: (
        str  # "due": they are due within a year, "told": of the last time, "sample": there is nothing of this person
    )


def preview(*, version: ReminderVersion, person_ids: Sequence[int], at: datetime) -> Preview:
    """Return what `version` would say to a human, whose records these are."""
    facts, origin = _of_person(version, person_ids, at=at)
    return Preview(messages=in_both(version.body, facts), origin=origin)


def count_today(*, version: ReminderVersion, kind: ReminderKind, at: datetime) -> int | None:
    """Return how many `version` would tell today who were not told yet; None where its source says so only when something happens."""
    if source(version.body["source"]).dues is None:
        return None
    return _dated.count_today(_as_kind(version, kind), at=at)


def told_lately(kind: ReminderKind, *, at: datetime) -> int:
    """Return how many reminders of `kind` were planned in the last thirty days."""
    return Reminder.objects.filter(kind=kind.code, created_at__gt=at - timedelta(days=30)).count()


def _as_kind(version: ReminderVersion, kind: ReminderKind) -> Kind:
    return _kinds.Kind(
        code=kind.code,
        weight=version.body["weight"],
        is_paused=kind.is_paused,
        version_id=version.pk,
        body=version.body,
    )


def _of_person(version: ReminderVersion, person_ids: Sequence[int], *, at: datetime) -> tuple[Mapping[str, Any], str]:
    given = source(version.body["source"])
    today = timezone.localdate(at)
    if given.dues:
        found = given.dues(Span(first=today, last=today + timedelta(days=FURTHEST), at=at, since=at - _dated.LONGEST))
        if facts := _first(found, person_ids):
            return facts, "due"
    told = Reminder.objects.filter(person__in=person_ids, version__body__source=given.code).order_by("-pk").first()
    return (_wording.facts_of(told), "told") if told else (given.sample, "sample")


def _first(found: Query | Sequence[Due], person_ids: Sequence[int]) -> Mapping[str, Any] | None:
    if not isinstance(found, Query):
        return next((due.facts for due in found if due.person_id in person_ids), None)
    shared = "due.shared" if found.shared else "NULL"
    statement = (
        f"SELECT due.facts::text, {shared} FROM ({found.sql}) AS due WHERE due.person_id = ANY(%s::bigint[]) LIMIT 1"  # noqa: S608  (the sources are code)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*found.values, list(person_ids)])
        row = cursor.fetchone()
    if not row:
        return None
    own: Mapping[str, Any] = json.loads(row[0])
    return own if row[1] is None else {**found.shared[row[1]], **own}
