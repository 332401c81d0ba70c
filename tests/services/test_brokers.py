"""A real worker, fed by a real beat, sweeps on every broker that we name."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.rigs import Site, rabbitmq, redis, wait_for

pytestmark = pytest.mark.services


@pytest.mark.parametrize("broker", [redis, rabbitmq], ids=["redis", "rabbitmq"])
def test_worker_sweeps_when_beat_ticks(
    broker: Callable[[Path], AbstractContextManager[str]], own_database: dict[str, str], tmp_path: Path
) -> None:
    with broker(tmp_path) as address, Site({**own_database, "BROKER_URL": address}, tmp_path) as site:
        wait_for(
            "a sweep",
            lambda: "credits.send_reminders" in site.log("worker") and "succeeded" in site.log("worker"),
            seconds=60,
        )

        assert "Traceback" not in site.log("worker")
