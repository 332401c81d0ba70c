"""Real servers for tests: Redis, RabbitMQ, a mail server, and the whole site as processes. Each on loopback, each stopped by its maker."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from deploy.crew import Crew
from deploy.demo import BIN, ROOT
from deploy.native import free_port, listens
from deploy.native import rabbitmq as native_rabbitmq
from deploy.native import redis as native_redis
from tests import databases


def wait_for(what: str, ready: Callable[[], Any], *, seconds: float = 60, pause: float = 0.1) -> Any:
    """Return what `ready` answers as soon as it is truthy; fail naming `what` after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ready():
            return answer
        time.sleep(pause)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run a Redis of its own and give its address."""
    try:
        yield native_redis.start(free_port(), folder=folder / "redis", dies_with_parent=True)
    finally:
        native_redis.stop(folder=folder / "redis")


@contextmanager
def rabbitmq(folder: Path) -> Iterator[str]:
    """Run a RabbitMQ of its own, with its own epmd on loopback, and give its address."""
    try:
        yield native_rabbitmq.start(free_port(), folder=folder / "rabbitmq", dies_with_parent=True)
    finally:
        native_rabbitmq.stop(folder=folder / "rabbitmq")


class Mailbox:
    """What a real SMTP server received."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        """Keep a mail and accept it."""
        self.messages.append(message_from_bytes(envelope.content))
        return "250 kept"


@contextmanager
def mail_server() -> Iterator[tuple[str, Mailbox]]:
    """Run a real SMTP server and give its address and what it receives."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}", mailbox
    finally:
        controller.stop()


class Site(Crew):
    """The whole site as processes: web, worker, beat. Any of them can be killed and started again."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.port = free_port()
        self.days_ahead = 0.0
        self.environment = {
            **environment,
            "DJANGO_SETTINGS_MODULE": "learning.settings.dev",
            "DEBUG": "False",
            "DEMO": "True",
            "PORT": str(self.port),
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "POLARS_MAX_THREADS": "1",
            "LOG_LEVEL": "INFO",
            "XUESHI_PACE": environment.get("XUESHI_PACE", "0.25"),
            "MEDIA_ROOT": str(folder / "media"),
            "PAPERS": str(databases.shared_papers()),
        }
        self.environment.setdefault("BROKER_URL", f"filesystem://{folder / 'broker'}")
        self.environment.setdefault("EMAIL_URL", f"files://{folder / 'mail'}")
        celery = [str(BIN / "celery"), "-A", "learning.celery"]
        commands = {
            "web": [
                str(BIN / "granian"),
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(self.port),
                "--workers",
                "1",
                "--blocking-threads",
                "1",
                "--respawn-failed-workers",
                "learning.wsgi:application",
            ],
            "worker": [
                *celery,
                "worker",
                "--pool",
                "prefork",
                "--concurrency",
                "1",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--loglevel",
                "info",
            ],
            "beat": [*celery, "beat", "--schedule", str(folder / "beat"), "--loglevel", "info", "--pidfile="],
        }
        super().__init__(commands, folder=folder)

    def travel(self, days: float) -> None:
        """Restart web, worker and beat with clocks that are `days` ahead (or, negative, behind); the database's own clock decides nothing."""
        self.stop_all()
        self.days_ahead = days
        self.start_all()
        self.wait_until_open()

    def now(self) -> datetime:
        """Return what the site's clocks say."""
        return datetime.now(UTC) + timedelta(days=self.days_ahead)

    def _clock(self) -> dict[str, str]:
        return {"PYTHONPATH": str(ROOT / "tests" / "clock"), "XUESHI_DAYS_AHEAD": str(self.days_ahead)}

    @property
    def url(self) -> str:
        """Return the address of the site."""
        return self.environment["PUBLIC_URL"]

    def __enter__(self) -> "Site":
        self.start_all()
        self.wait_until_open()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop_all()

    def environment_now(self) -> dict[str, str]:
        """Return the environment of the site, with the clock that it has now."""
        return {**self.environment, **self._clock()}

    def wait_until_open(self) -> None:
        """Wait until the web process answers."""
        wait_for("the web process", lambda: listens(self.port))

    def manage(self, *arguments: str) -> str:
        """Run a management command against the site's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment_now(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
