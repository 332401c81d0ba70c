"""What people choose, what servers refuse, what is given up: on which way a reminder travels, and which ways end."""

import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import date, timedelta

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from credits import reminders
from credits.enums import Channel
from credits.models import Delivery, RefusedAddress, ReminderKind
from credits.reminders import _unsubscribing
from learning.accounts.enums import ContactKind, FactKind, LoginProof, StatusCode
from learning.accounts.models import PersonContact, PersonFact, PersonLogin, TextMessage, User
from tests.credits.reminders.builders import AT, Server, due, mail_server, person, standing
from tests.credits.reminders.test_inbox import signed_in

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=16)


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as running:
        yield running


def ways() -> list[str]:
    return sorted(Delivery.objects.values_list("channel", flat=True))


def weigh(weight: str) -> None:
    ReminderKind.objects.filter(code="RUN_BEGINS").update(weight=weight)


def test_a_mail_can_be_ended_by_one_click_of_its_reader_and_of_a_program(server: Server) -> None:
    who = person(mobile=None)
    reminders.plan(dues=[due(who)], at=AT)
    reminders.send_due(at=AT)
    message = server.messages[0]
    path = re.sub(r"^<https?://[^/]+(.*)>$", r"\1", str(message["List-Unsubscribe"]))

    looked = Client(enforce_csrf_checks=True).get(path)
    before = reminders.unwanted_channels([who.pk])[who.pk]
    done = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})

    assert str(message["List-Unsubscribe-Post"]) == "List-Unsubscribe=One-Click"
    assert (looked.status_code, before) == (200, set())  # a look, by a scanner of mails too, ends nothing
    assert done.status_code == 200
    assert reminders.unwanted_channels([who.pk])[who.pk] == {Channel.EMAIL}


def test_the_log_keeps_no_link_that_ends_mails_of_somebody_else(server: Server) -> None:
    reminders.plan(dues=[due(person(mobile=None))], at=AT)
    reminders.send_due(at=AT)
    row = Delivery.objects.get()
    old = Delivery.objects.get()
    old.wording = f"{row.wording}\n{_unsubscribing.link(row, at=AT)}"  # kept before

    parts = (part.get_payload(decode=True) for part in server.messages[0].walk() if not part.is_multipart())
    sent = b"".join(part for part in parts if isinstance(part, bytes))
    assert b"/inbox/unsubscribe/" in sent
    shown = reminders.letter_of(row)
    assert shown
    assert not [
        text for text in (shown.text, shown.page, reminders.logged(old).wording) if "/inbox/unsubscribe/" in text
    ]


def test_a_link_in_a_mailbox_that_was_given_up_ends_nothing() -> None:
    who = person(mobile=None)
    reminders.plan(dues=[due(who)], at=AT)
    path = re.sub(r"^https?://[^/]+", "", _unsubscribing.link(Delivery.objects.get(), at=timezone.now()))
    before = Client().get(path).status_code

    PersonContact.objects.create(person=who, kind=ContactKind.EMAIL, value="new@example.cn", recorded_at=LATER)

    assert (before, Client().post(path).status_code) == (200, 410)
    assert reminders.unwanted_channels([who.pk])[who.pk] == set()


def test_a_link_ends_after_two_years_and_when_mails_are_wanted_again() -> None:
    who = person(mobile=None)
    reminders.plan(dues=[due(who)], at=AT)
    now, row = timezone.now(), Delivery.objects.get()
    old, last, new = (
        re.sub(r"^https?://[^/]+", "", _unsubscribing.link(row, at=now - timedelta(days=days))) for days in (731, 9, 0)
    )

    before = [Client().get(path).status_code for path in (old, last, new)]
    Client().post(last)
    reminders.set_wanted(person_id=who.pk, channel=Channel.EMAIL, is_wanted=True, at=now - timedelta(days=1))
    reminders.set_wanted(person_id=who.pk, channel=Channel.EMAIL, is_wanted=True, at=now)  # already so
    after = [Client().post(path) for path in (old, last)]

    assert before == [410, 200, 200]
    assert [answer.status_code for answer in after] == [410, 410]
    assert "/inbox/channels/" in after[1].content.decode()
    assert reminders.unwanted_channels([who.pk])[who.pk] == set()
    assert Client().post(new).status_code == 200
    assert reminders.unwanted_channels([who.pk])[who.pk] == {Channel.EMAIL}


