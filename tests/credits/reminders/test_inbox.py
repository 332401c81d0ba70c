"""The inbox: the own lines, what became of them, and the choice of channels."""

import pytest
from django.test import Client

from credits import reminders
from credits.enums import Channel
from credits.models import Delivery, Reminder
from learning.accounts.enums import LoginProof
from learning.accounts.models import Person, PersonLogin, User
from tests.credits.reminders.builders import AT, due, person
from tests.credits.web.builders import questions

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
        ("138****0001", "bad"),
    ]


def test_read_is_kept_for_the_own_lines_only() -> None:
    who, other = person(), person(email="li@example.cn")
    reminders.plan(dues=[due(who), due(other)], at=AT)

    signed_in(who).post("/inbox/read/", {"up_to": Reminder.objects.order_by("pk").last().pk})  # type: ignore[union-attr]

    assert (reminders.unread([who.pk]), reminders.unread([other.pk])) == (0, 1)


def test_person_chooses_the_channels() -> None:
    who = person()

    answer = signed_in(who).post("/inbox/channels/", {"sms": "on", "quiet_from": "22", "quiet_until": "7"})

    assert answer.status_code == 302
    assert reminders.unwanted_channels([who.pk]) == {who.pk: {Channel.EMAIL}}
    assert reminders.quiet_hours([who.pk]) == {who.pk: reminders.Quiet(from_hour=22, until_hour=7)}


def test_person_wants_no_quiet_and_finds_it_so() -> None:
    who = person()
    client = signed_in(who)

    client.post("/inbox/channels/", {"sms": "on", "quiet_from": "", "quiet_until": "8"})

    assert reminders.quiet_hours([who.pk])[who.pk].end(AT.replace(hour=18)) is None
    assert '<option value="" selected>' in client.get("/inbox/channels/").content.decode()


@pytest.mark.parametrize("hours", [{"quiet_from": "25"}, {"quiet_until": "x"}, {"quiet_from": "3"}, {}])
def test_hours_that_are_not_offered_change_nothing(hours: dict[str, str]) -> None:
    who = person()

    answer = signed_in(who).post("/inbox/channels/", {"email": "on", "quiet_from": "21", "quiet_until": ""} | hours)

    assert answer.status_code == 200
    assert reminders.unwanted_channels([who.pk]) == {who.pk: set()}
    assert reminders.quiet_hours([who.pk]) == {who.pk: reminders.Quiet()}


def test_channels_name_the_own_addresses_masked() -> None:
    who = person()

    page = signed_in(who).get("/inbox/channels/").content.decode()

    assert "zh***@example.cn" in page
    assert "zhang@example.cn" not in page


def test_inbox_asks_as_many_questions_for_three_lines_as_for_one() -> None:
    who = person()
    client = signed_in(who)
    reminders.plan(dues=[due(who)], at=AT)

    one = questions(client, "/inbox/")
    reminders.plan(dues=[due(who, key=f"run:9{number}") for number in (1, 2)], at=AT)

    assert questions(client, "/inbox/") == one <= 15


def test_strangers_are_led_to_signing_in() -> None:
    assert [Client().get(path).status_code for path in ("/inbox/", "/inbox/channels/")] == [302, 302]


def test_an_address_is_shown_as_text_and_never_as_markup() -> None:
    # A quoted address may hold anything, an “@” before what is hidden, too.
    who = person(email='"a@<svg/onload=alert(1)>"@example.cn')

    page = signed_in(who).get("/inbox/channels/").content.decode()

    assert "@&lt;svg/onload" in page
    assert "<svg/onload" not in page
