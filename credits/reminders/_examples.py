"""Examples of a kind: they hold before a version is published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from credits.reminders._sources import source
from credits.reminders._wording import Message, worded

LANGUAGES = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True, kw_only=True)
class Tried:
    """An example, what came of it, and what is wrong with that (nothing: it holds)."""

    name: str
    is_told: bool
    messages: Mapping[str, Message]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Say whether it came as expected."""
        return not self.faults


def tried(body: Mapping[str, Any]) -> list[Tried]:
    """Return every example of `body` with what comes of it."""
    return [_tried(body, one) for one in body["examples"]]


def sampled(body: Mapping[str, Any]) -> dict[str, Message]:
    """Return what `body` says of its source's own example, in both languages."""
    return in_both(body, source(body["source"]).sample)


def in_both(body: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Message]:
    """Return what `body` says of `facts`, in both languages."""
    said = {}
    for name, code in LANGUAGES.items():
        with translation.override(code):
            said[name] = worded(body, facts)
    return said


def said_of(body: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Message] | None:
    """Return what `body` says of an example, in both languages, None where its facts cannot be put into words: no day, no number."""
    try:
        return in_both(body, {**source(body["source"]).sample, **given["facts"]})
    except Exception:
        # Facts are typed by hand, and each source fills in its own way: whatever goes wrong is the example's fault.
        return None


def _tried(body: Mapping[str, Any], given: Mapping[str, Any]) -> Tried:
    # An example that names no flags is of the kind itself.
    is_told = set(body["flags"]) <= set(given["flags"] or body["flags"])
    messages = (said_of(body, given) if is_told else {}) or {}
    faults = [fault for language, message in messages.items() for fault in _faults(given, language, message)]
    if is_told and not messages:
        faults = [_("Its facts cannot be put into words.")]
    if is_told != given["is_told"]:
        faults = [_("It is told, and should not be.") if is_told else _("It is not told, and should be.")]
    return Tried(name=given["name"], is_told=is_told, messages=messages, faults=tuple(faults))


def _faults(given: Mapping[str, Any], language: str, message: Message) -> Iterator[str]:
    whole = "\n".join((message.subject, *message.sentences, message.sms))
    for text in given[f"says_{language}"]:
        if text not in whole:
            yield _("“%(text)s” is not said.") % {"text": text}
    for text in given[f"never_{language}"]:
        if text in whole:
            yield _("“%(text)s” is said, and should not be.") % {"text": text}
    yield from _sms_faults(given[f"sms_never_{language}"], message)


def _sms_faults(banned: Iterable[str], message: Message) -> Iterator[str]:
    for text in banned:
        if text in message.sms:
            yield _("“%(text)s” is said in the text message, and should not be.") % {"text": text}
