"""Fixtures that every test may use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
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
    with databases.clone() as environment, django_db_blocker.unblock(), opened(environment):
        yield


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """Give the test a database of its own, for tests that commit (threads, processes). Its value is the environment that names it."""
    with databases.clone() as environment, django_db_blocker.unblock(), opened(environment):
        yield environment


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


@contextmanager
def opened(environment: dict[str, str]) -> Iterator[None]:
    """Use another database for the length of the block, here and in processes that are started, whatever happens in it."""
    from django.db import connections  # noqa: PLC0415  (needs settings)

    from learning import env  # noqa: PLC0415

    opening, named = connections["default"].settings_dict, {name: os.environ.get(name) for name in environment}
    before = dict(opening)
    connections.close_all()
    os.environ.update(environment)
    opening.update(env.database("DATABASE_URL"))
    try:
        yield
    finally:
        connections.close_all()
        opening.update(before)
        for name, value in named.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
