"""
Pages: requests a second of a page of the running site, against an empty view of the same server under the same login.

The server is granian with one worker and one thread, so that the ratio is that of the work of a request. It serves the demo
database (`make demo` fills it), or the one that the environment names. Only GET is asked.
"""

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from time import perf_counter

from deploy import embedded
from deploy.bench.tools.databases import set_up
from deploy.bench.tools.figures import Figure, alternated
from deploy.demo import BIN, ROOT, die_with_parent, stop_group, wait_until_open
from deploy.native import free_port

EMPTY = "/bench/empty/"
# Where a path holds "{n}", each request has a number of its own there, so that no two ask for the same page.
_numbers = count(1)
SETTINGS = {"DJANGO_SETTINGS_MODULE": "deploy.bench.tools.site_settings", "DEBUG": "False", "POLARS_MAX_THREADS": "1"}


@dataclass(frozen=True)
class Site:
    """A site that runs at `port`."""

    port: int

    def signed_in(self, mobile: str) -> str:
        """Return the cookie of a login of the demo."""
        from django.test import Client  # noqa: PLC0415  (needs settings)

        from learning.accounts.models import User  # noqa: PLC0415

        client = Client()
        client.force_login(User.objects.get(mobile=mobile))
        return f"sessionid={client.cookies['sessionid'].value}"

    def rate(self, path: str, *, cookie: str, seconds: float) -> float:
        """Return how many requests a second `path` answers, one after the other on one connection."""
        with _Connection(self.port, path, cookie) as connection:
            connection.ask()
            start, asked = perf_counter(), 0
            while (passed := perf_counter() - start) < seconds:
                connection.ask()
                asked += 1

        return asked / passed

    def compared(self, name: str, path: str, *, cookie: str, at_least: float, seconds: float) -> Figure:
        """Return the rate of `path` against that of the empty page, measured in turns for `seconds` together."""
        turn = seconds / 10
        page, nothing = alternated(
            lambda: self.rate(path, cookie=cookie, seconds=turn),
            lambda: self.rate(EMPTY, cookie=cookie, seconds=turn),
            rounds=5,
        )
        return Figure(
            name=name, value=page, baseline=nothing, unit="requests/s", at_least=at_least, more={"page": path}
        )


@contextmanager
def demo_site() -> Iterator[Site]:
    """Serve the demo database for the length of the block, and set Django up on it here too."""
    with site(embedded.environment()) as running:
        yield running


@contextmanager
def site(environment: Mapping[str, str]) -> Iterator[Site]:
    """Serve the database that `environment` names for the length of the block, and set Django up on it here too."""
    whole = {**environment, **SETTINGS}
    set_up(dict(whole))
    port = free_port()
    command = [str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "1", "--log-level", "warning", "learning.wsgi:application"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=whole, stdout=sys.stderr, start_new_session=True, preexec_fn=die_with_parent
    )
    try:
        wait_until_open(port)
        yield Site(port)
    finally:
        stop_group(server, signal.SIGTERM)
        server.wait(timeout=10)


class _Connection:
    """One kept-alive HTTP connection: as little Python as possible between two requests."""

    def __init__(self, port: int, path: str, cookie: str) -> None:
        # No compression: what is measured is the page, and the same bytes every time.
        head = f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: {cookie}\r\nAccept-Language: zh-CN\r\n\r\n"
        self._request, self._address, self._path = head.encode(), ("127.0.0.1", port), path

    def __enter__(self) -> "_Connection":
        self._socket = socket.create_connection(self._address, timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self

    def __exit__(self, *_error: object) -> None:
        self._socket.close()

    def ask(self) -> None:
        """Ask once and read the answer, which must be a page."""
        self._socket.sendall(self._request.replace(b"{n}", str(next(_numbers)).encode()))
        answer = self._socket.recv(65536)
        while b"\r\n\r\n" not in answer:
            answer += self._socket.recv(65536)
        head, _gap, body = answer.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            sys.exit(f"{self._path} answered {head.splitlines()[0].decode()}; has the demo been filled (`make demo`)?")
        lines = (line.partition(b":") for line in head.lower().splitlines())
        missing = next(int(value) for name, _colon, value in lines if name == b"content-length") - len(body)
        while missing > 0:
            missing -= len(self._socket.recv(min(missing, 1 << 20)))
