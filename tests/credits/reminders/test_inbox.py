"""The inbox: the own lines, what became of them, and the choice of channels."""

import pytest
from django.test import Client

from credits import reminders
from credits.enums import Channel
from credits.models import Delivery, Reminder
from learning.accounts.enums import LoginProof
from learning.accounts.models import Person, PersonLogin, User
from tests.credits.reminders.builders import AT, due, person

pytestmark = pytest.mark.django_db


def signed_in(who: Person) -> Client:
    user = User.objects.create_user(mobile=f"+8613{who.pk:09d}", name="张三")
    PersonLogin.objects.create(person=who, user=user, proof=LoginProof.NEW_RECORD, since=AT)
    client = Client()
    client.force_login(user)
    return client


def test_inbox_shows_the_own_lines_only() -> None:
    who, other = person(), person(email="li@example.cn")
    reminders.plan(dues=[due(who, title="本人的班"), due(other, title="别人的班")], at=AT)

    page = signed_in(who).get("/inbox/").content.decode()

    assert "本人的班" in page
    assert "别人的班" not in page
    assert "zhang@example.cn" not in page  # masked: a screen is seen by others


def test_inbox_says_what_became_of_each_delivery() -> None:
    who = person()
    reminders.plan(dues=[due(who)], at=AT)
    Delivery.objects.filter(channel="EMAIL").update(sent_at=AT, is_uncertain=True)
    Delivery.objects.filter(channel="SMS").update(given_up_at=AT)

    line = reminders.line(reminders.inbox([who.pk]).get())

    assert [(trace.address, trace.tone) for trace in line.traces] == [
        ("zh***@example.cn", "warn"),
        ("+86138****0001", "bad"),
    ]


def test_read_is_kept_for_the_own_lines_only() -> None:
    who, other = person(), person(email="li@example.cn")
    reminders.plan(dues=[due(who), due(other)], at=AT)

    signed_in(who).post("/inbox/read/", {"up_to": Reminder.objects.order_by("pk").last().pk})  # type: ignore[union-attr]

    assert (reminders.unread([who.pk]), reminders.unread([other.pk])) == (0, 1)


def test_person_chooses_the_channels() -> None:
    who = person()

    answer = signed_in(who).post("/inbox/channels/", {"sms": "on"})

    assert answer.status_code == 302
    assert reminders.unwanted_channels([who.pk]) == {who.pk: {Channel.EMAIL}}


def test_strangers_are_led_to_signing_in() -> None:
    assert [Client().get(path).status_code for path in ("/inbox/", "/inbox/channels/")] == [302, 302]
