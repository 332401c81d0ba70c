"""Throw-away databases: clones of the tests' template, dropped when the bench ends."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def throw_away(*, settings: str = "learning.settings.test") -> Iterator[dict[str, str]]:
    """Set Django up on a fresh database for the length of the block; the value is the environment that names it."""
    # The tests are no part of the installed program: found where they are, by name.
    databases = importlib.import_module("tests.databases")

    with databases.clone() as addresses:
        environment = {**addresses, "DJANGO_SETTINGS_MODULE": settings}
        set_up(environment)
        from django.db import connections  # noqa: PLC0415  (needs settings)

        yield {**os.environ, **environment}
        connections.close_all()


def set_up(environment: dict[str, str]) -> None:
    """Set Django up on the database that `environment` names."""
    os.environ.update(environment)
    import django  # noqa: PLC0415  (needs the environment)

    django.setup()
