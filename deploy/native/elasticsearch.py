"""
A real Elasticsearch node on loopback.

    python -m deploy.native.elasticsearch start [PORT]     prints its address; downloads the node once, by Maven
    python -m deploy.native.elasticsearch stop
    python -m deploy.native.elasticsearch fetch            only the download

Wanted: Java 17 or newer and Maven (Debian: openjdk-17-jre-headless, maven). The distribution is the core of Elasticsearch, without
plug-ins: what runs here runs on a full one, too.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from deploy.embedded import LOCAL

VERSION = "8.19.7"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
FOLDER = LOCAL / "native" / "elasticsearch"
HOME = FOLDER / f"elasticsearch-{VERSION}"
PID = FOLDER / "pid"
PORT = 9251
HEAP = "-Xms512m -Xmx512m"
# Elasticsearch refuses to run as root; this is the user that owns nothing on any Linux.
NOBODY = 65534
SECONDS_TO_ANSWER = 180
SECONDS_TO_END = 20


class NativeServiceMissing(RuntimeError):
    """A program that a native service needs is not on this machine."""


def start(port: int = PORT, *, folder: Path = FOLDER) -> str:
    """
    Start a node with its data below `folder`, wait until it answers, and return its address.

    :raises NativeServiceMissing: if Java or Maven is not there
    :raises TimeoutError: if it does not answer in time; its log lies in `folder`
    """
    address = f"http://127.0.0.1:{port}"
    if answers(address):
        return address
    home = _unpacked(folder)
    command = [str(home / "bin" / "elasticsearch"), *_options(port, folder)]
    temporary = _made(folder / "tmp")
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(folder)], check=True)
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *command]
    environment = {
        **os.environ,
        "ES_JAVA_HOME": _java_home(),
        "ES_JAVA_OPTS": HEAP,
        "HOME": str(folder),
        "ES_TMPDIR": str(temporary),
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    (folder / "pid").write_text(str(process.pid))
    _wait(address, process)
    return address


def stop(*, folder: Path = FOLDER) -> None:
    """Stop the node of `folder`, if one runs, and wait until it is gone."""
    pid = folder / "pid"
    if not pid.exists():
        return
    with suppress(psutil.NoSuchProcess):
        node = psutil.Process(int(pid.read_text()))
        family = [node, *node.children(recursive=True)]
        node.terminate()
        for one in psutil.wait_procs(family, timeout=SECONDS_TO_END)[1]:
            one.kill()
    pid.unlink()


def answers(address: str) -> bool:
    """Return whether a node at `address` is ready to work."""
    try:
        reply = httpx.get(f"{address}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=3)
    except httpx.HTTPError:
        return False
    return reply.status_code == httpx.codes.OK


def _java_home() -> str:
    java = shutil.which("java")
    if java is None:
        raise NativeServiceMissing("java: install openjdk-17-jre-headless")
    return str(Path(java).resolve().parent.parent)


def _unpacked(folder: Path) -> Path:
    home = folder / HOME.name
    if home.exists():
        return home
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        raise NativeServiceMissing(f"{', '.join(missing)}: install openjdk-17-jre-headless and maven")
    archive = fetch()
    _made(folder)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    # zipfile forgets which files may run.
    for tool in (
        *(home / "bin").iterdir(),
        *(home / "modules").glob("*/platform/*/bin/*"),
        *(home / "lib").glob("**/bin/*"),
    ):
        tool.chmod(0o755)
    return home


def fetch() -> Path:
    """Download the distribution, unless it is here, and return it."""
    kept = _made(LOCAL / "native")
    archive = kept / f"elasticsearch-{VERSION}.zip"
    with (kept / "lock").open("w") as lock:
        # Two that need it at once wait for one download.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            copy = [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={_made(kept / 'part')}"]
            subprocess.run(["mvn", "-q", "-B", "dependency:copy", *copy], check=True, stdout=subprocess.DEVNULL)
            (kept / "part" / archive.name).rename(archive)
    return archive


def _options(port: int, folder: Path) -> list[str]:
    settings = {
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "http.host": "127.0.0.1",
        "transport.host": "127.0.0.1",
        "http.port": str(port),
        "transport.port": str(port + 100),
        "path.data": str(_made(folder / "data")),
        "path.logs": str(_made(folder / "logs")),
        # A small disk is no reason to refuse writing in tests.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    return [part for name, value in settings.items() for part in ("-E", f"{name}={value}")]


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        if process.poll() is not None:
            raise TimeoutError(f"Elasticsearch ended with {process.returncode}; see {FOLDER / 'log'}")
        if answers(address):
            return
        time.sleep(0.3)
    raise TimeoutError(f"Elasticsearch did not answer in {SECONDS_TO_ANSWER} s; see {FOLDER / 'log'}")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    if sys.argv[1:2] == ["stop"]:
        stop()
    elif sys.argv[1:2] == ["fetch"]:
        fetch()
    elif sys.argv[1:2] == ["start"]:
        print(start(int(sys.argv[2]) if len(sys.argv) > 2 else PORT))
    else:
        raise SystemExit(__doc__)
