"""Tries are counted exactly on the cache that needs no further server."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from credits.web.tries import count_try

AT = datetime(2026, 9, 20, 2, 0, tzinfo=UTC)
IN_THE_DATABASE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}


@pytest.fixture
def _cache_in_the_database() -> Iterator[None]:
    with override_settings(CACHES=IN_THE_DATABASE):
        yield


@pytest.mark.usefixtures("own_database", "_cache_in_the_database")
def test_many_at_once_are_each_counted() -> None:
    def one(_try: int) -> int:
        try:
            return count_try("verify:203.0.113.5", seconds=300, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as callers:
        counts = sorted(callers.map(one, range(40)))

    assert counts == list(range(1, 41))


@pytest.mark.django_db
@pytest.mark.usefixtures("_cache_in_the_database")
def test_each_name_and_each_span_is_counted_apart() -> None:
    first = [count_try("a", seconds=300, at=AT) for _time in range(3)]

    assert first == [1, 2, 3]
    assert count_try("b", seconds=300, at=AT) == 1
    assert count_try("a", seconds=300, at=AT + timedelta(minutes=5)) == 1
