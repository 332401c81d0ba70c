"""Unsubscribing: one click in a mail ends mails of reminders, without signing in (RFC 8058). The link is signed; nobody can guess another's."""

import hashlib
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _preferences
from learning.accounts import people

_SALT = "credits.reminders.unsubscribe"


class Subscription(NamedTuple):
    """What a link ends: what reaches a person on a channel."""

    person_id: int
    channel: Channel


def link(delivery: Delivery) -> str:
    """Return the address that ends mails like `delivery`: the same in all mails to one mailbox, good for as long as the person is reached there."""
    token = _signer().sign(f"{delivery.reminder.person_id}.{delivery.channel}.{_digest(delivery.address)}")
    return _address().replace("TOKEN", token.replace(":", "~"))


def subscription(token: str) -> Subscription | None:
    """Return what the link with `token` ends, None if it is none of ours, or of a mailbox that is not the person's any more."""
    try:
        person, channel, digest = _signer().unsign(token.replace("~", ":")).split(".")
        found = Subscription(int(person), Channel(channel))
    except (signing.BadSignature, ValueError):
        return None
    reached = people.addresses([found.person_id]).get(found.person_id)
    return found if reached and digest == _digest(reached.email or "") else None


def _digest(address: str) -> str:
    return hashlib.sha256(address.lower().encode()).hexdigest()[:16]


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
