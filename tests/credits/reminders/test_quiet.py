"""Quiet hours: no text message between nine in the evening and eight in the morning, or whatever somebody chose."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from credits import reminders
from credits.models import Delivery
from learning.accounts.models import Person, TextMessage
from tests.credits.reminders.builders import due, person

SHANGHAI = timezone.get_default_timezone()


def local(hour: int, minute: int = 0, *, day: int = 20) -> datetime:
    """Return a moment of September 2026 in Nanjing."""
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        (local(20, 59), None),
        (local(21), local(8, day=21)),
        (local(23, 59), local(8, day=21)),
        (local(0), local(8)),
        (local(7, 59), local(8)),
        (local(8), None),
        (datetime(2026, 9, 20, 16, 30, tzinfo=UTC), local(8, day=21)),  # half past midnight there
    ],
)
def test_the_usual_quiet_lasts_from_nine_until_eight(moment: datetime, end: datetime | None) -> None:
    assert reminders.Quiet().end(moment) == end


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        ((12, 14), local(13), local(14)),
        ((12, 14), local(14), None),
        ((12, 14), local(3), None),
        ((0, 0), local(3), None),
        ((22, 7), local(21), None),
    ],
)
def test_other_hours_are_chosen(hours: tuple[int, int], moment: datetime, end: datetime | None) -> None:
    assert reminders.Quiet(from_hour=hours[0], until_hour=hours[1]).end(moment) == end


@pytest.mark.django_db
def test_a_text_waits_for_the_morning_and_a_mail_does_not() -> None:
    who = person()
    reminders.plan(dues=[due(who)], at=local(22))

    at_night = reminders.send_due(at=local(22))
    waiting = reminders.line(reminders.inbox([who.pk]).get()).traces
    in_the_morning = reminders.send_due(at=local(8, day=21))

    assert (at_night, in_the_morning) == (1, 1)
    assert [trace.tone for trace in waiting] == ["good", "calm"]
    assert sms().attempts == 1
    assert TextMessage.objects.get().created_at == local(8, day=21)


@pytest.mark.django_db
def test_whoever_wants_no_quiet_is_told_at_night() -> None:
    awake, asleep = person(email=None), person(email=None, mobile="+8613800000002")
    reminders.set_quiet_hours(person_id=awake.pk, quiet=reminders.Quiet(from_hour=0, until_hour=0))
    reminders.plan(dues=[due(awake), due(asleep)], at=local(22))

    reminders.send_due(at=local(22))

    assert [sms(who).handed_at for who in (awake, asleep)] == [local(22), None]


def sms(who: Person | None = None) -> Delivery:
    """Return the text message of somebody."""
    rows = Delivery.objects.filter(channel="SMS")
    return rows.get(reminder__person=who) if who else rows.get()
