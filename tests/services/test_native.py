"""Each real service starts and stops by one command, in its own folder, and leaves nothing running."""

import os
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

from deploy.native import _service, postgresql, rabbitmq, redis
from tests.rigs import free_port

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
        again = service.start(port, folder=folder)
    finally:
        service.stop(folder=folder)
    left = [one.info["cmdline"] for one in psutil.process_iter(["cmdline"]) if str(folder) in str(one.info["cmdline"])]

    assert answered
    assert again == address
    assert not _service.listens(port)
    assert not (folder / "pid").exists()
    assert left == []
    # Stopping what does not run is no mistake.
    service.stop(folder=folder)


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
