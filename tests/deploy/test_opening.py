"""Whoever comes while the demo's world is being made waits at the door, and is let in once it is there."""

import importlib
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from deploy import demo

PATIENCE = 10  # seconds, for a machine that has much to do


class Healthy(BaseHTTPRequestHandler):
    """Answers that all is well."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health/" else 404)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Say nothing."""


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give the file that opens the door, which is not there yet."""
    made = tmp_path / "open"
    monkeypatch.setenv("XUESHI_OPENS_WITH", str(made))
    sys.modules.pop("deploy.opening", None)
    yield made
    sys.modules.pop("deploy.opening", None)


@pytest.fixture
def port() -> int:
    """Give a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_the_site_is_loaded_at_once_and_answers_when_the_door_opens(door: Path) -> None:
    opened: list[object] = []
    waiting = threading.Thread(
        target=lambda: opened.append(importlib.import_module("deploy.opening").application), daemon=True
    )
    waiting.start()

    waiting.join(timeout=0.5)
    assert (waiting.is_alive(), opened) == (True, [])

    door.touch()
    waiting.join(timeout=PATIENCE)
    assert [callable(application) for application in opened] == [True]


def test_the_web_process_of_the_demo_waits_at_the_door_that_the_launcher_opens() -> None:
    module, _colon, name = demo.commands(8000)["web"][-1].partition(":")

    assert (module, name) == ("deploy.opening", "application")
    assert demo.demo_environment(8000)["XUESHI_OPENS_WITH"] == str(demo.DOOR)


def test_the_launcher_goes_on_once_the_site_answers(port: int) -> None:
    waiting = threading.Thread(target=demo.wait_until_open, args=(port,), daemon=True)
    waiting.start()
    waiting.join(timeout=0.3)
    assert waiting.is_alive()

    with HTTPServer(("127.0.0.1", port), Healthy) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        waiting.join(timeout=PATIENCE)
        assert not waiting.is_alive()


def test_the_launcher_gives_up_on_a_site_that_never_answers(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    passing = iter(range(0, 1000, 10))
    clock = SimpleNamespace(monotonic=lambda: next(passing), sleep=lambda _seconds: None)
    monkeypatch.setattr(demo, "time", clock)

    with pytest.raises(SystemExit, match="did not start"):
        demo.wait_until_open(port)


def test_a_taken_port_is_refused_and_the_next_one_named(port: int) -> None:
    demo.refuse_taken_port(port)

    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SystemExit, match=f"PORT={port + 1}"):
            demo.refuse_taken_port(port)
