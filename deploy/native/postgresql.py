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


def start(port: int = PORT, *, folder: Path = FOLDER, dies_with_parent: bool = False) -> str:
    """
    Start a server with its data below `folder`, wait until it answers, and return its address.

    :raises PortTaken: if something else listens at `port`
    :raises NativeServiceMissing: if there is no PostgreSQL
    :raises TimeoutError: if it does not answer; its log lies in `folder`
    """
    found = _service.started(
        folder,
        port,
        prepare=lambda: _server(port, folder),
        ready=lambda port: _answers(_address(port)),
        dies_with_parent=dies_with_parent,
    )
    return _address(found)


def stop(*, folder: Path = FOLDER) -> None:
    """Stop the server of `folder`, if one runs; whoever is connected is sent away."""
    _service.stop(folder, how=signal.SIGINT)


def _address(port: int) -> str:
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def _server(port: int, folder: Path) -> _service.Program:
    initdb, server = (_program(name) for name in ("initdb", "postgres"))
    data = _service.made(folder) / "data"
    if not data.exists():
        _make(initdb, data)
    options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    told = [part for option in options for part in ("-c", option)]
    return _service.Program(command=[server, "-D", str(data), "-p", str(port), *told], refuses_root=True)


def _make(initdb: str, data: Path) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    make = [*_service.as_nobody(data.parent), initdb, "--pgdata", str(data), *options]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)


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
