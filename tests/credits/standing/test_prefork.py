"""Polars hangs in a child that was forked from a process that ran a query. A real worker's real child evaluates here."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from credits import standing
from credits.models import Standing
from learning.accounts import people
from learning.accounts.enums import FactKind
from learning.accounts.models import Region
from tests.credits.builders import NOON, connect, credit, facts, person

ROOT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.fixture
def worker(own_database: dict[str, str], tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Start a prefork worker with one child, a new one for each task, and give what sends it a task."""
    environment = {
        **os.environ,
        **own_database,
        "DJANGO_SETTINGS_MODULE": "learning.settings.test",
        "BROKER_URL": f"filesystem://{tmp_path}",
    }
    celery = [sys.executable, "-m", "celery", "-A", "learning.celery"]
    options = ["--pool=prefork", "--concurrency=1", "--max-tasks-per-child=1", "--without-gossip", "--without-mingle"]
    log = (tmp_path / "worker.log").open("wb")
    process = subprocess.Popen([*celery, "worker", *options], cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(lambda: b"[queues]" in (tmp_path / "worker.log").read_bytes(), tmp_path)
        yield lambda task: subprocess.run(
            [*celery, "call", task], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def test_a_forked_child_evaluates(worker: Any, own_database: dict[str, str], tmp_path: Path):
    connect()
    somebody, today = person(), date(2025, 6, 30)

    worker("credits.open_standings")
    _wait(lambda: Standing.objects.filter(person=somebody).exists(), tmp_path)

    # This process evaluates as well, and facts move: the next child has something to decide again.
    credit(facts(somebody, "run:1"))
    suzhou = Region.objects.get(pk="320500")
    people.state_fact(person=somebody, kind=FactKind.REGION, region=suzhou, since=date(2025, 1, 1), by=None, at=NOON)
    worker("credits.refresh_standings")
    _wait(lambda: [row.family for row in standing.of_person(somebody, today)] == ["cn-general"], tmp_path)


def _wait(until: Callable[[], bool], folder: Path, *, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if until():
            return
        connection.close()
        time.sleep(0.2)
    pytest.fail(f"The worker did not do it:\n{(folder / 'worker.log').read_text('utf-8', 'replace')[-4000:]}")
