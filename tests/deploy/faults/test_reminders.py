"""Whoever is killed while reminders are sent, each arrives, and none more often than somebody was killed over it."""

import json
import subprocess

import pytest

from deploy.demo import ROOT

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_kill_everybody_once_loses_no_reminder(broker: str) -> None:
    command = [
        "deploy/faults/run",
        "reminders",
        "--kills",
        "5",
        "--reminders",
        "200",
        "--seed",
        "1118",
        "--broker",
        broker,
    ]

    done = subprocess.run([*command, "--json"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    found = {line["name"]: line["value"] for line in map(json.loads, done.stdout.splitlines())}
    assert {name for name in found if name.startswith("killed: ")} == {
        f"killed: {one}" for one in ("worker", "child", "beat", "broker", "database")
    }
    assert found["planned"] >= 200
    assert found["lost"] == 0
