"""Throw-away databases: clones of the tests' template, dropped when the bench ends."""

import importlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def throw_away(
    *, settings: str = "learning.settings.test", more: Mapping[str, str] | None = None
) -> Iterator[dict[str, str]]:
    """Set Django up on a fresh database, in an environment with `more`, for the length of the block; the value is the environment that names it."""
    # The tests are no part of the installed program: found where they are, by name.
    databases = importlib.import_module("tests.databases")

    with databases.clone() as addresses:
        environment = {**addresses, "DJANGO_SETTINGS_MODULE": settings, **(more or {})}
        set_up(environment)
        from django.db import connections  # noqa: PLC0415  (needs settings)

        yield {**os.environ, **environment}
        connections.close_all()


@contextmanager
def copied(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Copy the throw-away database as it is now, for the length of the block; the value is the environment that names the copy."""
    from django.db import connections  # noqa: PLC0415  (needs settings)

    connections.close_all()
    databases = importlib.import_module("tests.databases")
    name = urlsplit(environment["DATABASE_URL"]).path.lstrip("/")
    with databases.clone(of=lambda: name) as addresses:
        yield {**environment, **addresses}


def set_up(environment: dict[str, str]) -> None:
    """Set Django up on the database that `environment` names."""
    os.environ.update(environment)
    import django  # noqa: PLC0415  (needs the environment)

    django.setup()
