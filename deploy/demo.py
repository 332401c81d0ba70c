"""
Run the demo: web, Celery worker and beat together, on the embedded PostgreSQL, until Ctrl-C. Leaves no process behind.

It opens with a small world; two patient processes then fill the province behind it, and end by themselves. Killed, they go on next time.

`PORT` chooses the port. Settings, broker, mail and text messages are the defaults of `learning.settings.dev`.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from urllib.request import urlopen

from deploy import embedded

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
STAMP = embedded.LOCAL / "stamps" / "demo"
# Whoever comes before the small world is there waits for it at the door.
DOOR = embedded.LOCAL / "open"
PROVINCE_STAMP = embedded.LOCAL / "stamps" / "province"
# Two lanes for two cores; whatever the visitor asks for comes first.
FILLERS = ("filler 1", "filler 2")
MOST_FAILURES = 4
PATIENT = ["nice", "-n", "15"]
CELERY = [str(BIN / "celery"), "-A", "learning.celery", "--quiet"]


def main() -> None:
    """Fill the database once, start the three processes, wait, stop them."""
    port = int(os.environ.get("PORT", "8000"))
    refuse_taken_port(port)
    DOOR.unlink(missing_ok=True)
    environment = demo_environment(port)
    # Also where the shell that started us in the background had SIGINT ignored.
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    with Processes(commands(port), environment) as processes:
        # One core loads the site while the other makes its world; the rest comes later, since the visitor waits for these.
        processes.start("web")
        fill(environment)
        DOOR.touch()
        wait_until_open(port)
        print(welcome(port), flush=True)
        processes.start("worker")
        processes.start("beat")
        if os.environ.get("DATABASE_URL") or not PROVINCE_STAMP.exists():
            print("  The whole province is being filled behind it; the home page shows how far it is.\n", flush=True)
            for name in FILLERS:
                processes.start(name)
        processes.wait()


def demo_environment(port: int) -> dict[str, str]:
    """Return the environment in which the demo's processes run."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "learning.settings.dev",
        "DEBUG": "False",
        "DEMO": "True",
        "POLARS_MAX_THREADS": "1",
        "LOG_LEVEL": "WARNING",
        # In a container everybody is root, and Celery says so at length.
        "PYTHONWARNINGS": "ignore:You're running the worker",
        "PUBLIC_URL": f"http://localhost:{port}",
        "XUESHI_OPENS_WITH": str(DOOR),
    }
    return {**defaults, **embedded.environment()}


def commands(port: int) -> dict[str, list[str]]:
    """Return the command of each process."""
    return {
        "web": [
            str(BIN / "granian"),
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--workers",
            "2",
            "--blocking-threads",
            "1",
            "--log-level",
            "warning",
            "deploy.opening:application",
        ],
        "worker": [
            *CELERY,
            "worker",
            "--pool",
            "prefork",
            "--concurrency",
            "1",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
            "--loglevel",
            "warning",
        ],
        "beat": [*CELERY, "beat", "--schedule", str(embedded.LOCAL / "beat"), "--loglevel", "warning", "--pidfile="],
        **{name: [*PATIENT, str(BIN / "python"), str(ROOT / "manage.py"), "demo", "--fill"] for name in FILLERS},
    }


class Processes:
    """The demo's processes: started together, stopped together, also when the launcher is killed."""

    def __init__(self, commands: dict[str, list[str]], environment: dict[str, str]) -> None:
        self.commands = commands
        self.environment = environment
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.failures = 0

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *_error: object) -> None:
        # The second Ctrl-C of somebody impatient must not leave half of them running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        # The parent alone: it lets its children finish what they hold.
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=8)
            stop_group(process, signal.SIGKILL)
            process.wait()

    def start(self, name: str) -> None:
        """Start one process in a group of its own, which dies with the launcher."""
        self.running[name] = subprocess.Popen(
            self.commands[name],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )

    def wait(self) -> None:
        """Wait for Ctrl-C. A process that ended by itself is started again: rows wait for it, nothing is lost."""
        try:
            while True:
                for name, process in list(self.running.items()):
                    if process.poll() is not None:
                        self.see_to(name, process)
                time.sleep(1)
        except KeyboardInterrupt:
            print("\nstopping …", flush=True)

    def see_to(self, name: str, process: "subprocess.Popen[bytes]") -> None:
        """Start a process again that ended by mistake; let a filler go that is done, or that fails again and again."""
        stop_group(process, signal.SIGKILL)
        if name not in FILLERS:
            print(f"{name} ended ({process.returncode}); starting it again", flush=True)
            self.start(name)
        elif process.returncode and self.failures < MOST_FAILURES:
            self.failures += 1
            self.start(name)
        else:
            del self.running[name]
            self.say_whether_complete(process)

    def say_whether_complete(self, last: "subprocess.Popen[bytes]") -> None:
        """Note that the province is complete once the last filler has ended well."""
        if last.returncode:
            print("the province could not be filled to the end; what is there can be used", flush=True)
        elif not any(name in self.running for name in FILLERS):
            PROVINCE_STAMP.touch()
            print("the province is complete", flush=True)


def stop_group(process: subprocess.Popen[bytes], what: signal.Signals) -> None:
    """Signal a process and whatever it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, what)


def die_with_parent() -> None:
    """Ask Linux to end this process when the launcher ends, however it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Treat SIGTERM as Ctrl-C."""
    raise KeyboardInterrupt


def fill(environment: dict[str, str]) -> None:
    """Fill an empty database with the demo province, through the real operations, and keep who may sign in."""
    if STAMP.exists() and not os.environ.get("DATABASE_URL"):
        return
    print("demo: filling the province (once)", flush=True)
    command = [str(BIN / "python"), str(ROOT / "manage.py"), "demo", "--logins-to", str(STAMP)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def refuse_taken_port(port: int) -> None:
    """Say plainly that a port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Choose another one: make demo PORT={port + 1}")


def wait_until_open(port: int) -> None:
    """Wait until the web process answers, at most half a minute."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/health/", timeout=until - time.monotonic()):
            return
        time.sleep(0.1)
    sys.exit("The web process did not start within 30 seconds; see its messages above.")


def welcome(port: int) -> str:
    """Return what to open and who may sign in."""
    return f"\n  学时 Xueshi is open: http://localhost:{port}\n\n{STAMP.read_text()}\n  Ctrl-C stops it. `make reset` throws the demo data away.\n"


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
