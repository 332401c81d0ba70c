"""Unsubscribing: one click in a mail ends mails of reminders, without signing in (RFC 8058). The link is signed; nobody can guess another's."""

import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _preferences

_SALT = "credits.reminders.unsubscribe"


class Subscription(NamedTuple):
    """What a link ends: what reaches a person on a channel."""

    person_id: int
    channel: Channel


def link(delivery: Delivery) -> str:
    """Return the address that ends mails like `delivery`; the same in all mails to one person, and good for as long as a mail is kept."""
    token = _signer().sign(f"{delivery.reminder.person_id}.{delivery.channel}")
    return _address().replace("TOKEN", token.replace(":", "~"))


def subscription(token: str) -> Subscription | None:
    """Return what the link with `token` ends, None if it is none of ours."""
    try:
        person, _dot, channel = _signer().unsign(token.replace("~", ":")).partition(".")
        return Subscription(int(person), Channel(channel))
    except (signing.BadSignature, ValueError):
        return None


def without_links(text: str) -> str:
    """Return `text` with such addresses taken out: whoever reads in the log what was sent cannot unsubscribe for its reader."""
    before, _token, _after = _address().partition("TOKEN")
    return re.sub(rf"{re.escape(before)}\S*", "…", text)


@cache
def _signer() -> signing.Signer:
    return signing.Signer(salt=_SALT)


@cache
def _address() -> str:
    return f"{settings.PUBLIC_URL}{reverse('credits:unsubscribe', args=['TOKEN'])}"


def end(subscribed: Subscription) -> None:
    """Keep that the person wants no reminders on that channel any more."""
    _preferences.set_wanted(person_id=subscribed.person_id, channel=subscribed.channel, is_wanted=False)
