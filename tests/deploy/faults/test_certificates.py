"""Whoever is killed while certificates are issued, none is lost, doubled or half done."""

import json
import subprocess

import pytest

from deploy.demo import ROOT

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]


def test_kill_everybody_once_loses_no_certificate() -> None:
    command = ["deploy/faults/run", "certificates", "--kills", "5", "--orders", "40", "--seed", "1118", "--json"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    found = {line["name"]: line["value"] for line in map(json.loads, done.stdout.splitlines())}
    assert {name for name in found if name.startswith("killed: ")} == {
        f"killed: {one}" for one in ("worker", "child", "beat", "broker", "database")
    }
    assert found["certificates"] == found["ordered"] >= 40
    assert found["files of none afterwards"] == 0
    assert found["numbers that came twice"] == found["holes"] == found["certificates without a file"] == 0
