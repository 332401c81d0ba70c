"""Ticks as grown-ups run them: two beats and two workers do no harm, no backlog is run, and whoever is asked to stop ends what it holds."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.utils import timezone

from credits import reminders
from credits.models import Delivery
from deploy.bench.tools import letters
from deploy.crew import running as process
from deploy.demo import BIN
from learning.accounts.models import Sweep
from tests.rigs import rabbitmq, redis, wait_for

pytestmark = pytest.mark.services
TICK = "credits.send_reminders"
CELERY = [str(BIN / "celery"), "-A", "deploy.faults.tools.ticking"]


class Crew:
    """Workers and beats on one broker and database, and the file where their mails arrive."""

    def __init__(self, environment: dict[str, str], folder: Path, taken: Path) -> None:
        self.environment, self.folder, self.taken = environment, folder, taken

    def worker(self, name: str) -> AbstractContextManager[Any]:
        """Run a worker."""
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "info"]
        command = [*CELERY, "worker", "--concurrency", "1", "--hostname", f"{name}@%h", *quiet]
        return process(command, environment=self.environment, log=self.folder / f"{name}.log")

    def beat(self, name: str) -> AbstractContextManager[Any]:
        """Run a beat."""
        command = [*CELERY, "beat", "--schedule", str(self.folder / name), "--pidfile="]
        return process(command, environment=self.environment, log=self.folder / f"{name}.log")

    def arrived(self) -> list[str]:
        """Return the Message-ID of each mail that arrived."""
        return [line.split()[0] for line in self.taken.read_text().splitlines()] if self.taken.exists() else []


@contextmanager
def crew(address: str, database: dict[str, str], folder: Path) -> Iterator[Crew]:
    taken = folder / "taken"
    with letters.sink(str(taken)) as port:
        environment = {
            **os.environ,
            **database,
            "DJANGO_SETTINGS_MODULE": "learning.settings.dev",
            "DEBUG": "False",
            "BROKER_URL": address,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "XUESHI_PACE": "0.05",
            "FAULTS_TICKS": TICK,
            "POLARS_MAX_THREADS": "1",
        }
        yield Crew(environment, folder, taken)


def sent() -> int:
    return Delivery.objects.filter(sent_at__isnull=False).count()


@pytest.mark.parametrize("broker", [redis, rabbitmq], ids=["redis", "rabbitmq"])
def test_two_beats_and_two_workers_send_each_mail_once(
    broker: Callable[[Path], AbstractContextManager[str]], own_database: dict[str, str], tmp_path: Path
) -> None:
    with broker(tmp_path) as address, crew(address, own_database, tmp_path) as everybody, ExitStack() as running:
        for name in ("one", "two"):
            running.enter_context(everybody.worker(f"worker-{name}"))
            running.enter_context(everybody.beat(f"beat-{name}"))
        people = letters.settle(40)
        for number in range(5):
            letters.plan(people, key=f"run:{number}", at=timezone.now())
        wait_for("all mails", lambda: sent() == 200, seconds=120)

    assert len(everybody.arrived()) == len(set(everybody.arrived())) == 200
    assert not Delivery.objects.filter(is_uncertain=True).exists()


@pytest.mark.parametrize("broker", [redis, rabbitmq], ids=["redis", "rabbitmq"])
def test_a_worker_that_was_away_runs_no_backlog(
    broker: Callable[[Path], AbstractContextManager[str]], own_database: dict[str, str], tmp_path: Path
) -> None:
    with broker(tmp_path) as address, crew(address, own_database, tmp_path) as everybody:
        app = Celery(broker=address)
        app.conf.task_default_queue = "sweeps"
        for _tick in range(50):
            app.send_task(TICK, expires=0.5)
        time.sleep(0.6)
        app.send_task(TICK, expires=120)
        app.close()
        with everybody.worker("late"):
            wait_for("the last tick", lambda: Sweep.objects.filter(pk=TICK, runs__gte=1).exists(), seconds=90)
            time.sleep(1)

    assert Sweep.objects.get(pk=TICK).runs == 1


def test_a_worker_that_is_asked_to_stop_ends_what_it_holds(own_database: dict[str, str], tmp_path: Path) -> None:
    with redis(tmp_path) as address, crew(address, own_database, tmp_path) as everybody:
        letters.plan(letters.settle(300), key="run:1", at=timezone.now())
        with everybody.beat("beat"), everybody.worker("worker") as worker:
            wait_for("a mail", everybody.arrived, seconds=90, pause=0.01)
            worker.send_signal(signal.SIGTERM)
            worker.wait(timeout=90)
        held = Delivery.objects.filter(sent_at=None, claimed_at__isnull=False).count()

    assert held == 0
    assert len(everybody.arrived()) == len(set(everybody.arrived())) == sent()
    assert reminders.figures(at=timezone.now())["EMAIL"]["claimed"] == 0
