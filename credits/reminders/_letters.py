"""
Letters: a reminder as a mail, as bytes.

Templates are rendered once a language, with marks where the words go, and headers are written by hand: what Django's and Python's own classes do
for one mail takes longer than to send it.
"""

from base64 import b64encode, encodebytes
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import mark_safe

from credits.models import Delivery
from credits.reminders import _unsubscribing
from credits.reminders._dkim import signed
from credits.reminders._readers import Reader
from credits.reminders._wording import Message

_LINE = "\r\n"
# Signs that stand for words in a rendered template: Unicode keeps them for this, no text holds them.
_NAME, _SUBJECT, _SENTENCES, _PAGE, _LINK = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
# RFC 2047: an encoded word has 75 signs at most, 12 of them around its base64.
_BYTES_OF_A_WORD = 45


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail, ready to go: from whom to whom on its envelope, its bytes, and its words as the log keeps them."""

    sender: str
    to: str
    content: bytes
    words: str


def letter(delivery: Delivery, message: Message, *, reader: Reader, may_end: bool, at: datetime) -> Letter:
    """
    Return `message` as a mail; where the reader `may_end` such mails, it says how, for people and for programs.

    :raises ValueError: if the address is none
    """
    link = _unsubscribing.link(delivery) if may_end else ""
    sender, written = _sender(settings.DEFAULT_FROM_EMAIL)
    to = _address(delivery.address)
    headers = {
        "From": written,
        "To": to,
        "Subject": _encoded(message.subject),
        "Date": _date(at),
        "Message-ID": delivery.message_id,
        "MIME-Version": "1.0",
        "Content-Language": reader.language,
        "Auto-Submitted": "auto-generated",
        # Of several that arrived under one Message-ID, which is which.
        "X-Attempt": str(delivery.attempts + 1),
    }
    if link:
        headers |= {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    text, page = _filled(message, reader, link)
    content = _content(headers, text, page, boundary=f"=_{delivery.message_id[1:33]}")
    return Letter(
        sender=sender,
        to=to,
        content=signed(content),
        words=_unsubscribing.without_links(f"{message.subject}\n\n{text}"),
    )


def _filled(message: Message, reader: Reader, link: str) -> tuple[str, str]:
    text, page = _frames(reader.language, has_link=bool(link))
    words_of = {
        _NAME: reader.name,
        _SUBJECT: message.subject,
        _SENTENCES: "\n".join(message.sentences),
        _PAGE: message.url,
        _LINK: link,
    }
    for mark, words in words_of.items():
        text = text.replace(mark, words)
        page = page.replace(mark, escape(words).replace("\n", "<br>"))
    return text, page


@lru_cache(maxsize=8)
def _frames(language: str, *, has_link: bool) -> tuple[str, str]:
    """Return the text and the page of a mail in a language, with marks where the words go."""
    marks = {"name": _NAME, "subject": _SUBJECT, "sentences": _SENTENCES, "url": _PAGE}
    said: dict[str, str] = {name: mark_safe(mark) for name, mark in marks.items()}  # noqa: S308  (signs of ours)
    said |= {"language": language, "unsubscribe": _LINK if has_link else ""}
    with translation.override(language):
        text = render_to_string("credits/mail/reminder.txt", said)
        return text, render_to_string("credits/mail/reminder.html", said)


def _content(headers: dict[str, str], text: str, page: str, *, boundary: str) -> bytes:
    head = [f"{name}: {value}" for name, value in headers.items()]
    head.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    parts = [_part(text, "plain"), _part(page, "html")]
    body = "".join(f"--{boundary}{_LINE}{part}" for part in parts)
    return f"{_LINE.join(head)}{_LINE}{_LINE}{body}--{boundary}--{_LINE}".encode("ascii")


def _part(text: str, kind: str) -> str:
    head = f'Content-Type: text/{kind}; charset="utf-8"{_LINE}Content-Transfer-Encoding: base64{_LINE}{_LINE}'
    return head + encodebytes(text.encode()).decode("ascii").replace("\n", _LINE)


def _encoded(subject: str) -> str:
    """Return `subject`, a single line, as a header may hold it (RFC 2047)."""
    words = (f"=?utf-8?b?{b64encode(part).decode('ascii')}?=" for part in _cut(" ".join(subject.split())))
    return f"{_LINE} ".join(words)


def _cut(line: str) -> Iterator[bytes]:
    part = b""
    for sign in line:
        encoded = sign.encode()
        if len(part) + len(encoded) > _BYTES_OF_A_WORD:
            yield part
            part = b""
        part += encoded
    yield part


@lru_cache(maxsize=2)
def _sender(stated: str) -> tuple[str, str]:
    return parseaddr(stated)[1], sanitize_address(stated, "utf-8")


@lru_cache(maxsize=2)
def _date(at: datetime) -> str:
    return format_datetime(at)


def _address(address: str) -> str:
    # Nearly all are plain; the others take ten times as long.
    is_plain = address.isascii() and address.replace("@", "", 1).replace(".", "").replace("_", "").isalnum()
    return address if is_plain and "@" in address else sanitize_address(address, "utf-8")
