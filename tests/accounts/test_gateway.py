"""The gateway of text messages against a local server that is slow, wrong or down; what is asked only with approved words; what a text costs."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from deploy.native import free_port
from learning.accounts import texts
from learning.accounts.models import TextMessage
from tests.accounts.builders import AT

MOBILE = "+8613812345678"
pytestmark = pytest.mark.django_db


class Carrier:
    """A gateway that answers as it is told: status, body, and after how long."""

    def __init__(self) -> None:
        self.status, self.body, self.seconds = 200, '{"code": "OK"}', 0.0
        self.asked: list[dict[str, Any]] = []


@pytest.fixture
def carrier(settings: Any) -> Iterator[Carrier]:
    told = Carrier()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(told.seconds)
            self.send_response(told.status)
            self.end_headers()
            self.wfile.write(told.body.encode())

        def log_message(self, *_arguments: Any) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    settings.SMS_URL, settings.SMS_SIGNATURE, settings.SMS_TEMPLATE = (
        f"http://127.0.0.1:{running.server_port}/",
        "学时",
        "SMS_0",
    )
    yield told
    running.shutdown()
    running.server_close()


def written(**said: Any) -> TextMessage:
    return texts.write(to=MOBILE, body="“数据治理研修班”明天开班。", at=AT, waits=True, **said)


def test_words_go_with_signature_template_and_what_fills_it(carrier: Carrier) -> None:
    message = written(template="SMS_81", parameters={"title": "数据治理研修班"})

    assert texts.send_due(at=AT) == 1

    asked = carrier.asked[0]
    assert (asked["signature"], asked["template"], asked["parameters"]) == (
        "学时",
        "SMS_81",
        {"title": "数据治理研修班"},
    )
    assert asked["body"] == "【学时】“数据治理研修班”明天开班。"
    message.refresh_from_db()
    assert message.answer == "HTTP 200 OK"


@pytest.mark.parametrize("lacking", ["SMS_SIGNATURE", "SMS_TEMPLATE"])
def test_without_approved_words_the_gateway_is_not_even_asked(carrier: Carrier, settings: Any, lacking: str) -> None:
    setattr(settings, lacking, "")
    message = written()

    assert texts.send_due(at=AT) == 0

    message.refresh_from_db()
    assert (carrier.asked, message.refusal) == ([], "TEMPLATE")


@pytest.mark.parametrize(
    ("status", "body", "refusal", "is_over"),
    [
        (200, '{"code": "NUMBER_UNKNOWN"}', "NUMBER", True),
        (400, '{"code": "NUMBER_UNSUBSCRIBED"}', "NUMBER", True),
        (400, '{"code": "TEMPLATE_REFUSED"}', "TEMPLATE", True),
        (403, "no", "", True),
        (429, '{"code": "TOO_MANY"}', "", False),
        (503, "", "", False),
        (200, '{"code": "BUSY"}', "", False),
        (200, "<html>Sign in to the network</html>", "", False),  # somebody else answers in its place
        (200, "[]", "", None),
    ],
)
def test_an_answer_is_understood(carrier: Carrier, status: int, body: str, refusal: str, is_over: bool | None) -> None:
    carrier.status, carrier.body = status, body
    message = written(key="told")

    sent = texts.send_due(at=AT)

    message.refresh_from_db()
    assert sent == (is_over is None)
    assert message.refusal == refusal
    assert texts.outcomes(["told"], at=AT)["told"].is_over == (is_over is not False)


def test_a_gateway_that_is_slow_is_left_alone_and_asked_again_under_the_same_reference(
    carrier: Carrier, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    carrier.seconds = 0.5
    monkeypatch.setattr(
        "learning.accounts.texts._operations.gateway", lambda: texts.HttpGateway(url=settings.SMS_URL, timeout=0.1)
    )
    written()

    slow = texts.send_due(at=AT)
    carrier.seconds = 0
    soon = texts.send_due(at=AT + timedelta(seconds=30))

    assert (slow, soon) == (0, 1)
    assert len({one["reference"] for one in carrier.asked}) == 1


def test_a_gateway_that_is_down_is_asked_three_times_a_sweep_and_not_for_each_message(settings: Any) -> None:
    settings.SMS_URL = f"http://127.0.0.1:{free_port()}/"
    settings.SMS_SIGNATURE = settings.SMS_TEMPLATE = "x"
    for _number in range(10):
        written()

    assert texts.send_due(at=AT) == 0

    assert TextMessage.objects.filter(attempts=1, last_error="ConnectError").count() == 3
    assert TextMessage.objects.filter(attempts=0).count() == 7


def test_a_gateway_that_hangs_up_in_the_middle_is_away(settings: Any) -> None:
    with socket.socket() as rude:
        rude.bind(("127.0.0.1", 0))
        rude.listen()

        def hang_up() -> None:
            rude.accept()[0].close()

        threading.Thread(target=hang_up, daemon=True).start()
        settings.SMS_URL = f"http://127.0.0.1:{rude.getsockname()[1]}/"
        settings.SMS_SIGNATURE = settings.SMS_TEMPLATE = "x"
        message = written()

        assert texts.send_due(at=AT) == 0

    message.refresh_from_db()
    assert message.sent_at is None
    assert message.last_error in {"RemoteProtocolError", "ReadError"}


@pytest.mark.parametrize(
    ("body", "count"),
    [("学" * 66, 1), ("学" * 67, 2), ("学" * 130, 2), ("学" * 131, 3), ("😀" * 33, 1), ("😀" * 34, 2)],
)
def test_segments_are_counted_with_the_signature(body: str, count: int) -> None:
    assert texts.segments(texts.signed(body, signature="学时")) == count


@pytest.mark.parametrize(
    ("body", "count"), [("a" * 160, 1), ("a" * 161, 2), ("€" * 80, 1), ("€" * 81, 2), ("a" * 307, 3)]
)
def test_segments_of_plain_letters_hold_more(body: str, count: int) -> None:
    assert texts.segments(body) == count
