"""
Unsubscribing: one click in a mail ends mails of reminders, without signing in (RFC 8058). The link is signed; nobody can guess another's.

A link is of one mailbox and one moment. It acts no more when the person is reached elsewhere, when they asked for mails again since, and two years
after the mail: whoever finds an old mail then chooses on the page for it.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _preferences
from learning.accounts import people
from learning.errors import Refusal

LINK_LASTS = timedelta(days=730)
# Before this day links bore no moment: they count as of it.
LINKS_BEAR_MOMENTS_SINCE = datetime(2026, 11, 24, tzinfo=UTC)
_SALT = "credits.reminders.unsubscribe"


class LinkEnded(Refusal):
    """The link was good once."""

    sentence = _(
        "This link does not act any more: it is of a mail more than two years old, of an address that is no longer used, or you have asked for mails again since."
    )


class Subscription(NamedTuple):
    """What a link ends: what reaches a person on a channel."""

    person_id: int
    channel: Channel


class _Link(NamedTuple):
    ends: Subscription
    digest: str
    sent_at: datetime


def link(delivery: Delivery, *, at: datetime) -> str:
    """Return the address that ends mails like `delivery`, which goes out at `at`."""
    stated = f"{delivery.reminder.person_id}.{delivery.channel}.{_digest(delivery.address)}.{int(at.timestamp())}"
    return _address().replace("TOKEN", _signer().sign(stated).replace(":", "~"))


def subscription(token: str, *, at: datetime) -> Subscription | None:
    """
    Return what the link with `token` ends, None if it is none of ours.

    :raises LinkEnded: if it is too old, of a mailbox that is not the person's any more, or from before they asked for mails again
    """
    found = _read(token)
    if found is None:
        return None
    reached = people.addresses([found.ends.person_id]).get(found.ends.person_id)
    again = _preferences.again_since(found.ends.person_id, found.ends.channel)
    is_theirs = reached is not None and found.digest == _digest(reached.email or "")
    is_old = found.sent_at <= at - LINK_LASTS or (again is not None and found.sent_at < again)
    if is_old or not is_theirs:
        raise LinkEnded
    return found.ends


def _read(token: str) -> _Link | None:
    try:
        person, channel, digest, *sent = _signer().unsign(token.replace("~", ":")).split(".")
        sent_at = datetime.fromtimestamp(int(sent[0]), UTC) if sent else LINKS_BEAR_MOMENTS_SINCE
        return _Link(Subscription(int(person), Channel(channel)), digest, sent_at)
    except (signing.BadSignature, ValueError):
        return None


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


def end(subscribed: Subscription, *, at: datetime) -> None:
    """Keep that the person wants no reminders on that channel any more."""
    _preferences.set_wanted(person_id=subscribed.person_id, channel=subscribed.channel, is_wanted=False, at=at)
