"""One demo province and one web process for all tests that look at pages; nothing here asks the database but through pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext

from deploy.screenshots import sign_in
from deploy.walk import Found, walked
from tests import databases
from tests.browser.words import words_of
from tests.rigs import Site

# Who looks at pages; nobody for the empty name.
WHO = ("", "professional", "short", "base", "province")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep these tests on one worker: they share a site."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def environment(django_db_setup: None) -> Iterator[dict[str, str]]:
    """Give all a demo province of its own."""
    with databases.clone(of=databases.demo_template) as environment:
        yield environment


@pytest.fixture(scope="session")
def site(environment: dict[str, str], tmp_path_factory: Any) -> Iterator[Site]:
    """Give all the web process of a site; no work is done behind it."""
    site = Site(environment, tmp_path_factory.mktemp("site"))
    site.start("web")
    try:
        site.wait_until_open()
        yield site
    finally:
        site.stop("web")


@pytest.fixture(scope="session")
def windows(site: Site, chromium: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Give all a signed-in window for everybody who looks at pages."""
    contexts = {who: chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai") for who in WHO}
    for who, context in contexts.items():
        context.set_default_timeout(20_000)
        page = context.new_page()
        if who:
            sign_in(page, site.url, who)
    yield contexts
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="session")
def pages(site: Site, windows: dict[str, BrowserContext]) -> list[Found]:
    """Give all one address of every page that somebody can reach by following links."""
    return walked(site.url, windows)


@pytest.fixture(scope="session")
def written(environment: dict[str, str]) -> str:
    """Give all every word that stands in the database: what pages show of it is data, in whatever language it was written."""
    with psycopg.connect(environment["DATABASE_OWNER_URL"]) as connection:
        return words_of(connection)
