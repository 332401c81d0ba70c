"""Feeds: the secret address of a person's calendar. It follows from a number, so another number ends the old one."""

from datetime import datetime
from functools import cache

from django.core import signing
from django.db.models import F

from credits.models import CalendarFeed
from learning.accounts import people
from learning.accounts.models import Person, PersonLogin


@cache
def _signer() -> signing.Signer:
    return signing.Signer(salt="credits.reminders.calendar", sep="~")


def feed_token(person_id: int) -> str:
    """Return the secret part of the address of a person's calendar, "" where it is closed, was never asked for, or ended with the login that asked."""
    feed = CalendarFeed.objects.filter(person=person_id, is_open=True).first()
    return _signer().sign(f"{person_id}.{feed.number}") if feed and _is_held(feed) else ""


def open_feed(*, person_id: int, at: datetime) -> None:
    """Give a person's calendar an address; where it had one, another, and the old one is good no more."""
    feed, is_new = CalendarFeed.objects.get_or_create(person_id=person_id, defaults={"since": at})
    if not is_new:
        CalendarFeed.objects.filter(pk=feed.pk).update(number=F("number") + 1, is_open=True, since=at, read_at=None)


def close_feed(*, person_id: int) -> None:
    """Let nobody read a person's calendar any more."""
    CalendarFeed.objects.filter(person=person_id).update(is_open=False)


def reader_of(token: str, *, at: datetime) -> Person | None:
    """Return whose calendar is read under `token`, None where that address is good no more or never was; note that it was read."""
    try:
        person, _dot, number = _signer().unsign(token).partition(".")
        feed = (
            CalendarFeed.objects.select_related("person")
            .filter(person=int(person), number=int(number), is_open=True)
            .first()
        )
    except (signing.BadSignature, ValueError):
        return None
    if feed is None or not _is_held(feed):
        return None
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=at)
    return feed.person


def _is_held(feed: CalendarFeed) -> bool:
    """Say whether a login that could ask for `feed` is still joined to one of the human's records: a parted one keeps no way in."""
    records = people.joined([feed.person_id])[feed.person_id]
    return PersonLogin.objects.filter(person__in=records, ended_at=None, since__lte=feed.since).exists()
