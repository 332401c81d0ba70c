"""What real services on loopback have in common: a folder of their own, a process by its pid, another user where root is refused."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from deploy.demo import die_with_parent

# The user that owns nothing on any Linux: for services that refuse to run as root.
NOBODY = 65534
SECONDS_TO_END = 20
# What the system says of when a process began may move a little with its clock.
SECONDS_OF_DOUBT = 2


class NativeServiceMissing(RuntimeError):
    """A program that a native service needs is not on this machine."""


class PortTaken(RuntimeError):
    """Something else listens where a service is to listen."""


@dataclass(frozen=True)
class Running:
    """What the file `pid` of a folder keeps of its service: the process, when it began, and where it listens."""

    pid: int
    created: float
    port: int


@dataclass(frozen=True, kw_only=True)
class Program:
    """What is started: a command that refuses root or not, what it is told, and how long until it must be ready."""

    command: list[str]
    environment: Mapping[str, str] | None = None
    refuses_root: bool = False
    seconds: float = 90


def program(name: str, *, package: str, path: str = "") -> str:
    """
    Return where a program is.

    :raises NativeServiceMissing: if it is not there; it says which package has it
    """
    found = shutil.which(name, path=f"{path}:{os.environ.get('PATH', '')}" if path else None)
    if found is None:
        raise NativeServiceMissing(f"{name}: install {package}")
    return found


def made(folder: Path) -> Path:
    """Return `folder`, made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def started(
    folder: Path,
    port: int,
    *,
    prepare: Callable[[], Program],
    ready: Callable[[int], bool],
    dies_with_parent: bool,
) -> int:
    """
    Start the service of `folder` at `port`, unless one runs there, wait until it is ready, and return the port where it listens.

    `dies_with_parent` lets it end with the process that starts it, however that one ends.

    :raises PortTaken: if something else listens there
    :raises TimeoutError: if it ends or is not ready in time; its log lies in `folder`
    """
    found = running(folder)
    if found is not None:
        _wait_until(lambda: ready(found.port), folder)
        return found.port
    if listens(port):
        raise PortTaken(f"Something else listens at port {port} already")
    asked = prepare()
    _launch(asked, folder, port, dies_with_parent=dies_with_parent)
    _wait_until(lambda: ready(port), folder, seconds=asked.seconds)
    return port


def running(folder: Path) -> Running | None:
    """Return the service of `folder`; None if it does not run, or if its number is a stranger's by now."""
    try:
        found = Running(**json.loads((folder / "pid").read_text()))
        process = psutil.Process(found.pid)
        is_ours = abs(process.create_time() - found.created) < SECONDS_OF_DOUBT
        # What ended and was not waited for still has its number.
        return found if is_ours and process.status() != psutil.STATUS_ZOMBIE else None
    except (FileNotFoundError, ValueError, TypeError, psutil.NoSuchProcess):
        return None


def stop(folder: Path, *, how: signal.Signals = signal.SIGTERM) -> None:
    """Stop the service of `folder`, if one runs, with all that it started, and wait until they are gone."""
    found = running(folder)
    if found is not None:
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(found.pid)
            family = [first, *first.children(recursive=True)]
            first.send_signal(how)
            for one in psutil.wait_procs(family, timeout=SECONDS_TO_END)[1]:
                with suppress(psutil.NoSuchProcess):
                    one.kill()
                    one.wait(timeout=SECONDS_TO_END)
    (folder / "pid").unlink(missing_ok=True)


def as_nobody(folder: Path) -> list[str]:
    """Return what goes before a command that refuses root: nothing unless we are; `folder` is its user's then."""
    if os.geteuid():
        return []
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(folder)], check=True)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def listens(port: int) -> bool:
    """Return whether something listens at `port` of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(start: Callable[[int], str], end: Callable[[], None], *, port: int, usage: str) -> None:
    """Do what the command line says: start [PORT] prints the address, stop stops."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["start"]:
        print(start(int(arguments[1]) if len(arguments) > 1 else port))
    elif arguments == ["stop"]:
        end()
    else:
        raise SystemExit(usage)


def _launch(asked: Program, folder: Path, port: int, *, dies_with_parent: bool) -> None:
    """Start a service in a group of its own, its output in the log of `folder`."""
    before = as_nobody(folder) if asked.refuses_root else []
    if before and dies_with_parent:
        # Linux forgets the wish when a process changes its user: setpriv has to ask again.
        before = [*before, "--pdeathsig", "TERM"]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [*before, *asked.command],
            env={**os.environ, **(asked.environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=die_with_parent if dies_with_parent else None,
        )
    kept = Running(process.pid, psutil.Process(process.pid).create_time(), port)
    (folder / "pid").write_text(json.dumps(asdict(kept)))


def _wait_until(ready: Callable[[], bool], folder: Path, *, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if running(folder) is None:
            raise TimeoutError(f"It ended; see {folder / 'log'}")
        if ready():
            return
        time.sleep(0.2)
    raise TimeoutError(f"It did not answer in {seconds:.0f} s; see {folder / 'log'}")
