"""Tries: how often somebody tried something within a span of time, counted exactly whatever cache there is."""

from datetime import datetime

from django.core.cache import cache
from django.db import connection, transaction


def count_try(name: str, *, seconds: int, at: datetime) -> int:
    """Count one more try of `name` and return how many there were in the present span of `seconds`, this one included."""
    span = int(at.timestamp()) // seconds
    key = f"tries:{name}:{span}"
    # The lock makes those who count one name wait for each other: on the cache in the database `incr` reads, then writes.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        return _one_more(key, seconds=seconds)


def _one_more(key: str, *, seconds: int) -> int:
    if cache.add(key, 1, seconds):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # thrown out to make room between the two lines
        cache.set(key, 1, seconds)
        return 1
