"""The rig: a broker, workers and a beat as real processes, any of which is killed with -9 and started again."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import psutil

from deploy.crew import Crew
from deploy.demo import BIN
from deploy.faults.tools.ground import Ground
from deploy.native import _service, free_port, rabbitmq, redis

BROKERS: dict[str, ModuleType] = {"redis": redis, "rabbitmq": rabbitmq}
WORKERS = ("worker 1", "worker 2")
VICTIMS = ("worker", "child", "beat", "broker", "database")
# The broker stays away a moment: whoever talks to it then has to bear that.
SECONDS_AWAY = 1.5


def victims(chance: random.Random) -> Iterator[str]:
    """Yield whom to kill next, without end: all of them in turn, each turn in another order."""
    while True:
        yield from chance.sample(VICTIMS, len(VICTIMS))


class Rig(Crew):
    """Everything that does the later work of a site, but only what `ticks` name, `pace` times as often as usual."""

    def __init__(self, ground: Ground, *, broker: str, ticks: tuple[str, ...], pace: float = 0.05) -> None:
        self.ground, self.broker, self.port = ground, BROKERS[broker], free_port()
        self.killed: Counter[str] = Counter()
        self.ended: Counter[str] = Counter()  # by themselves
        self.ticks, self.pace = ticks, pace
        celery = [str(BIN / "celery"), "-A", "deploy.faults.tools.ticking"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "info"]
        worker = [*celery, "worker", "--pool", "prefork", "--concurrency", "1", *quiet]
        commands = {
            **{name: [*worker, "--hostname", f"{name.replace(' ', '')}@%h"] for name in WORKERS},
            "beat": [*celery, "beat", "--schedule", str(ground.folder / "beat"), "--loglevel", "info", "--pidfile="],
        }
        super().__init__(commands, folder=ground.folder)

    def __enter__(self) -> "Rig":
        self._start_broker()
        self.start_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop_all()
        _service.stop(self._broker_folder)

    def mend(self) -> None:
        """Start those again that ended by themselves, as whatever keeps services would."""
        for name, process in list(self.running.items()):
            if process.poll() is not None:
                self.ended[name] += 1
                self.start(name)

    def kill(self, victim: str, chance: random.Random) -> None:
        """Kill one of `VICTIMS` with -9, and start it again."""
        kill = {
            "worker": self._kill_worker,
            "child": self._kill_child,
            "beat": self._kill_beat,
            "broker": self._kill_broker,
            "database": self._kill_connection,
        }
        kill[victim](chance)
        self.killed[victim] += 1

    def last_words(self) -> str:
        """Return the ends of all logs: their folder is thrown away."""
        logs = sorted(self.ground.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in logs)

    def _kill_worker(self, chance: random.Random) -> None:
        self._kill_process(chance.choice(WORKERS))

    def _kill_beat(self, _chance: random.Random) -> None:
        self._kill_process("beat")

    def _kill_process(self, name: str) -> None:
        self.kill_one(name)
        self.start(name)

    def _kill_child(self, chance: random.Random) -> None:
        """Kill one that does the work; the worker that started it starts another."""
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.running[chance.choice(WORKERS)].pid).children()
            if children:
                chance.choice(children).kill()

    def _kill_broker(self, chance: random.Random) -> None:
        _service.stop(self._broker_folder, how=signal.SIGKILL)
        time.sleep(chance.uniform(0, SECONDS_AWAY))
        self._start_broker()

    def _kill_connection(self, chance: random.Random) -> None:
        if pids := self.ground.connections():
            self.ground.kill_connection(chance.choice(pids))

    @property
    def _broker_folder(self) -> Path:
        return self.ground.folder / "broker"

    def _start_broker(self) -> None:
        self.address: str = self.broker.start(self.port, folder=self._broker_folder, dies_with_parent=True)

    def environment_now(self) -> dict[str, str]:
        """Return the environment of the site on this ground, with the broker where it is now."""
        named = {"BROKER_URL": self.address, "XUESHI_PACE": str(self.pace), "FAULTS_TICKS": ",".join(self.ticks)}
        return {**os.environ, **self.ground.environment, **named}
