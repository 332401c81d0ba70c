"""
The broker of one machine: messages are files in a folder, so the demo and the tests need no server.

Kombu's own transport of that kind writes a message and a table of bindings where readers already look for them, and takes a message through
the folder of the machine's temporary files, which may be another disk. Who looks in the wrong instant reads half a message, and the worker
ends. Here whatever is read was written whole under another name first, and is taken by a rename, which one alone can win.
"""

import fcntl
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

UNFINISHED, TAKEN = ".part", ".taken"


class Channel(filesystem.Channel):
    """A channel on which a message, and a table of bindings, is there whole or not at all."""

    # kombu names the message in two ways itself.
    def _put(self, queue: str, payload: object, **_options: object) -> None:  # type: ignore[override]
        # Clocks of one machine: the oldest message is the first of the sorted names.
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str, timeout: object = None) -> Any:
        waiting = Path(self.data_folder_in)
        for name in sorted(file.name for file in waiting.glob("*.msg")):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = waiting / f"{name}.{uuid.uuid4()}{TAKEN}"
            try:
                (waiting / name).rename(taken)
            except FileNotFoundError:  # somebody was faster
                continue
            text = taken.read_text("utf-8")
            taken.unlink()
            return loads(text)
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        self._change(exchange, [routing_key or "", pattern or "", queue or ""], is_bound=True)

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *_args: Any, **_options: Any) -> None:
        self._purge(queue)
        self._change(exchange, [routing_key or "", pattern or "", queue or ""], is_bound=False)

    def _change(self, exchange: str, binding: list[str], *, is_bound: bool) -> None:
        """Let the table of `exchange` hold `binding`, or not."""
        file = self._exchange_file(exchange)
        with _alone(file):
            table = loads(file.read_text("utf-8")) if file.exists() else []
            if (binding in table) != is_bound:
                _write_whole(file, dumps([binding] * is_bound + [other for other in table if other != binding]))


class Transport(filesystem.Transport):
    """Kombu's transport between processes of one machine, which never shows half a message."""

    Channel = Channel


def _write_whole(file: Path, text: str) -> None:
    """Make `file` hold `text`: a reader sees all of it or what was there before."""
    # No queue's name ends like this, so nobody takes it before it has its own.
    unfinished = file.with_name(f"{file.name}.{uuid.uuid4()}{UNFINISHED}")
    unfinished.write_text(text, "utf-8")
    unfinished.replace(file)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one process at a time change `file`."""
    file.parent.mkdir(exist_ok=True)
    with file.with_suffix(".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
