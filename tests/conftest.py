"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from tests import databases

os.environ["POLARS_MAX_THREADS"] = "1"


@pytest.fixture(autouse=True)
def _no_language_left_behind() -> Iterator[None]:
    """Leave no test the language that a page was asked for in by the one before."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """Give this process a clone of the template, opened as the application's role: rights and triggers hold in every test."""
    with databases.clone() as environment, django_db_blocker.unblock():
        _use(environment)
        yield
        _close()


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Give the test a database of its own, for tests that commit (threads, processes). Its value is the environment that names it."""
    from django.db import connections  # noqa: PLC0415  (needs settings)

    before = dict(connections["default"].settings_dict)
    with databases.clone() as environment, django_db_blocker.unblock():
        # What a later test starts in a process of its own finds the database of all again.
        named = {name: os.environ[name] for name in environment}
        _close()
        _use(environment)
        yield environment
        _close()
        os.environ.update(named)
        connections["default"].settings_dict.update(before)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Give the session a real Chromium: one for all, because Playwright runs once a process."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def _use(environment: dict[str, str]) -> None:
    from django.db import connections  # noqa: PLC0415  (needs settings)

    from learning import env  # noqa: PLC0415

    os.environ.update(environment)
    connections["default"].settings_dict.update(env.database("DATABASE_URL"))


def _close() -> None:
    from django.db import connections  # noqa: PLC0415  (needs settings)

    connections.close_all()
