"""Wording: a reminder in the reader's language, as a line, a text message, a mail. The words are data; here they are filled."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from credits.models import Reminder, ReminderVersion, SharedFacts
from credits.reminders import _kinds
from credits.reminders._sources import Facts, Filled, source
from credits.reminders.filling import is_chinese

# One part of a text message in Chinese; two parts in English with a Chinese title in it.
SMS_LENGTH = {"zh": 70, "en": 134}
IN_BRACES = re.compile(r"\{(\w+)\}")
# What a text message may have to cut.
TITLE = "title"
# Stands for the title until it is known how much of it there is room for.
_TITLE = "\ufffc"


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody reads: a subject, the sentences, the page to open; what the operator's wording of a text message is filled with."""

    subject: str
    sentences: tuple[str, ...]
    sms: str
    path: str
    kind: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Return the whole address of the page to open."""
        return f"{settings.PUBLIC_URL}{self.path}"


def message(reminder: Reminder, *, is_text: bool = True) -> Message:
    """Return `reminder` in the active language, as its kind was worded when it was planned; what a text message says only where it `is_text`."""
    body = body_of(reminder)
    if body is None:
        return Message(subject=reminder.kind, sentences=(), sms="", path="/")
    return worded(body, facts_of(reminder), is_text=is_text)


def read_words(reminders: Sequence[Reminder]) -> None:
    """Read what words are made from once each, however many rows hang on it: the versions of their kinds, and the facts that many share."""
    versions = ReminderVersion.objects.in_bulk({row.version_id for row in reminders if row.version_id})
    shared = SharedFacts.objects.in_bulk({row.shared_id for row in reminders if row.shared_id})
    for row in reminders:
        if row.version_id:
            row.version = versions.get(row.version_id)
        if row.shared_id:
            row.shared = shared.get(row.shared_id)


def body_of(reminder: Reminder) -> Mapping[str, Any] | None:
    """Return how the kind of `reminder` was worded when it was planned."""
    return reminder.version.body if reminder.version else _kinds.body_of(reminder.kind)


def facts_of(reminder: Reminder) -> Facts:
    """Return the facts of `reminder`: its own before those that it shares."""
    return {**reminder.shared.facts, **reminder.facts} if reminder.shared else reminder.facts


def worded(body: Mapping[str, Any], facts: Facts, *, is_text: bool = True) -> Message:
    """Return what a version says of `facts`, in the active language."""
    words, given = body["zh" if is_chinese() else "en"], source(body["source"])
    text = words["sms"] if is_text else ""
    filled = given.filled(facts)
    return Message(
        subject=" ".join(_line(words["subject"], filled).split()),
        sentences=tuple(_sentences(words["lines"], filled)),
        sms=_fitted(tuple(_sentences(text, filled, cut=True)), filled) if text else "",
        path=facts.get("path") or given.path(facts),
        kind=words["name"],
        parameters={name: filled[name] for name in dict.fromkeys(IN_BRACES.findall(text))},
    )


def _sentences(text: str, filled: Filled, *, cut: bool = False) -> Iterator[str]:
    """Yield the sentences of `text`, one a line; a line of which a placeholder is empty vanishes."""
    for line in text.splitlines():
        if all(filled[name] for name in IN_BRACES.findall(line)):
            yield from filter(None, _line(line, filled, cut=cut).split("\n"))


def _line(line: str, filled: Filled, *, cut: bool = False) -> str:
    return IN_BRACES.sub(lambda found: _TITLE if cut and found[1] == TITLE else filled[found[1]], line).strip()


def _fitted(parts: tuple[str, ...], filled: Filled) -> str:
    """Join what there is room for (the first sentence is always sent), then cut the title if it must be."""
    limit, gap = (SMS_LENGTH["zh"], "") if is_chinese() else (SMS_LENGTH["en"], " ")
    sms, *rest = parts or ("",)
    for part in rest:
        # Worth it where the title keeps a dozen signs.
        if len(sms + gap + part) + 11 <= limit:
            sms += gap + part
    if _TITLE not in sms:
        return sms
    title = filled[TITLE]
    room = max(8, limit - len(sms) + 1)
    return sms.replace(_TITLE, title if len(title) <= room else f"{title[: room - 1]}…")
