"""Wording: a reminder in the reader's language, as a line, a text message, a mail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from credits.enums import ReminderKind
from credits.models import Reminder
from learning.tags import day, day_and_time, moment

# One part of a text message in Chinese; two parts in English with a Chinese title in it.
SMS_LENGTH = {"zh": 70, "en": 134}
# Stands for the title until it is known how much of it there is room for.
_TITLE = "\ufffc"
Facts = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Message:
    """What somebody reads: a subject, the sentences, the page to open."""

    subject: str
    sentences: tuple[str, ...]
    sms: str
    path: str

    @property
    def url(self) -> str:
        """Return the whole address of the page to open."""
        return f"{settings.PUBLIC_URL}{self.path}"


def message(reminder: Reminder) -> Message:
    """Return `reminder` in the active language."""
    facts = reminder.facts
    subject, sentences, sms = _KINDS[ReminderKind(reminder.kind)](facts)
    return Message(
        subject=" ".join(subject.split()),
        sentences=tuple(filter(None, sentences)),
        sms=_fitted(sms, facts),
        path=facts.get("path") or _path(reminder),
    )


# Subject, sentences, and the sentences of the text message: the first is always sent, the others where there is room.
Words = tuple[str, tuple[str, ...], tuple[str, ...]]


def _enrolment_decided(facts: Facts) -> Words:
    subject, sentence = {
        "ADMITTED": (_("Admitted: “%(title)s”"), _("You are admitted to “%(title)s”. It begins on %(day)s.")),
        "WAITING": (_("On the waiting list: “%(title)s”"), _("You are on the waiting list for “%(title)s” (%(day)s). We tell you as soon as a place becomes free.")),
        "REFUSED": (_("Not admitted: “%(title)s”"), _("You were not admitted to “%(title)s” (%(day)s).")),
        "WITHDRAWN": (_("Enrolment withdrawn: “%(title)s”"), _("Your enrolment for “%(title)s” (%(day)s) is withdrawn.")),
    }.get(facts["state"], (_("Enrolment received: “%(title)s”"), _("Your enrolment for “%(title)s” (%(day)s) was received. You are told when it is decided.")))  # fmt: skip
    said = {"title": facts["title"], "day": day(facts["starts_on"])}
    return subject % said, (sentence % said, _reason(facts), _place(facts)), (_with_title(sentence, day=said["day"]),)


def _run_tomorrow(facts: Facts) -> Words:
    said = {"title": facts["title"], "day": day(facts["starts_on"])}
    sentence = _("“%(title)s” begins tomorrow, %(day)s.")
    place = _place(facts)
    # A text message may wait for the morning of the day itself: it names the day only.
    text = _("“%(title)s” begins on %(day)s.")
    return _("Tomorrow: “%(title)s”") % said, (sentence % said, place), (_with_title(text, day=said["day"]), place)


def _run_changed(facts: Facts) -> Words:
    said = {"title": facts["title"], "session": facts.get("session", "")}
    if facts["is_cancelled"]:
        sentence = _("“%(title)s” does not take place.")
        return (
            _("Cancelled: “%(title)s”") % said,
            (sentence % said, _reason(facts)),
            (_with_title(sentence), _reason(facts)),
        )
    sentence = _("“%(session)s” of “%(title)s” has changed.") if said["session"] else _("“%(title)s” has changed.")
    changes = _changes(facts)
    sms = (_with_title(sentence, session=said["session"]), *changes)
    return _("Changed: “%(title)s”") % said, (sentence % said, *changes, _reason(facts)), sms


def _certificate_ready(facts: Facts) -> Words:
    said = {"title": facts["title"], "number": facts["number"]}
    sentence = _("Your certificate for “%(title)s” is ready.")
    number = _("Its number is %(number)s.") % said
    return _("Certificate ready: “%(title)s”") % said, (sentence % said, number), (_with_title(sentence), number)


def _cycle_ends(facts: Facts) -> Words:
    said = {"rulebook": facts["rulebook"], "missing": facts["missing"], "day": day(facts["deadline"])}
    parts = _missing_parts(facts)
    said["parts"] = parts
    short = _("%(missing)s hours are missing%(parts)s. Complete them by %(day)s.") % said
    return (
        _("%(missing)s hours are still missing") % said,
        (short, _("This follows from “%(rulebook)s”; the cycle ends on %(end)s.") % {**said, "end": day(facts["ends_on"])}),
        (short,),
    )  # fmt: skip


def _hours_corrected(facts: Facts) -> Words:
    said = {"title": facts["title"], "before": facts["before"], "after": facts["after"]}
    sentence = _("Your hours of “%(title)s” were corrected: %(before)s before, %(after)s now.")
    text = _with_title(sentence, before=said["before"], after=said["after"])
    return _("Hours corrected: “%(title)s”") % said, (sentence % said, _reason(facts)), (text, _reason(facts))


def _record_claimed(facts: Facts) -> Words:
    at = moment(datetime.fromisoformat(facts["at"]))
    sentence = _("Somebody tried to join a login to your record on %(moment)s. If it was not you, tell your base or your regulator.") % {"moment": at}  # fmt: skip
    return _("Somebody tried to join your record"), (sentence,), (sentence,)


def _search_found(facts: Facts) -> Words:
    sentence = ngettext(
        "%(count)d new run for your saved search “%(title)s”.",
        "%(count)d new runs for your saved search “%(title)s”.",
        facts["count"],
    )
    said = {"title": facts["title"], "count": facts["count"]}
    found = tuple(_("“%(title)s”") % {"title": title} for title in facts["found"])
    subject = _("New in your saved search “%(title)s”") % said
    return subject, (sentence % said, *found), (sentence % {**said, "title": _TITLE},)


def _page_waits(facts: Facts) -> Words:
    said = {"title": facts["title"], "moment": moment(datetime.fromisoformat(facts["since"]))}
    sentence = _("“%(title)s” has waited for moderation since %(moment)s. It is with the moderators, their deputies and the next level now.")  # fmt: skip
    subject = _("Waiting for moderation: “%(title)s”") % said
    return subject, (sentence % said,), (_with_title(sentence, moment=said["moment"]),)


_KINDS: dict[ReminderKind, Callable[[Facts], Words]] = {
    ReminderKind.ENROLMENT_DECIDED: _enrolment_decided,
    ReminderKind.RUN_TOMORROW: _run_tomorrow,
    ReminderKind.RUN_CHANGED: _run_changed,
    ReminderKind.CERTIFICATE_READY: _certificate_ready,
    ReminderKind.CYCLE_ENDS: _cycle_ends,
    ReminderKind.HOURS_CORRECTED: _hours_corrected,
    ReminderKind.RECORD_CLAIMED: _record_claimed,
    ReminderKind.SEARCH_FOUND: _search_found,
    ReminderKind.PAGE_WAITS: _page_waits,
}


def _path(reminder: Reminder) -> str:
    if reminder.kind == ReminderKind.CERTIFICATE_READY:
        return reverse("credits:certificates")
    if reminder.kind == ReminderKind.RECORD_CLAIMED:
        return reverse("accounts:join")
    if reminder.kind == ReminderKind.HOURS_CORRECTED:
        return reverse("credits:timeline")
    # The desk above all apps that says what comes next; its name is not known down here.
    return reverse("credits:my-hours") if reminder.kind == ReminderKind.CYCLE_ENDS else "/learning/"


def _reason(facts: Facts) -> str:
    return _("Reason: %(reason)s.") % {"reason": facts["reason"].rstrip("。.")} if facts.get("reason") else ""


def _place(facts: Facts) -> str:
    return _("Place: %(place)s.") % {"place": facts["place"]} if facts.get("place") else ""


# Of what may change, the moments that somebody has to keep.
_MOMENTS = ("starts_at", "ends_at")


def _changes(facts: Facts) -> tuple[str, ...]:
    before, after = facts.get("before", {}), facts.get("after", {})
    labels = {
        "starts_at": _("Begins: %(value)s."),
        "ends_at": _("Ends: %(value)s."),
        "room": _("Room: %(value)s."),
        "teacher": _("Teacher: %(value)s."),
        "minutes": _("Minutes present: %(value)s."),
    }
    moved = [name for name in labels if after.get(name) and after[name] != before.get(name)]
    said = {name: day_and_time(after[name]) if name in _MOMENTS else after[name] for name in moved}
    return tuple(labels[name] % {"value": said[name]} for name in moved)


def _missing_parts(facts: Facts) -> str:
    language = "zh" if _is_chinese() else "en"
    parts = [
        _("%(category)s %(missing)s") % {"category": part[language], "missing": part["missing"]}
        for part in facts["categories"]
    ]
    return _(" (%(parts)s)") % {"parts": _(", ").join(parts)} if parts else ""


def _with_title(sentence: str, **said: str) -> str:
    """Fill `sentence` but for its title, which a text message may have to cut."""
    return sentence % {"title": _TITLE, **said}


def _fitted(parts: tuple[str, ...], facts: Facts) -> str:
    """Join what there is room for, then cut the title if it must be."""
    limit, gap = (SMS_LENGTH["zh"], "") if _is_chinese() else (SMS_LENGTH["en"], " ")
    sms, *rest = filter(None, parts)
    for part in rest:
        # Worth it where the title keeps a dozen signs.
        if len(sms + gap + part) + 11 <= limit:
            sms += gap + part
    title = facts.get("title", "")
    room = max(8, limit - len(sms) + 1)

    return sms.replace(_TITLE, title if len(title) <= room else f"{title[: room - 1]}…")


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")
