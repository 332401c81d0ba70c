"""Polars hangs in a child if its parent has run a query: merely importing policy must leave a process fit to fork."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
FORK = """
import multiprocessing
from credits import policy
from tests.credits.policy.shelf import award, claim, hours

def child():
    assert hours(award(claim(1, hours=600))) == {1: 600}

process = multiprocessing.get_context("fork").Process(target=child)
process.start()
process.join(60)
raise SystemExit(process.exitcode if process.exitcode is not None else 99)
"""


def test_child_of_a_process_that_imported_policy_decides() -> None:
    found = subprocess.run([sys.executable, "-c", FORK], cwd=ROOT, timeout=120, check=False)

    assert found.returncode == 0
