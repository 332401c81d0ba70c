"""Reminders are sent to a real mail server while workers, beat, broker and connections are killed: each arrives, twice only under one Message-ID."""

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.bench.tools import letters
from deploy.faults.tools import ground, rig
from deploy.faults.tools.findings import Finding, must
from deploy.faults.tools.patience import held, wait

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from credits.models import Delivery

TICKS = ("credits.send_reminders",)
# So many wait before anybody is killed, so that somebody is at work.
WAITING = 60
SECONDS_FOR_PROGRESS, SECONDS_FOR_ALL = 60, 300
# A mail takes some milliseconds: within this somebody is at every step of it.
SECONDS_UNTIL_KILLED = 0.4
# One worker in each of two processes sends; killing the database's process ends the connections of both.
SENDERS = {"worker": 1, "child": 1, "beat": 0, "broker": 0, "database": len(rig.WORKERS)}
# Then what is in doubt is repeated.
DOUBT = timedelta(minutes=16)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this fault."""
    parser.add_argument("--reminders", type=int, default=2000, help="at least so many reminders (default 2,000)")


def findings(options: argparse.Namespace) -> Iterator[Finding]:
    """Plan, kill, wait until everything was sent, and yield what arrived."""
    yield Finding(name="seed", value=options.seed)
    # The seed decides who is killed and when; no secret hangs on it.
    chance = random.Random(options.seed)  # noqa: S311
    taken = ground.FAULTS / f"taken-{os.getpid()}"
    taken.parent.mkdir(parents=True, exist_ok=True)
    taken.unlink(missing_ok=True)
    with letters.sink(str(taken)) as port:
        mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "SENDING_PACES": ""}
        with ground.prepared("reminders", environment=mail) as where:
            desk = Desk(taken)
            with rig.Rig(where, broker=options.broker, ticks=TICKS) as everybody:
                desk.open(options.reminders)
                for victim in islice(rig.victims(chance), options.kills):
                    desk.plan_until(WAITING)
                    desk.wait_for_progress(everybody)
                    time.sleep(chance.uniform(0, SECONDS_UNTIL_KILLED))
                    everybody.kill(victim, chance)
                desk.plan(max(0, options.reminders - desk.planned))
                desk.finish(everybody)
            yield from (
                Finding(name=f"killed: {name}", value=count) for name, count in sorted(everybody.killed.items())
            )
            yield from (Finding(name=f"ended: {name}", value=count) for name, count in sorted(everybody.ended.items()))
            yield from _looked_at(desk, everybody)
    taken.unlink(missing_ok=True)


class Desk:
    """Whoever plans reminders, and waits for them."""

    def __init__(self, taken: Path) -> None:
        self.taken = taken
        self.planned = 0

    def open(self, count: int) -> None:
        """Make the people who are reminded."""
        self.people = held(lambda: letters.settle(count))

    def plan(self, count: int) -> None:
        """Plan so many reminders more."""
        for start in range(self.planned, self.planned + count, 500):
            numbers = range(start, min(start + 500, self.planned + count))
            held(lambda numbers=numbers: self._plan(numbers))  # type: ignore[misc]
        self.planned += count

    def plan_until(self, waiting: int) -> None:
        """Plan as many as it takes until so many wait."""
        self.plan(max(0, waiting - held(lambda: self._open().filter(claimed_at=None).count())))

    def wait_for_progress(self, everybody: rig.Rig) -> None:
        """Wait until one more mail was taken."""
        before = len(self.lines())
        wait("a mail", lambda: len(self.lines()) > before, everybody, seconds=SECONDS_FOR_PROGRESS)

    def finish(self, everybody: rig.Rig) -> None:
        """Wait until nothing is open but what is claimed; let the workers end what they hold; then let the time pass that frees the rest."""
        wait(
            "what is free",
            lambda: not self._open().filter(claimed_at=None).exists(),
            everybody,
            seconds=SECONDS_FOR_ALL,
        )
        everybody.stop_all()
        wait("what is in doubt", self._is_done, everybody, seconds=SECONDS_FOR_ALL)

    def lines(self) -> list[list[str]]:
        """Return what the mail server took: Message-ID, attempt, recipient."""
        return [line.split() for line in self.taken.read_text().splitlines()] if self.taken.exists() else []

    def _is_done(self) -> bool:
        from credits import reminders  # noqa: PLC0415  (needs settings)

        reminders.send_due(at=_now() + DOUBT)
        return not self._open().exists()

    def _plan(self, numbers: range) -> None:
        from credits import reminders  # noqa: PLC0415  (needs settings)

        people = self.people
        dues = [letters.due(people[number % len(people)], f"faults:{number}") for number in numbers]
        reminders.plan(dues=dues, at=_now())

    def _open(self) -> "QuerySet[Delivery]":
        from credits.models import Delivery  # noqa: PLC0415  (needs settings)

        return Delivery.objects.filter(sent_at=None, given_up_at=None)


def _looked_at(desk: Desk, everybody: rig.Rig) -> Iterator[Finding]:
    from credits.models import Delivery  # noqa: PLC0415  (needs settings)

    lines = desk.lines()
    known = set(Delivery.objects.values_list("message_id", flat=True))
    arrived = Counter(line[0] for line in lines)
    attempts = Counter((line[0], line[1]) for line in lines)
    doubled = len(lines) - len(arrived)
    allowed = sum(SENDERS[victim] * count for victim, count in everybody.killed.items())
    uncertain = set(Delivery.objects.filter(is_uncertain=True).values_list("message_id", flat=True))
    yield must("planned", len(known), be=desk.planned)
    yield must("lost", len(known - arrived.keys()), be=0)
    yield must("mails of no reminder", len(arrived.keys() - known), be=0)
    yield must("given up", Delivery.objects.filter(given_up_at__isnull=False).count(), be=0)
    yield must("the same attempt twice", len(lines) - len(attempts), be=0)
    yield must(
        "twice, and the log does not say so", len({one for one in arrived if arrived[one] > 1} - uncertain), be=0
    )
    yield Finding(name="arrived", value=len(lines))
    yield Finding(
        name="twice", value=doubled, ok=doubled <= allowed, about=f"at most {allowed}: a mail a sender killed"
    )
    yield Finding(name="in doubt", value=len(uncertain), about="repeated under the same Message-ID")


def _now() -> datetime:
    return datetime.now(UTC)
