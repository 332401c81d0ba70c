"""A crew: programs that run beside their maker, each in a group of its own, its output in a file, gone when the maker is gone."""

import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from deploy.demo import ROOT, die_with_parent, stop_group

SECONDS_TO_STOP = 15


def start(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, log: Path
) -> subprocess.Popen[bytes]:
    """Start a program and return it; what it writes is put behind what is in `log`."""
    with log.open("ab") as output:
        return subprocess.Popen(
            list(command),
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a program politely, and whatever it started; whoever does not listen is killed."""
    stop_group(process, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=SECONDS_TO_STOP)
    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program with -9, and whatever it started, whatever they are doing."""
    stop_group(process, signal.SIGKILL)
    process.wait()


@contextmanager
def running(
    command: Sequence[str], *, environment: Mapping[str, str] | None = None, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program for the length of the block."""
    process = start(command, environment=environment, log=log)
    try:
        yield process
    finally:
        stop(process)


class Crew:
    """Programs by name, any of which can be stopped, killed and started again. Who makes a crew says in which environment it works."""

    def __init__(self, commands: Mapping[str, Sequence[str]], *, folder: Path) -> None:
        self.commands, self.folder = commands, folder
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def environment_now(self) -> dict[str, str]:
        """Return the environment of whoever is started now."""
        raise NotImplementedError

    def start_all(self) -> None:
        """Start everybody."""
        for name in self.commands:
            self.start(name)

    def stop_all(self) -> None:
        """Stop everybody politely."""
        for name in list(self.running):
            self.stop(name)

    def start(self, name: str) -> None:
        """Start one."""
        log = self.folder / f"{name}.log"
        self.running[name] = start(self.commands[name], environment=self.environment_now(), log=log)

    def stop(self, name: str) -> None:
        """Stop one politely, and what it started."""
        stop(self.running.pop(name))

    def kill_one(self, name: str) -> None:
        """Kill one with -9, and what it started, whatever they are doing."""
        kill(self.running.pop(name))

    def log(self, name: str) -> str:
        """Return what one has written."""
        return (self.folder / f"{name}.log").read_text(errors="replace")
