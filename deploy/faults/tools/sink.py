"""
A mail server as a process of its own, which takes every mail and writes a line of it: Message-ID, number of the attempt, recipient.

    python -m deploy.faults.tools.sink PORT [FILE]

What it wrote outlives everybody who is killed: the line is in the file before the mail is taken.
"""

import os
import re
import signal
import sys
from typing import Any

from aiosmtpd.controller import Controller

_MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.IGNORECASE | re.MULTILINE)
_ATTEMPT = re.compile(rb"^X-Attempt: (\d+)", re.MULTILINE)


class Sink:
    """Takes mails, and writes a line of each where it was told to."""

    def __init__(self, path: str | None) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644) if path else None

    async def handle_EHLO(  # noqa: N802  (the library's name)
        self, _server: object, session: Any, _envelope: object, hostname: str, responses: list[str]
    ) -> list[str]:
        """Say, as real mail servers do, that several commands may come at once."""
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  (the library's name)
        """Take a mail."""
        if self.file is not None:
            head = bytes(envelope.content).partition(b"\r\n\r\n")[0]
            named, tried = _MESSAGE_ID.search(head), _ATTEMPT.search(head)
            line = b" ".join([named[1] if named else b"-", tried[1] if tried else b"0", envelope.rcpt_tos[0].encode()])
            os.write(self.file, line + b"\n")
        return "250 2.0.0 taken"


def main(arguments: list[str]) -> None:
    """Take mails at a port of loopback until somebody says stop."""
    port, path = int(arguments[0]), arguments[1] if len(arguments) > 1 else None
    server = Controller(Sink(path), hostname="127.0.0.1", port=port)
    server.start()
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