def test_a_link_from_before_links_bore_a_moment_acts_two_years_from_then_on() -> None:
    who = person(mobile=None)
    reminders.plan(dues=[due(who)], at=AT)
    stated = f"{who.pk}.{Channel.EMAIL}.{_unsubscribing._digest(Delivery.objects.get().address)}"
    token = _unsubscribing._signer().sign(stated).replace(":", "~")
    since = _unsubscribing.LINKS_BEAR_MOMENTS_SINCE

    assert _unsubscribing.subscription(token, at=since + timedelta(days=729)) == (who.pk, Channel.EMAIL)
    with pytest.raises(_unsubscribing.LinkEnded):
        _unsubscribing.subscription(token, at=since + timedelta(days=731))


def test_a_link_that_nobody_signed_ends_nothing() -> None:
    who = person()

    assert Client().post(f"/inbox/unsubscribe/{who.pk}.EMAIL~forged/").status_code == 404
    assert reminders.unwanted_channels([who.pk])[who.pk] == set()


@pytest.mark.parametrize(("weight", "expected"), [("REQUIRED", ["EMAIL", "SMS"]), ("IMPORTANT", []), ("OTHER", [])])
def test_what_the_law_requires_travels_on_channels_that_were_switched_off(weight: str, expected: list[str]) -> None:
    who = person()
    weigh(weight)
    for channel in (Channel.SMS, Channel.EMAIL):
        reminders.set_wanted(person_id=who.pk, channel=channel, is_wanted=False, at=AT)

    reminders.plan(dues=[due(who)], at=AT)

    assert ways() == expected


@pytest.mark.parametrize(("weight", "expected"), [("IMPORTANT", ["EMAIL", "SMS"]), ("OTHER", [])])
def test_whoever_wants_what_is_important_gets_no_trifles(weight: str, expected: list[str]) -> None:
    who = person()
    weigh(weight)
    reminders.choose(person_id=who.pk, only_important=True, language="")

    reminders.plan(dues=[due(who)], at=AT)

    assert ways() == expected
    assert reminders.inbox([who.pk]).count() == 1  # the inbox has everything


@pytest.mark.parametrize(
    ("code", "expected"), [("maternity_leave", []), ("deceased", []), ("secondment", ["EMAIL", "SMS"])]
)
def test_leave_and_death_stop_what_is_due_for_hours(code: str, expected: list[str]) -> None:
    who = person()
    PersonFact.objects.create(person=who, kind=FactKind.STATUS, code=code, since=date(2026, 1, 1), recorded_at=AT)
    standing(who)

    reminders.plan_cycle_ends(at=AT.replace(month=12, day=1))
    reminders.spread_due(at=AT.replace(month=12, day=1))

    assert ways() == expected


def test_language_chosen_for_reminders_is_that_of_the_mail(server: Server) -> None:
    who = person(mobile=None)
    reminders.choose(person_id=who.pk, only_important=False, language="en")
    reminders.plan(dues=[due(who)], at=AT)

    reminders.send_due(at=AT)

    assert str(server.messages[0]["Content-Language"]) == "en"
    assert "Dear " in reminders.logged(Delivery.objects.get()).wording


def test_the_log_keeps_what_was_said_and_answered(server: Server) -> None:
    who = person(mobile=None)
    reminders.plan(dues=[due(who)], at=AT)

    reminders.send_due(at=AT)

    row = reminders.logged(reminders.log([who.pk]).get())
    assert row.answer.startswith("250")
    assert "数据治理研修班" in row.wording
    assert (row.attempts, row.anchor, str(server.messages[0]["X-Attempt"])) == (1, "run:81", "1")


def test_an_address_that_is_refused_is_marked_and_used_again_once_confirmed(server: Server) -> None:
    who = person(mobile=None)
    server.refused["zhang@example.cn"] = "550 5.1.1 no such mailbox"
    reminders.plan(dues=[due(who)], at=AT)
    for number in range(20):
        reminders.send_due(at=AT + timedelta(minutes=number))
    tried = Delivery.objects.get().attempts
    reminders.plan(dues=[due(who, key="run:82")], at=LATER)
    client = signed_in(who)

    page = client.get("/inbox/channels/").content.decode()
    held_back = Delivery.objects.count()
    server.refused.clear()
    reminders.send_address_code(person_id=who.pk, channel=Channel.EMAIL, at=LATER)
    code = re.search(r"\d{6}", server.messages[-1].get_payload(decode=True).decode())  # type: ignore[union-attr]
    with pytest.raises(reminders.WrongCode):
        reminders.confirm_address(person_id=who.pk, channel=Channel.EMAIL, code="no", at=LATER)
    reminders.confirm_address(person_id=who.pk, channel=Channel.EMAIL, code=code[0] if code else "", at=LATER)
    reminders.plan(dues=[due(who, key="run:83")], at=LATER)

    assert (tried, held_back) == (3, 1)
    assert "550 5.1.1 no such mailbox" in page
    assert not RefusedAddress.objects.exists()
    assert Delivery.objects.filter(channel="EMAIL").count() == 2


