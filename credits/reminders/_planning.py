"""Planning: what is due becomes an inbox line and a delivery a channel, by the table."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, Value
from django.db.models.functions import Cast, Concat

from credits.enums import Channel, ReminderKind
from credits.models import Certificate, Delivery, Reminder
from credits.models.rows import insert
from credits.reminders import _preferences
from learning.accounts import people

CHUNK = 500
# A certificate older than this that nobody was told of came from somewhere else (an import); its holder need not be woken.
FRESH = timedelta(days=30)
# What each kind must state; `_wording` says the rest.
FACTS = {
    ReminderKind.ENROLMENT_DECIDED: {"title", "state", "starts_on"},
    ReminderKind.RUN_TOMORROW: {"title", "starts_on"},
    ReminderKind.RUN_CHANGED: {"title", "is_cancelled"},
    ReminderKind.CERTIFICATE_READY: {"title", "number"},
    ReminderKind.CYCLE_ENDS: {"rulebook", "ends_on", "deadline", "missing", "categories"},
    ReminderKind.HOURS_CORRECTED: {"title", "before", "after", "reason"},
    ReminderKind.RECORD_CLAIMED: {"at"},
    ReminderKind.SEARCH_FOUND: {"title", "count", "found", "path"},
    ReminderKind.PAGE_WAITS: {"title", "since", "path"},
}


@dataclass(frozen=True, kw_only=True)
class Due:
    """
    Somebody is due a message, once: `key` is unique ("run:81:tomorrow:2026-03-22:4711"), `anchor` is what it is about ("run:81").

    `facts` are JSON, days and moments in ISO 8601; `FACTS` lists what each kind must state. `path` is the page to open.
    """

    key: str
    person_id: int
    kind: str
    anchor: str
    facts: Mapping[str, Any]


def plan(*, dues: Sequence[Due], at: datetime) -> int:
    """Write down what people are due, each key once, and return how many were new."""
    for due in dues:
        assert FACTS[ReminderKind(due.kind)] <= due.facts.keys(), f"{due.kind} {due.key} lacks facts"
    # In order of the key: two planners that overlap wait for each other, and never for both.
    ordered = sorted(dues, key=lambda due: due.key)
    return sum(_planned(ordered[start : start + CHUNK], at=at) for start in range(0, len(ordered), CHUNK))


def plan_certificates(*, at: datetime) -> int:
    """Plan word to the holders of certificates issued lately, and return how many were new."""
    key: Concat = Concat(Value("certificate:"), Cast("pk", CharField()))
    untold = (
        Certificate.objects.filter(changes=None, issued_at__gt=at - FRESH)
        .annotate(due=key, title=F("stated__title"))
        .filter(~Exists(Reminder.objects.filter(key=OuterRef("due"))))
    )
    rows = untold.order_by("pk").values_list("due", "person_id", "number", "title")[:CHUNK]
    dues = [
        Due(
            key=key,
            person_id=person,
            kind=ReminderKind.CERTIFICATE_READY,
            anchor=key,
            facts={"title": title, "number": number},
        )
        for key, person, number, title in rows
    ]

    return plan(dues=dues, at=at)


@transaction.atomic
def _planned(dues: Sequence[Due], *, at: datetime) -> int:
    rows = [
        {
            "key": due.key,
            "person_id": due.person_id,
            "kind": due.kind,
            "anchor": due.anchor,
            "facts": dict(due.facts),
            "created_at": at,
        }
        for due in dues
    ]
    made = insert(Reminder, rows, returning=["id", "key", "person_id"], on_conflict="(key) DO NOTHING")
    insert(Delivery, list(_deliveries(made, at=at)))

    return len(made)


def _deliveries(made: Sequence[tuple[Any, ...]], *, at: datetime) -> Iterator[dict[str, Any]]:
    persons = {person for _id, _key, person in made}
    addresses, held_back = people.addresses(persons), _preferences.unwanted_channels(persons)
    for reminder, key, person in made:
        reached = addresses.get(person, people.Addresses())
        for channel, address in ((Channel.SMS, reached.mobile), (Channel.EMAIL, reached.email)):
            if address and channel not in held_back[person]:
                yield _delivery(reminder, key, channel=channel, address=address, at=at)


def _delivery(reminder: int, key: str, *, channel: Channel, address: str, at: datetime) -> dict[str, Any]:
    digest = hashlib.sha256(f"{channel}:{key}".encode()).hexdigest()[:32]
    return {
        "reminder_id": reminder,
        "channel": channel,
        "address": address,
        "message_id": f"<{digest}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "not_before": at,
        "is_uncertain": False,
        "attempts": 0,
        "last_error": "",
    }
