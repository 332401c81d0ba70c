"""Each real service starts and stops by one command, in its own folder, and leaves nothing running."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import psutil
import psycopg
import pytest
import redis as client
from kombu import Connection

from deploy.demo import ROOT
from deploy.native import _service, free_port, postgresql, rabbitmq, redis
from tests.rigs import wait_for

pytestmark = pytest.mark.services


@pytest.fixture
def folder():
    """A folder that others may enter: some services run as nobody where the tests run as root."""
    with TemporaryDirectory(prefix="xueshi-native-", ignore_cleanup_errors=True) as name:
        made = Path(name)
        made.chmod(0o755)
        yield made


def ping_redis(address: str) -> bool:
    return bool(client.Redis.from_url(address).ping())


def ping_rabbitmq(address: str) -> bool:
    with Connection(address) as connection:
        connection.connect()
        return True


def ping_postgresql(address: str) -> bool:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT current_setting('listen_addresses')").fetchone() == ("127.0.0.1",)


def epmd_port(folder: Path) -> int | None:
    """Return where RabbitMQ's name server listens, None of other services."""
    kept = folder / "epmd"
    return int(kept.read_text()) if kept.exists() else None


def processes_of(folder: Path) -> list[list[str]]:
    """Return the command lines that name `folder`."""
    every = [one.info["cmdline"] for one in psutil.process_iter(["cmdline"])]
    return [line for line in every if str(folder) in str(line)]


@pytest.mark.parametrize(
    ("service", "ping"),
    [(redis, ping_redis), (rabbitmq, ping_rabbitmq), (postgresql, ping_postgresql)],
    ids=["redis", "rabbitmq", "postgresql"],
)
def test_start_and_stop(service: ModuleType, ping, folder: Path):
    port = free_port()
    address = service.start(port, folder=folder)
    try:
        answered = ping(address)
        # Whoever asks for another port is told where it is.
        again = service.start(free_port(), folder=folder)
        names = epmd_port(folder)
        named = names is None or _service.listens(names)
    finally:
        service.stop(folder=folder)

    assert answered
    assert again == address
    assert named
    assert not _service.listens(port)
    assert names is None or not _service.listens(names)
    assert not (folder / "pid").exists()
    assert processes_of(folder) == []
    # Stopping what does not run is no mistake.
    service.stop(folder=folder)


@pytest.mark.parametrize("service", [redis, rabbitmq, postgresql], ids=["redis", "rabbitmq", "postgresql"])
def test_it_can_die_with_whoever_started_it(service: ModuleType, folder: Path):
    name, port = service.__name__, free_port()
    start = (
        f"import os, signal; from pathlib import Path; from {name} import start; "
        f"start({port}, folder=Path({str(folder)!r}), dies_with_parent=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", start], check=False, capture_output=True, text=True, cwd=ROOT)
    try:
        wait_for("its end", lambda: not _service.listens(port) and _service.running(folder) is None)
    finally:
        # RabbitMQ's name server stays, by design, until somebody stops the folder.
        service.stop(folder=folder)

    assert done.returncode == -signal.SIGKILL, done.stderr
    wait_for("the rest", lambda: not processes_of(folder))


def test_a_number_that_is_another_process_by_now_is_neither_trusted_nor_killed(folder: Path):
    stranger = subprocess.Popen(["sleep", "60"])
    began = psutil.Process(stranger.pid).create_time()
    try:
        (folder / "pid").write_text(json.dumps({"pid": stranger.pid, "created": began - 60, "port": 1}))
        address = redis.start(port := free_port(), folder=folder)
        answered = ping_redis(address)
        redis.stop(folder=folder)
        (folder / "pid").write_text(json.dumps({"pid": stranger.pid, "created": began - 60, "port": 1}))
        redis.stop(folder=folder)
        survived = stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()

    assert answered
    assert address == f"redis://127.0.0.1:{port}/0"
    assert survived
    assert not (folder / "pid").exists()


@pytest.mark.parametrize("text", ["", "4711", "{}", '{"pid": 1}', "[1, 2, 3]"])
def test_a_file_that_says_nothing_of_a_process_is_no_service(folder: Path, text: str):
    (folder / "pid").write_text(text)

    assert _service.running(folder) is None


def test_a_port_of_somebody_else_is_refused(folder: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(_service.PortTaken, match=str(port)):
            redis.start(port, folder=folder)

    assert not (folder / "pid").exists()


def test_a_program_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(_service.NativeServiceMissing, match="nothing-like-it: install that-package"):
        _service.program("nothing-like-it", package="that-package")


@pytest.mark.parametrize("name", ["redis", "rabbitmq", "postgresql", "elasticsearch"])
def test_a_command_without_a_verb_says_how(name):
    done = subprocess.run(
        [sys.executable, "-m", f"deploy.native.{name}"], capture_output=True, text=True, check=False, env=os.environ
    )

    assert done.returncode == 1
    assert f"python -m deploy.native.{name} start" in done.stderr