@pytest.mark.parametrize("answer", ["550 5.7.1 looks like spam", "554 5.7.1 policy", "452 mailbox full"])
def test_a_refusal_of_the_words_marks_no_address(server: Server, answer: str) -> None:
    server.refused["zhang@example.cn"] = answer
    reminders.plan(dues=[due(person(mobile=None))], at=AT)

    for number in range(20):
        reminders.send_due(at=AT + timedelta(minutes=number))

    assert not RefusedAddress.objects.exists()


def test_a_number_that_a_gateway_refuses_is_marked() -> None:
    reminders.plan(dues=[due(person(email=None))], at=AT)
    reminders.send_due(at=AT)

    TextMessage.objects.update(attempts=8, last_error="HTTP 400 NUMBER_UNKNOWN", refusal="NUMBER")
    reminders.send_due(at=LATER)

    assert RefusedAddress.objects.get().address == "+8613800000001"


def test_what_was_given_up_goes_out_again_when_staff_say_so(server: Server) -> None:
    reminders.plan(dues=[due(person(mobile=None))], at=AT)
    Delivery.objects.update(given_up_at=AT, attempts=3)
    by = User.objects.create_user(mobile="+8613900000001", name="李四")

    reminders.send_again(delivery=Delivery.objects.get(), by=by, at=LATER)
    sent = reminders.send_due(at=LATER)

    assert sent == 1
    assert (Delivery.objects.get().again_by, server.message_ids) == (by, [Delivery.objects.get().message_id])
    with pytest.raises(reminders.NotGivenUp):
        reminders.send_again(delivery=Delivery.objects.get(), by=by, at=LATER)


@pytest.mark.parametrize("changed", ["address", "choice", "status"])
def test_what_was_given_up_does_not_go_to_an_old_address_or_against_a_wish(changed: str) -> None:
    who = person(mobile=None)
    weigh("IMPORTANT")
    reminders.plan(dues=[due(who)], at=AT)
    Delivery.objects.update(given_up_at=AT, attempts=3)
    if changed == "address":
        PersonContact.objects.create(person=who, kind=ContactKind.EMAIL, value="new@example.cn", recorded_at=LATER)
    elif changed == "choice":
        reminders.set_wanted(person_id=who.pk, channel=Channel.EMAIL, is_wanted=False, at=AT)
    else:
        PersonFact.objects.create(
            person=who, kind=FactKind.STATUS, code=StatusCode.DECEASED, since=date(2026, 9, 1), recorded_at=AT
        )
    by = User.objects.create_user(mobile="+8613900000001", name="李四")

    with pytest.raises(reminders.NotThisWay):
        reminders.send_again(delivery=Delivery.objects.get(), by=by, at=LATER)

    assert Delivery.objects.get().given_up_at == AT


def test_a_domain_takes_so_many_a_minute_and_holds_no_other_back(server: Server, settings: object) -> None:
    settings.SENDING_PACES = {"EMAIL:qq.com": 2}  # type: ignore[attr-defined]
    everybody = [person(mobile=None, email=f"p{number}@qq.com") for number in range(5)] + [person(mobile=None)]
    reminders.plan(dues=[due(who) for who in everybody], at=AT)

    sent = [reminders.send_due(at=AT + timedelta(seconds=number)) for number in (0, 1, 60, 61, 120)]

    assert sent == [3, 0, 2, 0, 1]


def test_a_paused_kind_waits_and_goes_out_afterwards(server: Server) -> None:
    ReminderKind.objects.filter(code="RUN_BEGINS").update(is_paused=True)
    reminders.plan(dues=[due(person(mobile=None))], at=AT)

    waiting = reminders.send_due(at=AT)
    ReminderKind.objects.filter(code="RUN_BEGINS").update(is_paused=False)

    assert (waiting, reminders.send_due(at=LATER)) == (0, 1)


