"""
A real RabbitMQ on loopback.

    python -m deploy.native.rabbitmq start [PORT]     prints its address
    python -m deploy.native.rabbitmq stop

Wanted: rabbitmq-server (Debian: rabbitmq-server). Its name server of Erlang, epmd, is its own one and stops with it.
"""

import importlib
import secrets
import subprocess
from pathlib import Path
from typing import Any

from deploy.embedded import LOCAL
from deploy.native import _service

FOLDER = LOCAL / "native" / "rabbitmq"
PORT = 5690
_PROGRAMS = "/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin"


def start(port: int = PORT, *, folder: Path = FOLDER, dies_with_parent: bool = False) -> str:
    """
    Start a RabbitMQ, wait until it takes work, and return its address.

    :raises PortTaken: if something else listens at `port`
    :raises NativeServiceMissing: if there is no rabbitmq-server
    :raises TimeoutError: if it does not answer; its log lies in `folder`
    """
    found = _service.started(
        folder,
        port,
        prepare=lambda: _program(port, folder),
        ready=lambda port: _service.listens(port) and _accepts(_address(port)),
        dies_with_parent=dies_with_parent,
    )
    return _address(found)


def stop(*, folder: Path = FOLDER) -> None:
    """Stop the RabbitMQ of `folder`, if one runs, and its epmd, which outlives its node by design."""
    _service.stop(folder)
    _stop_epmd(folder)


def _stop_epmd(folder: Path) -> None:
    epmd = folder / "epmd"
    if epmd.exists():
        kill = [_service.program("epmd", package="erlang-base", path=_PROGRAMS), "-port", epmd.read_text(), "-kill"]
        subprocess.run(kill, capture_output=True, check=False, env={"ERL_EPMD_ADDRESS": "127.0.0.1"})
        epmd.unlink()


def _address(port: int) -> str:
    return f"amqp://guest:guest@127.0.0.1:{port}//"


def _program(port: int, folder: Path) -> _service.Program:
    server = _service.program("rabbitmq-server", package="rabbitmq-server", path=_PROGRAMS)
    environment = _environment(port, _service.made(folder))
    # One that was left by a node that was killed.
    _stop_epmd(folder)
    (folder / "epmd").write_text(environment["ERL_EPMD_PORT"])
    return _service.Program(command=[server], environment=environment, seconds=120)


def _environment(port: int, folder: Path) -> dict[str, str]:
    (folder / "plugins").write_text("[].", encoding="utf-8")
    return {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"x{secrets.token_hex(4)}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(_service.free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1",
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(_service.free_port()),
    }


def _accepts(address: str) -> bool:
    kombu: Any = importlib.import_module("kombu")  # untyped, and slow: only with a broker
    try:
        with kombu.Connection(address, connect_timeout=2) as connection:
            connection.connect()
            return True
    except Exception:  # not yet, whatever it says
        return False


if __name__ == "__main__":
    _service.command(start, stop, port=PORT, usage=str(__doc__))
