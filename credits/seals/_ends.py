"""Keys in wrong hands: since when, why, and what that makes of a seal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from credits.models import SealKey, SealKeyEnd
from learning.errors import Refusal

FORMAT = "xueshi-ended-keys/1"


@dataclass(frozen=True, kw_only=True)
class KeyEnd:
    """A key in wrong hands: its number, whose it was, since when, and why, in public words."""

    serial: str
    organisation: str
    since: datetime
    reason: str


Ends = Mapping[str, KeyEnd]
NOBODY: Ends = MappingProxyType({})


class KeyUnknown(Refusal):
    """There is no such key."""

    sentence = _("No key of seals has the number %(serial)s.")


class KeyEndedBefore(Refusal):
    """It is noted once, and cannot change."""

    sentence = _("Key %(serial)s is known to be in wrong hands already, since %(day)s. Nothing was changed.")


class EndReasonMissing(Refusal):
    """Whoever checks a paper would not know why."""

    sentence = _("The reason is missing. Say what happened: whoever checks a paper reads it.")


class EndToCome(Refusal):
    """Nobody knows when a key will be stolen."""

    sentence = _("A key cannot be in wrong hands since a moment that is still to come.")


class SealStolen(Refusal):
    """Whoever has the key can write any day into a paper."""

    sentence = _(
        "The key of this seal, of %(signer)s, was stopped: it is in wrong hands since %(day)s, and nothing proves that the file was sealed before. Reason: %(reason)s"
    )


class SealedLate(SealStolen):
    """Whoever sealed it may have been anybody."""

    sentence = _(
        "The key of this seal, of %(signer)s, was stopped: it is in wrong hands since %(day)s, and the file was sealed after that. Reason: %(reason)s"
    )


def end(*, serial: str, since: datetime, reason: str, at: datetime) -> SealKeyEnd:
    """
    Note for good that the key called `serial` is in wrong hands since a moment. It seals nothing any more.

    :raises KeyUnknown: if there is none
    :raises EndToCome: if that moment is still to come
    :raises EndReasonMissing: if nobody says what happened
    :raises KeyEndedBefore: if that is known
    """
    key = SealKey.objects.filter(serial=serial.lower()).first()
    if key is None:
        raise KeyUnknown(serial=serial)
    if since > at:
        raise EndToCome
    if not reason.strip():
        raise EndReasonMissing
    try:
        with transaction.atomic():
            return SealKeyEnd.objects.create(key=key, since=since, reason=reason.strip(), noted_at=at)
    except IntegrityError:
        raise KeyEndedBefore(serial=serial, day=_day(SealKeyEnd.objects.get(key=key).since)) from None


def ends() -> Ends:
    """Return the ends of keys by their serial numbers."""
    rows = SealKeyEnd.objects.order_by("pk").values_list("key__serial", "key__organisation__name", "since", "reason")
    return {serial: KeyEnd(serial=serial, organisation=name, since=at, reason=why) for serial, name, at, why in rows}


def told(ended: Ends) -> dict[str, Any]:
    """Return ends of keys as JSON, for whoever checks files without the register."""
    keys = [
        {
            "serial": one.serial,
            "organisation": one.organisation,
            "since": one.since.isoformat(),
            "reason": one.reason,
        }
        for one in ended.values()
    ]
    return {"format": FORMAT, "keys": keys}


def read_ends(content: bytes) -> Ends:
    """
    Return the ends of keys that a file holds, as `told` wrote it.

    :raises ValueError: if it holds another thing
    """
    try:
        held = json.loads(content)
        if held["format"] != FORMAT:
            raise ValueError(f"no {FORMAT}")
        read = [{**one, "since": _moment(one["since"])} for one in held["keys"]]
        return {one["serial"]: KeyEnd(**one) for one in read}
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"no {FORMAT}: {error}") from None


def refuse_stolen(serial: str, signer: str, proved_at: datetime | None, ended: Ends) -> KeyEnd | None:
    """
    Look whether a seal was made by whoever may make it; `proved_at` is a moment at which the file is known to have been there. Return the end of its key.

    :raises SealedLate: if its key was in wrong hands at that moment
    :raises SealStolen: if its key is in wrong hands, and nothing proves that it was made before
    """
    found = ended.get(serial)
    if found is None or (proved_at is not None and proved_at < found.since):
        return found
    refusal = SealStolen if proved_at is None else SealedLate
    raise refusal(signer=signer, day=_day(found.since), reason=found.reason)


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        raise ValueError(f"{text} is no moment with a time zone")
    return found


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
