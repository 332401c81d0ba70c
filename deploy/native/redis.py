"""
A real Redis on loopback.

    python -m deploy.native.redis start [PORT]     prints its address
    python -m deploy.native.redis stop

Wanted: redis-server (Debian: redis-server).
"""

from pathlib import Path

from deploy.embedded import LOCAL
from deploy.native import _service

FOLDER = LOCAL / "native" / "redis"
PORT = 6390


def start(port: int = PORT, *, folder: Path = FOLDER, dies_with_parent: bool = False) -> str:
    """
    Start a Redis that keeps nothing, wait until it answers, and return its address.

    :raises PortTaken: if something else listens at `port`
    :raises NativeServiceMissing: if there is no redis-server
    :raises TimeoutError: if it does not answer; its log lies in `folder`
    """
    found = _service.started(
        folder,
        port,
        prepare=lambda: _program(port, folder),
        ready=_service.listens,
        dies_with_parent=dies_with_parent,
    )
    return f"redis://127.0.0.1:{found}/0"


def stop(*, folder: Path = FOLDER) -> None:
    """Stop the Redis of `folder`, if one runs."""
    _service.stop(folder)


def _program(port: int, folder: Path) -> _service.Program:
    server = _service.program("redis-server", package="redis-server", path="/usr/bin:/usr/sbin")
    options = {
        "port": str(port),
        "bind": "127.0.0.1",
        "save": "",
        "appendonly": "no",
        "dir": str(_service.made(folder)),
    }
    return _service.Program(
        command=[server, *(part for name, value in options.items() for part in (f"--{name}", value))]
    )


if __name__ == "__main__":
    _service.command(start, stop, port=PORT, usage=str(__doc__))
