"""Sending, against a real mail server: once where the answer came, again under the same Message-ID where it did not."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from credits import reminders
from credits.models import Delivery, Reminder, SendingRound
from credits.reminders import _letters, _rounds
from deploy.native import free_port
from learning.accounts.models import TextMessage
from tests.credits.reminders.builders import AT, Server, due, mail_server, person

SOON, LATER = AT + timedelta(minutes=14), AT + timedelta(minutes=16)


@pytest.fixture(params=[False, True], ids=["step by step", "at once"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with mail_server(at_once=request.param) as running:
        yield running


def mail() -> Delivery:
    return Delivery.objects.get(channel="EMAIL")


def text() -> Delivery:
    return Delivery.objects.get(channel="SMS")


@pytest.mark.django_db
def test_send_twice_sends_once(server: Server) -> None:
    reminders.plan(dues=[due(person())], at=AT)

    sent = [reminders.send_due(at=AT), reminders.send_due(at=LATER)]

    assert sent == [2, 0]
    assert server.message_ids == [mail().message_id]
    assert (mail().sent_at, mail().is_uncertain, mail().attempts) == (AT, False, 1)
    assert "数据治理研修班" in TextMessage.objects.get().body


@pytest.mark.django_db
def test_mail_has_a_text_and_a_page(server: Server) -> None:
    reminders.plan(dues=[due(person(), title="<b>数据</b>&治理")], at=AT)

    reminders.send_due(at=AT)

    message = server.messages[0]
    text, page = (part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart())  # type: ignore[union-attr]
    assert message.get_content_type() == "multipart/alternative"
    assert "“<b>数据</b>&治理”明天开班" in text
    assert "&lt;b&gt;数据&lt;/b&gt;&amp;治理" in page
    assert f"{settings.PUBLIC_URL}/learning/" in text


@pytest.mark.django_db
def test_mail_whose_answer_never_came_goes_out_again_as_the_same_mail(server: Server) -> None:
    reminders.plan(dues=[due(person(mobile=None))], at=AT)
    server.dies_after_taking = True
    assert reminders.send_due(at=AT) == 0
    server.dies_after_taking = False

    sent = [reminders.send_due(at=SOON), reminders.send_due(at=LATER)]

    assert sent == [0, 1]
    assert server.message_ids == [mail().message_id] * 2
    assert (mail().is_uncertain, mail().attempts) == (True, 2)


def test_sender_killed_before_the_mark_is_followed_by_one_more_mail(own_database: dict[str, str]) -> None:
    with mail_server() as server:
        reminders.plan(dues=[due(person(mobile=None))], at=AT)
        # A real process, killed with -9 between the server's 250 and our mark.
        program = (
            "import django, os, signal, datetime; django.setup()\n"
            "from credits import reminders\n"
            "from credits.reminders import _sending\n"
            "_sending._Sender._end = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
            f"reminders.send_due(at=datetime.datetime.fromisoformat('{AT.isoformat()}'))"
        )
        environment = {
            **os.environ, **own_database, "DJANGO_SETTINGS_MODULE": "tests.credits.reminders.smtp_settings",
            "TEST_EMAIL_PORT": str(settings.EMAIL_PORT),
        }  # fmt: skip
        ended = subprocess.run([sys.executable, "-c", program], env=environment, check=False)
        assert ended.returncode == -signal.SIGKILL
        assert (len(server.messages), mail().sent_at) == (1, None)

        sent = [reminders.send_due(at=SOON), reminders.send_due(at=LATER), reminders.send_due(at=LATER)]

    assert sent == [0, 1, 0]
    assert server.message_ids == [mail().message_id] * 2
    assert mail().is_uncertain


@pytest.mark.django_db
def test_of_a_round_whose_sender_died_the_last_begun_alone_is_in_doubt(server: Server) -> None:
    everybody = [person(mobile=None, email=f"p{number}@example.cn") for number in range(3)]
    reminders.plan(dues=[due(who) for who in everybody], at=AT)
    given = _rounds.start(at=AT, most=9)
    assert given
    begun = [_rounds.begin(given, number) for number in (1, 2)]  # two went out; nobody heard of the second

    sent = [reminders.send_due(at=AT + timedelta(minutes=number)) for number in (4, 6, 14, 16)]

    first, second, third = (Delivery.objects.get(pk=row.pk) for row in given.rows)
    assert (begun, sent) == ([True, True], [0, 1, 0, 1])
    assert server.message_ids == [third.message_id, second.message_id]
    assert [(row.attempts, row.is_uncertain) for row in (first, second, third)] == [(1, False), (2, True), (1, False)]
    assert first.sent_at == AT
    assert "数据治理研修班" in reminders.logged(first).wording
    assert not _rounds.begin(given, 3)  # whoever was only slow stops
    assert not SendingRound.objects.exists()


@pytest.mark.django_db
def test_nothing_goes_out_where_it_cannot_be_written_down_first(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders.plan(dues=[due(person(mobile=None))], at=AT)

    def is_away(_given: _rounds.Round, _number: int) -> bool:
        raise psycopg.OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(_rounds, "begin", is_away)
        with pytest.raises(psycopg.OperationalError):
            reminders.send_due(at=AT)

    assert (server.messages, mail().sent_at, mail().attempts) == ([], None, 0)
    assert reminders.send_due(at=AT) == 1


@pytest.mark.django_db
def test_letter_is_shown_as_it_was_sent_though_the_frame_is_another_today(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders.plan(dues=[due(person(mobile=None), title="<b>数据</b>&治理")], at=AT)
    reminders.send_due(at=AT)
    parts = (part.get_payload(decode=True) for part in server.messages[0].walk() if not part.is_multipart())
    text, page = (part.decode() for part in parts if isinstance(part, bytes))
    monkeypatch.setattr(_letters, "_frames", lambda _language, *, has_link: ("other", "other"))
    _letters._frame.cache_clear()

    shown = reminders.letter_of(mail())
    _letters._frame.cache_clear()

    assert shown
    link = re.compile(r"https?://[^\s\"]*/inbox/unsubscribe/[^\s\"]*")
    assert "/inbox/unsubscribe/" in page
    assert (shown.text, shown.page) == (link.sub("…", text), link.sub("#", page))
    assert (shown.sender, shown.subject) == (settings.DEFAULT_FROM_EMAIL, "明天开班：“<b>数据</b>&治理”")


def test_four_senders_send_each_mail_once(own_database: dict[str, str]) -> None:
    with mail_server() as server:
        everybody = [person(email=f"p{number}@example.cn", mobile=f"+861380000{number:04d}") for number in range(15)]
        reminders.plan(dues=[due(who) for who in everybody], at=AT)

        def work(_sender: int) -> int:
            try:
                return reminders.send_due(at=AT)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as senders:
            sent = sum(senders.map(work, range(4)))

    assert sent == 30
    assert len(server.message_ids) == len(set(server.message_ids)) == 15
    assert TextMessage.objects.count() == 15


@pytest.mark.django_db
def test_mail_whose_senders_all_die_is_given_up(server: Server) -> None:
    reminders.plan(dues=[due(person(mobile=None))], at=AT)
    Delivery.objects.update(claimed_at=AT, tried_at=AT, attempts=12)  # begun twelve times, never marked

    reminders.send_due(at=AT + timedelta(minutes=15))

    assert server.messages == []
    assert (mail().given_up_at, mail().is_uncertain) == (AT + timedelta(minutes=15), True)


@pytest.mark.django_db
def test_text_that_cannot_be_worded_stops_neither_texts_nor_mails(server: Server) -> None:
    reminders.plan(dues=[due(person(name="李四", email=None))], at=AT)
    Reminder.objects.update(facts={"starts_on": "no day"})
    reminders.plan(dues=[due(person())], at=AT)

    reminders.send_due(at=AT)

    assert (TextMessage.objects.count(), len(server.messages)) == (1, 1)
    assert Delivery.objects.filter(channel="SMS", last_error="ValueError").count() == 1


@pytest.mark.django_db
def test_mail_that_cannot_be_written_stops_neither_the_one_before_nor_the_one_after(server: Server) -> None:
    everybody = [person(mobile=None, email=f"p{number}@example.cn") for number in range(3)]
    reminders.plan(dues=[due(who) for who in everybody], at=AT)
    Delivery.objects.filter(reminder__person=everybody[1]).update(address="")

    sent = reminders.send_due(at=AT)

    first, second, third = (Delivery.objects.get(reminder__person=who) for who in everybody)
    assert sent == 2
    assert sorted((str(mail["To"]), str(mail["Message-ID"])) for mail in server.messages) == sorted(
        (row.address, row.message_id) for row in (first, third)
    )
    assert (second.sent_at, second.attempts, second.last_error, second.is_uncertain) == (None, 1, "ValueError", False)


@pytest.mark.django_db
def test_refused_address_is_tried_three_times_and_stops_nobody(server: Server) -> None:
    server.refused["nobody@example.cn"] = "550 no such mailbox"
    reminders.plan(dues=[due(person(email="nobody@example.cn", mobile=None)), due(person(mobile=None))], at=AT)

    moments = [AT + timedelta(minutes=number) for number in range(60)]
    sent = [reminders.send_due(at=moment) for moment in moments]

    refused = Delivery.objects.get(address="nobody@example.cn")
    assert (sent[0], sum(sent)) == (1, 1)
    assert (refused.attempts, refused.sent_at, refused.is_uncertain) == (3, None, False)
    assert refused.given_up_at is not None
    assert refused.last_error == "550 no such mailbox"


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [True, False])
def test_server_that_hangs_up_after_a_refusal_gets_the_others_by_a_new_connection(at_once: bool) -> None:
    with mail_server(at_once=at_once) as server:
        server.refused["nobody@example.cn"] = "550 no such mailbox"
        server.hangs_up_on_reset = True
        for email in ("a@example.cn", "nobody@example.cn", "b@example.cn", "c@example.cn"):
            reminders.plan(dues=[due(person(email=email, mobile=None))], at=AT)

        sent = reminders.send_due(at=AT)

    assert sent == len(server.messages) == 3
    assert Delivery.objects.get(address="nobody@example.cn").last_error == "550 no such mailbox"


@pytest.mark.django_db
def test_full_mailbox_is_tried_until_it_takes(server: Server) -> None:
    server.refused["zhang@example.cn"] = "452 mailbox full"
    reminders.plan(dues=[due(person(mobile=None))], at=AT)
    for number in range(20):
        reminders.send_due(at=AT + timedelta(minutes=number))
    server.refused.clear()

    assert mail().given_up_at is None
    assert reminders.send_due(at=AT + timedelta(hours=7)) == 1
    assert not mail().is_uncertain


@pytest.mark.django_db
def test_server_that_is_away_costs_no_attempt_and_holds_no_text_back(settings: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()  # type: ignore[attr-defined]
    reminders.plan(dues=[due(person())], at=AT)

    sent = reminders.send_due(at=AT)

    assert sent == 1  # the text message
    assert (mail().attempts, mail().claimed_at) == (0, None)


@pytest.mark.django_db
def test_text_counts_as_sent_only_when_the_gateway_took_it(server: Server) -> None:
    reminders.plan(dues=[due(person(email=None))], at=AT)
    reminders.send_due(at=AT)
    before = (text().handed_at, text().sent_at)

    TextMessage.objects.update(sent_at=SOON)
    reminders.send_due(at=LATER)

    assert before == (AT, None)
    assert (text().sent_at, text().given_up_at) == (SOON, None)


@pytest.mark.django_db
def test_text_that_the_gateway_refuses_for_good_is_shown_as_failed(server: Server) -> None:
    who = person(email=None)
    reminders.plan(dues=[due(who)], at=AT)
    reminders.send_due(at=AT)

    TextMessage.objects.update(attempts=3, last_error="HTTP 503")
    reminders.send_due(at=SOON)
    on_the_way = reminders.line(reminders.inbox([who.pk]).get()).traces[0].tone
    TextMessage.objects.update(attempts=8, last_error="HTTP 400")
    reminders.send_due(at=LATER)

    assert on_the_way == "warn"
    assert (text().sent_at, text().given_up_at, text().last_error) == (None, LATER, "HTTP 400")
    assert reminders.line(reminders.inbox([who.pk]).get()).traces[0].tone == "bad"


@pytest.mark.django_db
def test_text_handed_over_is_not_written_again_while_the_gateway_is_asked(server: Server) -> None:
    reminders.plan(dues=[due(person(email=None))], at=AT)

    sent = [reminders.send_due(at=AT), reminders.send_due(at=LATER), reminders.send_due(at=AT + timedelta(days=1))]

    assert sent == [1, 0, 0]
    assert TextMessage.objects.count() == 1


@pytest.mark.django_db
def test_number_that_cannot_be_texted_is_given_up(server: Server) -> None:
    reminders.plan(dues=[due(person(mobile="12", email=None))], at=AT)

    for number in range(30):
        reminders.send_due(at=AT + timedelta(minutes=number))

    assert Delivery.objects.get().given_up_at is not None
    assert not TextMessage.objects.exists()
