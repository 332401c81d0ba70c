"""A process dies by SIGKILL while it posts: done again, everything is there once, and the chain is whole."""

import os
import signal
import subprocess
import sys
from decimal import Decimal

import pytest

from credits import ledger, posting, standing
from credits.models import Act, Chain, Claim, Entry, Seen, Standing
from deploy.demo import ROOT
from tests.credits.builders import NOON, YEAR, connect, credit, facts, person

# Posts for the persons named, and dies by its own hand at the place that is named.
DYING = """
import os, signal, sys
import django
django.setup()
from credits import posting
from credits.posting import _crediting
from tests.credits.builders import credit, facts

def die(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)

place, *people = sys.argv[1:]
if place == "before the commit":
    _crediting.standing.keep = die
credit(*(facts(int(pk), "run:1") for pk in people))
die()
"""


def dies(place: str, people: list[int], environment: dict[str, str]) -> None:
    command = [sys.executable, "-c", DYING, place, *map(str, people)]
    settings = {"DJANGO_SETTINGS_MODULE": "learning.settings.test", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment, **settings}, capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize(
    ("place", "outcome"), [("before the commit", "credited"), ("between commit and receipt", "known")]
)
def test_killed_while_posting_and_done_again_it_is_there_once(own_database, place, outcome):
    connect(since=YEAR)
    people = [person().pk for _ in range(3)]

    dies(place, people, own_database)

    is_committed = outcome == "known"
    assert (Claim.objects.count(), Entry.objects.count(), Act.objects.count()) == (
        (3, 3, 1) if is_committed else (0, 0, 0)
    )
    assert Standing.objects.exists() == Seen.objects.exists() == is_committed
    assert ledger.verify(people) == []

    again: list[posting.Receipt] = credit(*(facts(pk, "run:1") for pk in people))

    assert [(receipt.outcome, receipt.hours) for receipt in again] == [(outcome, Decimal(10))] * 3
    assert (Claim.objects.count(), Entry.objects.count(), Act.objects.count()) == (3, 3, 1)
    assert list(Chain.objects.values_list("lines", "next_position")) == [(1, 2)] * 3
    assert list(Standing.objects.values_list("counted", flat=True)) == [1000] * 3
    assert ledger.verify(people) == []
    assert (standing.open_due(at=NOON), standing.refresh_due(at=NOON)) == (0, 0)