def test_a_sender_that_was_killed_leaves_in_doubt_only_what_it_had_begun(server: Server) -> None:
    everybody = [person(mobile=None, email=f"p{number}@example.cn") for number in range(3)]
    reminders.plan(dues=[due(who) for who in everybody], at=AT)
    Delivery.objects.update(claimed_at=AT)
    begun = Delivery.objects.order_by("pk")[0]
    Delivery.objects.filter(pk=begun.pk).update(tried_at=AT, attempts=1)

    sent = [reminders.send_due(at=AT + timedelta(minutes=number)) for number in (4, 6, 14, 16)]

    assert sent == [0, 2, 0, 1]
    assert list(Delivery.objects.filter(is_uncertain=True)) == [begun]
    assert sorted(str(mail["X-Attempt"]) for mail in server.messages) == ["1", "1", "2"]


def test_a_mail_is_signed_where_there_is_a_key(server: Server, settings: object) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    settings.DKIM_KEY, settings.DKIM_DOMAIN = pem.decode(), "xueshi.example"  # type: ignore[attr-defined]
    reminders.plan(dues=[due(person(mobile=None))], at=AT)

    reminders.send_due(at=AT)

    content = server.contents[0]
    published = b"v=DKIM1; k=rsa; p=" + b64encode(public)
    assert dkim.verify(content, dnsfunc=lambda *_asked, **_how: published)
    assert not dkim.verify(content.replace(b"To: zhang", b"To: zhong"), dnsfunc=lambda *_asked, **_how: published)


def test_calendar_is_read_under_its_secret_address_until_that_is_changed() -> None:
    who, other = person(), person(email="li@example.cn")
    standing(who), standing(other)
    client = signed_in(who)
    client.post("/inbox/channels/calendar/", {"deed": "open"})
    first = reminders.feed_token(who.pk)

    read = Client().get(f"/calendar/mine/{first}.ics")
    again = Client().get(f"/calendar/mine/{first}.ics")
    client.post("/inbox/channels/calendar/", {"deed": "open"})
    second = reminders.feed_token(who.pk)

    events = Calendar.from_ical(read.content).walk("VEVENT")
    assert [str(event["SUMMARY"]) for event in events] == ["学时截止日：还差15.5学时"]
    assert [str(event["UID"]) for event in Calendar.from_ical(again.content).walk("VEVENT")] == [str(events[0]["UID"])]
    assert Client().get(f"/calendar/mine/{first}.ics").status_code == 404
    assert Client().get(f"/calendar/mine/{second}.ics").status_code == 200
    client.post("/inbox/channels/calendar/", {"deed": "close"})
    assert Client().get(f"/calendar/mine/{second}.ics").status_code == 404
    assert Client().get("/calendar/mine/1.1~guessed.ics").status_code == 404


def test_a_calendar_ends_with_the_login_that_asked_for_it() -> None:
    who = person()
    client = signed_in(who)
    client.post("/inbox/channels/calendar/", {"deed": "open"})
    first = reminders.feed_token(who.pk)
    before = Client().get(f"/calendar/mine/{first}.ics").status_code

    PersonLogin.objects.filter(person=who).update(ended_at=timezone.now())
    parted = Client().get(f"/calendar/mine/{first}.ics").status_code
    user = User.objects.create_user(mobile="+8613700000099", name="")
    PersonLogin.objects.create(person=who, user=user, proof=LoginProof.IN_PERSON, since=timezone.now())

    assert (before, parted) == (200, 404)
    assert Client().get(f"/calendar/mine/{first}.ics").status_code == 404
    assert reminders.feed_token(who.pk) == ""
    reminders.open_feed(person_id=who.pk, at=timezone.now())
    assert Client().get(f"/calendar/mine/{reminders.feed_token(who.pk)}.ics").status_code == 200


def test_sending_asks_as_many_questions_for_thirty_mails_as_for_three(
    server: Server, django_assert_max_num_queries: object
) -> None:
    everybody = [person(mobile=None, email=f"p{number}@example.cn") for number in range(30)]
    reminders.plan(dues=[due(who) for who in everybody], at=AT)

    # One statement a mail, and what a claim asks once.
    with django_assert_max_num_queries(30 + 39):  # type: ignore[operator]
        assert reminders.send_due(at=AT) == 30
