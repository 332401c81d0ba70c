"""
Mailing: the connection to the mail server, and what its answers mean.

A server that takes several commands at once (PIPELINING, RFC 2920) is given the whole envelope of a mail, and while it looks at that, we write
down that the mail goes out. Its content follows afterwards: of an envelope without content nothing comes. While the server takes the content, the
next mail is prepared.
"""

import logging
import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes
from email.message import Message as Parsed
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from credits.reminders._letters import Letter

log = logging.getLogger(__name__)
# RFC 3463: the mailbox or its domain is none (X.1.1 to X.1.3, X.1.6, X.1.10), or the mailbox is closed (X.2.1).
_OF_ADDRESS = re.compile(r"\b5\.(1\.(1|2|3|6|10)|2\.1)\b")
_CODES_OF_ADDRESS = {550, 551, 553}
_ENHANCED = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")
_GOOD, _GO_ON = {250, 251}, {354}
# An address that an envelope may bear as it is.
_PLAIN = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+")


class NotTaken(Exception):
    """The message was certainly not taken. `is_of_address`: the address takes none, whatever they say."""

    def __init__(self, said: str, *, is_final: bool, is_of_address: bool = False) -> None:
        super().__init__(said[:500])
        self.is_final, self.is_of_address = is_final, is_of_address


class _Talking:
    """Keeps whether the content of the last mail went out, and the server's answer."""

    has_content_gone = False
    answer: tuple[int, bytes] = (0, b"")

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.has_content_gone = True
        self.answer = super().data(msg)  # type: ignore[misc]
        return self.answer


class _TalkingPlain(_Talking, smtplib.SMTP):
    pass


class _TalkingTls(_Talking, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    @property
    def connection_class(self) -> Any:
        return _TalkingTls if self.use_ssl else _TalkingPlain


class _Written(EmailMessage):
    """A letter as Django's other backends (files, memory) take it."""

    def __init__(self, letter: Letter) -> None:
        parsed = message_from_bytes(letter.content)
        super().__init__(subject=str(parsed["Subject"]), body=letter.text, from_email=letter.sender, to=[letter.to])
        self.parsed = parsed

    def message(self, **_how: Any) -> Parsed:
        return self.parsed


class Server:
    """One sweep's mail server: the connection is kept from mail to mail."""

    def __init__(self) -> None:
        self.backend: BaseEmailBackend | None = None

    def opens(self) -> bool:
        """Say whether the mail server answers; a connection that is open is kept."""
        smtp = getattr(self.backend, "connection", None)
        if self.backend is not None and (smtp is None or smtp.sock is not None):
            return True
        backend = get_connection()
        if type(backend) is EmailBackend:
            backend = _Backend()
        try:
            backend.open()
            if smtp := getattr(backend, "connection", None):
                smtp.ehlo_or_helo_if_needed()
        except (OSError, smtplib.SMTPException) as error:
            log.warning("mail server: %s", error)
            return False
        self.backend = backend
        return True

    def close(self) -> None:
        """Leave the mail server."""
        if self.backend is not None:
            with suppress(OSError, smtplib.SMTPException):
                self.backend.close()
        self.backend = None

    def send(
        self, letter: Letter, *, begin: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None
    ) -> str | None:
        """
        Hand `letter` over and return the answer; None, and nothing is handed over, where `begin`, called just before that, says that it must not be.

        `meanwhile`, which may not fail, is called while the server takes the mail, if there is a while.

        :raises NotTaken: if it was certainly not taken; whatever else is raised leaves that open
        """
        assert self.backend is not None
        smtp: Any = getattr(self.backend, "connection", None)
        if smtp is not None and smtp.has_extn("pipelining") and _PLAIN.fullmatch(letter.to):
            return self._send_at_once(smtp, letter, begin, meanwhile)
        if not begin():
            return None
        if smtp is None:
            self.backend.send_messages([_Written(letter)])
            return ""
        return self._send_step_by_step(smtp, letter)

    def _send_at_once(
        self, smtp: Any, letter: Letter, begin: Callable[[], bool], meanwhile: Callable[[], None]
    ) -> str | None:
        size = f" size={len(letter.content)}" if smtp.has_extn("size") else ""
        envelope = f"mail FROM:<{letter.sender}>{size}\r\nrcpt TO:<{letter.to}>\r\ndata\r\n"
        is_ours = False
        try:
            smtp.send(envelope.encode("ascii"))
        except (OSError, smtplib.SMTPException) as error:
            # It hung up since the last mail.
            self.close()
            raise NotTaken(str(error) or type(error).__name__, is_final=False) from error
        try:
            is_ours = begin()
        finally:
            if not is_ours:
                # The server waits for the content: it is left, not told.
                smtp.close()
                self.backend = None
        return self._filled(smtp, letter, meanwhile) if is_ours else None

    def _filled(self, smtp: Any, letter: Letter, meanwhile: Callable[[], None]) -> str:
        """Send the content if the server wants it, and return its answer."""
        mail, rcpt, data = self._of_envelope(smtp)
        good = ((mail, _GOOD), (rcpt, _GOOD), (data, _GO_ON))
        refused = next((said for said, codes in good if said[0] not in codes), None)
        if data[0] in _GO_ON:
            # Of a mail that has no recipient, the empty end.
            content = b"" if refused else letter.content.replace(b"\r\n.", b"\r\n..")
            smtp.send(content + b".\r\n")
            meanwhile()
            answer = smtp.getreply()
            refused = refused or (answer if answer[0] not in _GOOD else None)
        if refused is not None:
            self._forget_envelope(smtp)
            raise self._refused(*refused, is_of_recipient=refused is rcpt)
        return f"{answer[0]} {_readable(answer[1])}"

    def _forget_envelope(self, smtp: Any) -> None:
        try:
            smtp.rset()
        except (OSError, smtplib.SMTPException):
            # Servers like to hang up after a refusal.
            self.close()

    def _of_envelope(self, smtp: Any) -> list[tuple[int, bytes]]:
        try:
            return [smtp.getreply() for _command in range(3)]
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            # No content went out.
            raise NotTaken(str(error) or type(error).__name__, is_final=False) from error

    def _send_step_by_step(self, smtp: Any, letter: Letter) -> str:
        smtp.has_content_gone = False
        try:
            smtp.sendmail(letter.sender, [letter.to], letter.content)
        except smtplib.SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            raise self._refused(code, answer, is_of_recipient=True) from refused
        except smtplib.SMTPResponseException as refused:
            raise self._refused(refused.smtp_code, refused.smtp_error, is_of_recipient=False) from refused
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            if smtp.has_content_gone:
                raise
            raise NotTaken(str(error) or type(error).__name__, is_final=False) from error
        code, answer = smtp.answer
        return f"{code} {_readable(answer)}"

    def _refused(self, code: int, answer: bytes | str, *, is_of_recipient: bool) -> NotTaken:
        if code == 421:  # the server hung up, and said so
            self.close()
        return _refusal(code, answer, is_of_recipient=is_of_recipient)


def _refusal(code: int, answer: bytes | str, *, is_of_recipient: bool) -> NotTaken:
    said, is_final = f"{code} {_readable(answer)}", code >= 500
    # A server that says exactly why is believed; of one that does not, the code for the recipient is.
    is_of_address = (
        bool(_OF_ADDRESS.search(said)) if _ENHANCED.search(said) else is_of_recipient and code in _CODES_OF_ADDRESS
    )
    return NotTaken(said, is_final=is_final, is_of_address=is_final and is_of_address)


def _readable(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
