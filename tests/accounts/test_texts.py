"""Text messages: written once, carried by a real HTTP gateway, swept when something went wrong."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from learning.accounts import identity, tasks, texts
from learning.accounts.models import TextMessage
from tests.accounts.builders import AT

MOBILE = "+8613812345678"


@dataclass
class Server:
    """A gateway that answers what it is told, and remembers what it was asked."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    remembered = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            remembered.asked.append({**json.loads(body), "headers": dict(self.headers)})
            self.send_response(remembered.answers.pop(0) if remembered.answers else 202)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    remembered.url = f"http://127.0.0.1:{running.server_port}/send"
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    with override_settings(SMS_URL=remembered.url, SMS_TOKEN="token", SMS_SIGNATURE="学时", SMS_TEMPLATE="SMS_1"):
        yield remembered
    running.shutdown()
    thread.join()
    running.server_close()


@pytest.mark.django_db
def test_a_message_is_posted_right_after_commit(server: Server, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = texts.write(to="138 1234 5678", body="验证码123456", at=AT)
        assert server.asked == []

    message.refresh_from_db()
    assert (message.sent_at, message.attempts) == (AT, 1)
    assert [(one["to"], one["body"]) for one in server.asked] == [(MOBILE, "【学时】验证码123456")]
    assert server.asked[0]["headers"]["Authorization"] == "Bearer token"
    assert server.asked[0]["headers"]["Idempotency-Key"] == server.asked[0]["reference"]


@pytest.mark.django_db
def test_a_rolled_back_message_is_never_sent(server: Server, django_capture_on_commit_callbacks: Any) -> None:
    def write_and_fail() -> None:
        with transaction.atomic():
            texts.write(to=MOBILE, body="x", at=AT)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert server.asked == []
    assert not TextMessage.objects.exists()


@pytest.mark.django_db
def test_a_busy_gateway_is_asked_again_later_under_the_same_reference(server: Server) -> None:
    server.answers = [503, 202]
    message = texts.write(to=MOBILE, body="x", at=AT)

    assert texts.send_due(at=AT) == 0
    message.refresh_from_db()
    assert (message.sent_at, message.last_error) == (None, "HTTP 503")
    assert texts.send_due(at=AT + timedelta(seconds=5)) == 0
    assert texts.send_due(at=AT + timedelta(seconds=20)) == 1

    assert len({one["reference"] for one in server.asked}) == 1
    assert len(server.asked) == 2


@pytest.mark.django_db
def test_a_refusal_for_good_is_not_repeated(server: Server) -> None:
    server.answers = [400]
    message = texts.write(to=MOBILE, body="x", at=AT)

    texts.send_due(at=AT)
    texts.send_due(at=AT + timedelta(days=1))

    message.refresh_from_db()
    assert len(server.asked) == 1
    assert (message.sent_at, message.last_error) == (None, "HTTP 400")


@pytest.mark.django_db
@override_settings(SMS_URL="http://127.0.0.1:1/nobody-listens", SMS_SIGNATURE="学时", SMS_TEMPLATE="SMS_1")
def test_a_gateway_that_is_away_does_not_fail_the_writer(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = texts.write(to=MOBILE, body="x", at=AT)

    message.refresh_from_db()
    assert (message.sent_at, message.last_error) == (None, "ConnectError")


@pytest.mark.django_db
def test_a_sender_that_was_killed_is_replaced(server: Server) -> None:
    message = texts.write(to=MOBILE, body="x", at=AT)
    TextMessage.objects.filter(pk=message.pk).update(claimed_at=AT, attempts=1)  # claimed, never marked

    assert texts.send_due(at=AT + timedelta(seconds=60)) == 0
    assert texts.send_due(at=AT + timedelta(seconds=120)) == 1


@pytest.mark.django_db
def test_what_a_slow_gateway_takes_late_in_a_sweep_is_claimed_then_and_not_posted_twice(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each message takes five seconds: a sweep ends after a minute, and the next one finds no claim that seems to be old."""
    made = [texts.write(to=MOBILE, body=str(number), at=AT) for number in range(14)]
    ticks = iter(range(0, 10_000, 5))
    monkeypatch.setattr("learning.accounts.texts._operations.time.monotonic", lambda: next(ticks))

    sent = texts.send_due(at=AT)

    last = TextMessage.objects.exclude(claimed_at=None).latest("pk")
    assert (last.claimed_at or AT) > AT + timedelta(seconds=30)
    assert 0 < sent < len(made)
    assert sent + texts.send_due(at=AT + timedelta(seconds=120)) <= len(made)
    assert len({one["reference"] for one in server.asked}) == len(server.asked)


@pytest.mark.django_db
def test_a_useless_code_is_not_sent(server: Server) -> None:
    texts.write(to=MOBILE, body="x", at=AT, expires_at=AT + timedelta(minutes=10))

    assert texts.send_due(at=AT + timedelta(minutes=10)) == 0
    assert server.asked == []


@pytest.mark.django_db
def test_the_same_key_writes_one_message() -> None:
    first = texts.write(to=MOBILE, body="x", at=AT, key="once")
    again = texts.write(to=MOBILE, body="y", at=AT, key="once")

    assert first == again
    assert TextMessage.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to, body, refusal",
    [
        ("02583283000", "x", identity.WrongMobile),
        (MOBILE, "", texts.WrongTextMessage),
        (MOBILE, "x" * 501, texts.WrongTextMessage),
    ],
)
def test_what_cannot_be_sent_is_refused(to: str, body: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        texts.write(to=to, body=body, at=AT)

    assert not TextMessage.objects.exists()


@pytest.mark.django_db
def test_the_task_sweeps_the_outbox() -> None:
    message = texts.write(to=MOBILE, body="x", at=AT)

    tasks.send_texts(later_argument=1)

    message.refresh_from_db()
    assert message.sent_at is not None


def test_two_sweeps_at_once_send_each_message_once(own_database: dict[str, str], server: Server) -> None:
    for number in range(20):
        message = TextMessage(to=MOBILE, body=str(number), created_at=AT, not_before=AT)
        message.save()

    def sweep() -> None:
        texts.send_due(at=AT)
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(int(one["body"].removeprefix("【学时】")) for one in server.asked) == list(range(20))
    assert not TextMessage.objects.exclude(attempts=1).exists()
