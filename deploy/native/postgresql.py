"""
A real PostgreSQL server on loopback, as a program of the system, not the one of the wheel.

    python -m deploy.native.postgresql start [PORT]     prints the address of its superuser, without a password
    python -m deploy.native.postgresql stop

Wanted: PostgreSQL 15 or newer (Debian: postgresql).
"""

import os
import signal
import subprocess
from pathlib import Path

import psycopg

from deploy.embedded import LOCAL
from deploy.native import _service

FOLDER = LOCAL / "native" / "postgresql"
PORT = 5490


def start(port: int = PORT, *, folder: Path = FOLDER) -> str:
    """
    Start a server with its data below `folder`, wait until it answers, and return its address.

    :raises NativeServiceMissing: if there is no PostgreSQL
    :raises TimeoutError: if it does not answer; its log lies in `folder`
    """
    address = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    if _service.runs(folder):
        return address
    initdb, server = (_program(name) for name in ("initdb", "postgres"))
    data = _service.made(folder) / "data"
    before = _service.as_nobody(folder)
    if not data.exists():
        make = [
            *before,
            initdb,
            "--pgdata",
            str(data),
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    options = [
        "-D",
        str(data),
        "-p",
        str(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        f"unix_socket_directories={folder}",
    ]
    process = _service.launch([*before, server, *options], folder=folder)
    _service.wait_until(lambda: _answers(address), process, folder=folder)
    return address


def stop(*, folder: Path = FOLDER) -> None:
    """Stop the server of `folder`, if one runs; whoever is connected is sent away."""
    _service.stop(folder, how=signal.SIGINT)


def _program(name: str) -> str:
    # Debian keeps the programs of each version apart, the newest is what is wanted.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return _service.program(name, package="postgresql", path=os.pathsep.join(map(str, reversed(found))))


def _answers(address: str) -> bool:
    try:
        psycopg.connect(address, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    _service.command(start, stop, port=PORT, usage=str(__doc__))
