"""Telling people what happens to their record: text messages to the contacts that others recorded."""

from datetime import datetime
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts import people, texts
from learning.accounts.enums import ContactKind
from learning.accounts.models import Person, PersonContact

LANGUAGE = "zh-hans"  # of people of whom no login says another


def clock(at: datetime) -> str:
    """Return the time of day, as people read it."""
    return f"{localtime(at):%H:%M}"


def send_code(contact: PersonContact, code: str, *, at: datetime, expires_at: datetime) -> None:
    """Send `code` to a recorded contact, right after commit."""
    with translation.override(LANGUAGE):
        body = gettext(
            "Xueshi: your code for joining your record is %(code)s, valid for 10 minutes. Tell it to nobody."
        ) % {"code": code}
        subject = gettext("Your code for joining your record")
    if contact.kind == ContactKind.MOBILE:
        texts.write(to=contact.value, body=body, at=at, expires_at=expires_at)
    else:
        # Whoever waits for it can ask for another one, so it needs no row.
        transaction.on_commit(partial(send_mail, subject, body, None, [contact.value]), robust=True)


def tell_of_wrong_try(person: Person, *, at: datetime) -> None:
    """Tell the contacts of `person`, once a day: whoever tries again and again must not flood them."""
    body = _(
        "Xueshi: somebody tried to join a login to your record and failed. If it was not you, you need do nothing."
    )
    tell_contacts(person, body, at=at, key=f"join-wrong:{person.pk}:{localdate(at):%Y%m%d}")


def tell_contacts(person: Person, body: Promise, *, at: datetime, key: str | None = None, **facts: str) -> None:
    """Send a text message to every mobile number that others recorded for `person`."""
    mobiles = people.contacts_told(person).filter(kind=ContactKind.MOBILE).values_list("value", flat=True)
    for mobile in sorted(set(mobiles)):
        tell(mobile, body, LANGUAGE, at=at, key=f"{key}:{mobile}" if key else None, **facts)


def tell(mobile: str, body: Promise, language: str, *, at: datetime, key: str | None = None, **facts: str) -> None:
    """Send one text message in `language`."""
    with translation.override(language):
        texts.write(to=mobile, body=str(body) % facts, at=at, key=key)
