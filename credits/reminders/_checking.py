"""Checking: what a version of a kind says is whole, short enough, and names only what its source fills."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credits.enums import Channel, Weight
from credits.reminders._sources import Source, UnknownSource, source
from credits.reminders._wording import IN_BRACES

LANGUAGES = ("zh", "en")
WORDS = {"name": 40, "subject": 100, "lines": 2000, "sms": 500}
STATUSES = ("RETIRED", "ON_LEAVE", "DECEASED")
FURTHEST, LATEST = 366, -60
MOST_OFFSETS = 10
Complaints = dict[str, list[str | Promise]]
_LONE_BRACE = re.compile(r"[{}]")


def complaints(body: Mapping[str, Any]) -> Complaints:
    """Return what is wrong with `body`, by the field (`zh.sms`, `offsets`); nothing if it may be published."""
    found: Complaints = {}
    try:
        given = source(body["source"])
    except UnknownSource:
        return {"source": [_("Nobody hands this source down.")]}
    for field, complaint in (*_of_settings(body, given), *_of_words(body, given)):
        found.setdefault(field, []).append(complaint)
    return found


def digest_of(body: Mapping[str, Any]) -> str:
    """Return the digest of what `body` says."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


Complaint = tuple[str, str | Promise]


def _of_settings(body: Mapping[str, Any], given: Source) -> Iterator[Complaint]:
    if body["weight"] not in Weight.values:
        yield "weight", _("Choose how much it matters.")
    if unknown := set(body["flags"]) - given.flags.keys():
        yield "flags", _("“%(names)s” is no flag of this source.") % {"names": ", ".join(sorted(unknown))}
    if set(body["channels"]) - {Channel.SMS, Channel.EMAIL}:
        yield "channels", _("Choose from text message and e-mail.")
    if body["weight"] == Weight.REQUIRED and not body["channels"]:
        yield "channels", _("What the law requires has to leave the site on one channel at least.")
    if set(body["survives"]) - set(STATUSES):
        yield "survives", _("Choose from retired, on leave, deceased.")
    yield from _of_offsets(body, given)


def _of_offsets(body: Mapping[str, Any], given: Source) -> Iterator[Complaint]:
    offsets = body["offsets"]
    if given.has_day and not offsets:
        yield "offsets", _("Say how many days before it is told, for example 30, 7.")
    if offsets and not given.has_day:
        yield "offsets", _("This source has no day before which it could be told; leave it empty.")
    if len(offsets) > MOST_OFFSETS or any(not LATEST <= days <= FURTHEST for days in offsets):
        yield "offsets", _("At most %(most)s days, each between %(latest)s and %(furthest)s.") % {
            "most": MOST_OFFSETS, "latest": LATEST, "furthest": FURTHEST,
        }  # fmt: skip
    if len(set(offsets)) != len(offsets):
        yield "offsets", _("Name each number of days once.")


def _of_words(body: Mapping[str, Any], given: Source) -> Iterator[Complaint]:
    for language in LANGUAGES:
        words = body[language]
        for name, most in WORDS.items():
            for complaint in _of_text(words[name], most, given):
                yield f"{language}.{name}", complaint
        for name, complaint in _of_shape(words, has_sms=Channel.SMS in body["channels"]):
            yield f"{language}.{name}", complaint


def _of_shape(words: Mapping[str, str], *, has_sms: bool) -> Iterator[Complaint]:
    for name in ("name", "subject", "lines"):
        if not words[name].strip():
            yield name, _("This cannot be empty.")
    if has_sms and not words["sms"].strip():
        yield "sms", _("Say what the text message says, or take the channel away.")
    if "\n" in words["subject"]:
        yield "subject", _("The subject is one line.")
    if IN_BRACES.search(words["name"]):
        yield "name", _("The name of a kind has no placeholders.")


def _of_text(text: str, most: int, given: Source) -> Iterator[str | Promise]:
    if len(text) > most:
        yield _("At most %(most)s characters.") % {"most": most}
    if unknown := [name for name in dict.fromkeys(IN_BRACES.findall(text)) if name not in given.placeholders]:
        yield _("“%(names)s” is not filled by this source. It fills: %(known)s.") % {
            "names": ", ".join(f"{{{name}}}" for name in unknown),
            "known": " ".join(f"{{{name}}}" for name in given.placeholders),
        }
    if _LONE_BRACE.search(IN_BRACES.sub("", text)):
        yield _("A brace stands alone. Placeholders are written {like_this}.")
