"""The stage of a story: the demo province in a database of its own, the whole site as processes, a browser."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deploy.demo import ROOT
from tests import databases
from tests.conftest import opened
from tests.rigs import Mailbox, Site, mail_server

# Playwright keeps an event loop in this thread; the stories ask the database between two clicks, one thing at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def province(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Give the story a demo province in a database of its own; its value is the environment that names it."""
    with (
        databases.clone(of=databases.demo_template) as environment,
        django_db_blocker.unblock(),
        opened(environment),
    ):
        yield environment


@pytest.fixture
def mailbox() -> Iterator[tuple[str, Mailbox]]:
    """Give the story a real mail server."""
    with mail_server() as server:
        yield server


@pytest.fixture
def site(province: dict[str, str], mailbox: tuple[str, Mailbox], tmp_path: Path) -> Iterator[Site]:
    """Give the story the whole site; a story travels in time by restarting it."""
    address, _received = mailbox
    with Site({**province, "EMAIL_URL": address}, tmp_path) as site:
        yield site


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Keep a picture of every open window, and the logs, of a story that failed."""
    yield
    if call.when == "call" and call.excinfo and isinstance(item, pytest.Function):
        folder = ROOT / "test-results" / item.name
        folder.mkdir(parents=True, exist_ok=True)
        for number, context in enumerate(item.funcargs["chromium"].contexts):
            for page in context.pages:
                page.screenshot(path=folder / f"window-{number}.png")
                (folder / f"window-{number}.html").write_text(page.content(), encoding="utf-8")
        for log in item.funcargs["site"].folder.glob("*.log"):
            (folder / log.name).write_bytes(log.read_bytes())
