"""
Letters: a reminder as a mail, as bytes.

Templates are rendered once a language, with marks where the words go (a `Frame`), and headers are written by hand: what Django's and Python's own
classes do for one mail takes longer than to send it. The log keeps the words and the frame; from both the letter is made again, sign for sign.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import mark_safe

from credits.models import Delivery, LetterFrame
from credits.reminders import _unsubscribing
from credits.reminders._dkim import signed
from credits.reminders._readers import Reader
from credits.reminders._wording import Message

_LINE = "\r\n"
# Signs that stand for words in a rendered template: Unicode keeps them for this, no text holds them.
_NAME, _SUBJECT, _SENTENCES, _PAGE, _LINK = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
# RFC 2047: an encoded word has 75 signs at most, 12 of them around its base64.
_BYTES_OF_A_WORD = 45
_SIGNS_OF_A_LINE = 76


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around the words of mails: text and page, with signs where the words go; from whom, in which language."""

    digest: str
    language: str
    sender: str
    text: str
    page: str

    def as_row(self) -> dict[str, str]:
        """Return the row that keeps it."""
        return dict(vars(self))


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail, ready to go: from whom to whom on its envelope, its bytes, and what it says as the log keeps it: the words, and what is around them."""

    sender: str
    to: str
    content: bytes
    text: str
    said: Mapping[str, Any]
    frame: Frame


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A mail as it was sent, but for the link that ends such mails."""

    sender: str
    subject: str
    text: str
    page: str


def letter(delivery: Delivery, message: Message, *, reader: Reader, may_end: bool, at: datetime) -> Letter:
    """
    Return `message` as a mail; where the reader `may_end` such mails, it says how, for people and for programs.

    :raises ValueError: if the address is none
    """
    link = _unsubscribing.link(delivery, at=at) if may_end else ""
    sender, written = _sender(settings.DEFAULT_FROM_EMAIL)
    to, frame = _address(delivery.address), _frame(reader.language, settings.DEFAULT_FROM_EMAIL, has_link=bool(link))
    said = {
        "name": reader.name,
        "subject": message.subject,
        "sentences": list(message.sentences),
        "url": message.url,
    }
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
    text, page = _filled(frame, said, link)
    content = _content(headers, text, page, boundary=f"=_{delivery.message_id[1:33]}")
    return Letter(sender=sender, to=to, content=signed(content), text=text, said=said, frame=frame)


def shown(delivery: Delivery) -> Shown | None:
    """Return a mail as it was sent; None where it was not, or was sent before letters were kept."""
    if delivery.frame is None or delivery.letter is None:
        return None
    text, page = _filled(delivery.frame, delivery.letter, "")
    subject = str(delivery.letter["subject"])
    return Shown(sender=delivery.frame.sender, subject=subject, text=text, page=page)


def _filled(frame: Frame | LetterFrame, said: Mapping[str, Any], link: str) -> tuple[str, str]:
    text, page = frame.text, frame.page
    words_of = {
        _NAME: said["name"],
        _SUBJECT: said["subject"],
        _SENTENCES: "\n".join(said["sentences"]),
        _PAGE: said["url"],
    }
    for mark, words in words_of.items():
        text = text.replace(mark, words)
        page = page.replace(mark, escape(words).replace("\n", "<br>"))
    # Whoever reads in the log what was sent cannot unsubscribe for its reader.
    return text.replace(_LINK, link or "…"), page.replace(_LINK, escape(link) or "#")


@lru_cache(maxsize=16)
def _frame(language: str, sender: str, *, has_link: bool) -> Frame:
    text, page = _frames(language, has_link=has_link)
    digest = hashlib.sha256("\0".join((language, sender, text, page)).encode()).hexdigest()
    return Frame(digest=digest, language=language, sender=sender, text=text, page=page)


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
    whole = b64encode(text.encode()).decode("ascii")
    lines = [whole[start : start + _SIGNS_OF_A_LINE] for start in range(0, len(whole), _SIGNS_OF_A_LINE)]
    return f"{head}{_LINE.join(lines)}{_LINE}"


@lru_cache(maxsize=500)
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
