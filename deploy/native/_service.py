"""What real services on loopback have in common: a folder of their own, a process by its pid, another user where root is refused."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import psutil

# The user that owns nothing on any Linux: for services that refuse to run as root.
NOBODY = 65534
SECONDS_TO_END = 20


class NativeServiceMissing(RuntimeError):
    """A program that a native service needs is not on this machine."""


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


def as_nobody(folder: Path) -> list[str]:
    """Return what goes before a command that refuses root: nothing unless we are; `folder` is its user's then."""
    if os.geteuid():
        return []
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(folder)], check=True)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def launch(
    command: list[str], *, folder: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a service in a group of its own, its output in the log of `folder`, its process in `pid`."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (folder / "pid").write_text(str(process.pid))
    return process


def wait_until(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], *, folder: Path, seconds: float = 90
) -> None:
    """
    Wait until the service is ready.

    :raises TimeoutError: if it ends or is not ready in time; its log lies in `folder`
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise TimeoutError(f"It ended with {process.returncode}; see {folder / 'log'}")
        if ready():
            return
        time.sleep(0.2)
    raise TimeoutError(f"It did not answer in {seconds:.0f} s; see {folder / 'log'}")


def stop(folder: Path, *, how: signal.Signals = signal.SIGTERM) -> None:
    """Stop the service of `folder`, if one runs, with all that it started, and wait until they are gone."""
    pid = folder / "pid"
    if not pid.exists():
        return
    with suppress(psutil.NoSuchProcess):
        first = psutil.Process(int(pid.read_text()))
        family = [first, *first.children(recursive=True)]
        first.send_signal(how)
        for one in psutil.wait_procs(family, timeout=SECONDS_TO_END)[1]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
                one.wait(timeout=SECONDS_TO_END)
    pid.unlink(missing_ok=True)


def runs(folder: Path) -> bool:
    """Return whether the service of `folder` runs."""
    pid = folder / "pid"
    return pid.exists() and psutil.pid_exists(int(pid.read_text()))


def listens(port: int) -> bool:
    """Return whether something listens at `port` of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def command(start: Callable[[int], str], end: Callable[[], None], *, port: int, usage: str) -> None:
    """Do what the command line says: start [PORT] prints the address, stop stops."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["start"]:
        print(start(int(arguments[1]) if len(arguments) > 1 else port))
    elif arguments == ["stop"]:
        end()
    else:
        raise SystemExit(usage)
