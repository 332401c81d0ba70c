"""Keys in wrong hands: since when, why, and what that makes of a seal."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.models import SealKey, SealKeyEnd
from learning.errors import Refusal

Ends = Mapping[str, SealKeyEnd]
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
        "The key of this seal, of %(signer)s, is in wrong hands since %(day)s, and no timestamp proves that the file was sealed before: %(reason)s"
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
    return {one.key.serial: one for one in SealKeyEnd.objects.select_related("key")}


def refuse_stolen(serial: str, signer: str, stamped_at: datetime | None, ended: Ends) -> None:
    """
    Look whether a seal was made by whoever may make it.

    :raises SealStolen: if its key is in wrong hands, and no timestamp says that it was made before
    """
    found = ended.get(serial)
    if found is not None and (stamped_at is None or stamped_at >= found.since):
        raise SealStolen(signer=signer, day=_day(found.since), reason=found.reason)


def _day(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
