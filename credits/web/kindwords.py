"""How a kind of reminder stands on a page: its texts with their segments, what may be filled in."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import ngettext

from credits import reminders
from credits.web.kindforms import LANGUAGES
from learning.accounts import texts


class Text(NamedTuple):
    """What is said in one language, and what its text message costs."""

    code: str
    language: str
    message: reminders.Message
    sms: str
    cost: str
    is_long: bool


class Filled(NamedTuple):
    """A placeholder: how it is written, what it is, what it says in the source's own example."""

    written: str
    label: str
    example: str


def shown_texts(messages: Mapping[str, reminders.Message], *, signature: str) -> list[Text]:
    """Return the texts in both languages; of the text message, how it goes out with its signature."""
    return [_text(code, str(said), messages[code], signature) for code, said in LANGUAGES if code in messages]


def placeholders(source: reminders.Source) -> list[Filled]:
    """Return what a wording of `source` may name in braces."""
    return [Filled(f"{{{name}}}", str(one.label), one.fill(source.sample)) for name, one in source.placeholders.items()]


def _text(code: str, language: str, message: reminders.Message, signature: str) -> Text:
    sms = texts.signed(message.sms, signature=signature) if message.sms else ""
    segments = texts.segments(sms) if sms else 0
    cost = ngettext("%(signs)s characters, %(count)s segment", "%(signs)s characters, %(count)s segments", segments)
    return Text(code, language, message, sms, cost % {"signs": len(sms), "count": segments}, segments > 1)
