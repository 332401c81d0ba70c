"""Letters: a reminder as a mail, as bytes. Written by hand: what Django's and Python's own classes do takes longer than to send it."""

from base64 import encodebytes
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string

from credits.models import Delivery
from credits.reminders import _unsubscribing
from credits.reminders._dkim import signed
from credits.reminders._readers import Reader
from credits.reminders._wording import Message

_LINE = "\r\n"


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail, ready to go: from whom to whom on its envelope, its bytes, and its words as text."""

    sender: str
    to: str
    content: bytes
    words: str


def letter(delivery: Delivery, message: Message, *, reader: Reader, may_end: bool, at: datetime) -> Letter:
    """
    Return `message` as a mail in the active language; where the reader `may_end` such mails, it says how, for people and for programs.

    :raises ValueError: if the address is none
    """
    said = {"message": message, "name": reader.name, "language": reader.language}
    link = _unsubscribing.link(delivery) if may_end else ""
    text = render_to_string("credits/mail/reminder.txt", {**said, "unsubscribe": link})
    page = render_to_string("credits/mail/reminder.html", {**said, "unsubscribe": link})
    sender, to = parseaddr(settings.DEFAULT_FROM_EMAIL)[1], _address(delivery.address)
    headers = {
        "From": sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8"),
        "To": to,
        "Subject": Header(message.subject, "utf-8").encode(linesep=_LINE),
        "Date": format_datetime(at),
        "Message-ID": delivery.message_id,
        "MIME-Version": "1.0",
        "Content-Language": reader.language,
        "Auto-Submitted": "auto-generated",
        # Of several that arrived under one Message-ID, which is which.
        "X-Attempt": str(delivery.attempts + 1),
    }
    if link:
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    content = _content(headers, text, page, boundary=f"=_{delivery.message_id[1:33]}")
    return Letter(sender=sender, to=to, content=signed(content), words=f"{message.subject}\n\n{text}")


def _content(headers: dict[str, str], text: str, page: str, *, boundary: str) -> bytes:
    head = [f"{name}: {value}" for name, value in headers.items()]
    head.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    parts = [_part(text, "plain"), _part(page, "html")]
    body = "".join(f"--{boundary}{_LINE}{part}" for part in parts)
    return f"{_LINE.join(head)}{_LINE}{_LINE}{body}--{boundary}--{_LINE}".encode("ascii")


def _part(text: str, kind: str) -> str:
    head = f'Content-Type: text/{kind}; charset="utf-8"{_LINE}Content-Transfer-Encoding: base64{_LINE}{_LINE}'
    return head + encodebytes(text.encode()).decode("ascii").replace("\n", _LINE)


def _address(address: str) -> str:
    # Nearly all are plain; the others take ten times as long.
    is_plain = address.isascii() and address.replace("@", "", 1).replace(".", "").replace("_", "").isalnum()
    return address if is_plain and "@" in address else sanitize_address(address, "utf-8")
