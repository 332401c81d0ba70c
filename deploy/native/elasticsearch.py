"""
A real Elasticsearch node on loopback.

    python -m deploy.native.elasticsearch start [PORT]     prints its address; downloads the node once, by Maven
    python -m deploy.native.elasticsearch stop
    python -m deploy.native.elasticsearch fetch            only the download

Wanted: Java 17 or newer and Maven (Debian: openjdk-17-jre-headless, maven). The distribution is the core of Elasticsearch, without
plug-ins: what runs here runs on a full one, too.
"""

import fcntl
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx

from deploy.embedded import LOCAL
from deploy.native import _service

VERSION = "8.19.7"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
FOLDER = LOCAL / "native" / "elasticsearch"
HOME = FOLDER / f"elasticsearch-{VERSION}"
PORT = 9251
HEAP = "-Xms512m -Xmx512m"
SECONDS_TO_ANSWER = 180


def start(port: int = PORT, *, folder: Path = FOLDER, dies_with_parent: bool = False) -> str:
    """
    Start a node with its data below `folder`, wait until it answers, and return its address.

    :raises PortTaken: if something else listens at `port`
    :raises NativeServiceMissing: if Java or Maven is not there
    :raises TimeoutError: if it does not answer in time; its log lies in `folder`
    """
    found = _service.started(
        folder,
        port,
        prepare=lambda: _program(port, folder),
        ready=lambda port: answers(_address(port)),
        dies_with_parent=dies_with_parent,
    )
    return _address(found)


def stop(*, folder: Path = FOLDER) -> None:
    """Stop the node of `folder`, if one runs, and wait until it is gone."""
    _service.stop(folder)


def answers(address: str) -> bool:
    """Return whether a node at `address` is ready to work."""
    try:
        reply = httpx.get(f"{address}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=3)
    except httpx.HTTPError:
        return False
    return reply.status_code == httpx.codes.OK


def _address(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _program(port: int, folder: Path) -> _service.Program:
    home = _unpacked(folder)
    environment = {
        "ES_JAVA_HOME": _java_home(),
        "ES_JAVA_OPTS": HEAP,
        "HOME": str(folder),
        "ES_TMPDIR": str(_service.made(folder / "tmp")),
    }
    return _service.Program(
        command=[str(home / "bin" / "elasticsearch"), *_options(port, folder)],
        environment=environment,
        refuses_root=True,
        seconds=SECONDS_TO_ANSWER,
    )


def _java_home() -> str:
    java = shutil.which("java")
    if java is None:
        raise _service.NativeServiceMissing("java: install openjdk-17-jre-headless")
    return str(Path(java).resolve().parent.parent)


def _unpacked(folder: Path) -> Path:
    home = folder / HOME.name
    if home.exists():
        return home
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        raise _service.NativeServiceMissing(f"{', '.join(missing)}: install openjdk-17-jre-headless and maven")
    archive = fetch()
    _service.made(folder)
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
    kept = _service.made(LOCAL / "native")
    archive = kept / f"elasticsearch-{VERSION}.zip"
    with (kept / "lock").open("w") as lock:
        # Two that need it at once wait for one download.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            copy = [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={_service.made(kept / 'part')}"]
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
        "path.data": str(_service.made(folder / "data")),
        "path.logs": str(_service.made(folder / "logs")),
        # A small disk is no reason to refuse writing in tests.
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    return [part for name, value in settings.items() for part in ("-E", f"{name}={value}")]


if __name__ == "__main__":
    if sys.argv[1:] == ["fetch"]:
        fetch()
    else:
        _service.command(start, stop, port=PORT, usage=str(__doc__))
