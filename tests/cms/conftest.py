"""Fixtures of cms."""

import pytest

from cms import publishing


@pytest.fixture(autouse=True)
def site(db):
    publishing.prepare_site()
