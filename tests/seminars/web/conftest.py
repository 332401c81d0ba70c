"""Fixtures of the pages' tests."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from learning.accounts.models import Organisation
from tests.seminars import builders
from tests.seminars.web import builders as web


@pytest.fixture
def base() -> Organisation:
    """Make a recognised base."""
    return builders.base(name="南京集成电路培训基地")


@pytest.fixture
def manager(base: Organisation) -> Client:
    """Sign its manager in."""
    return web.browser(web.manager(base))


@pytest.fixture
def asked_of() -> Callable[[Client, str], int]:
    """Return how often a page asks the database, once it is warm."""

    def asked(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    return asked
