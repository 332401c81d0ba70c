"""Refused addresses: not used until whoever owns them types in the code that was sent there for trying."""

import secrets
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.enums import Channel
from credits.models import Delivery, RefusedAddress
from learning.accounts import people, texts
from learning.errors import Refusal

CODE_LASTS, CODE_WAIT, MOST_WRONG = timedelta(minutes=15), timedelta(minutes=1), 5
_SALT = "credits.reminders.refused"
Addressed = tuple[str, str]  # channel and address


class NotRefused(Refusal):
    """Nothing is wrong with the address."""

    sentence = gettext_lazy("Messages to this address are not held back.")


class TriedJustNow(Refusal):
    """One message a minute to an address that refuses them."""

    sentence = gettext_lazy("A code was sent a moment ago. Wait a minute before you ask for another.")


class WrongCode(Refusal):
    """Not the code that was sent."""

    field = "code"
    sentence = gettext_lazy("This is not the code that was sent, or it is older than 15 minutes. Ask for another.")


def mark(*, channel: str, address: str, answer: str, at: datetime) -> RefusedAddress:
    """Note that `address` takes no messages; what is still on its way there is given up."""
    found, _is_new = RefusedAddress.objects.update_or_create(
        channel=channel, address=address, defaults={"answer": answer[:500], "since": at, "code_digest": ""}
    )
    give_up(Delivery.objects.filter(channel=channel, address=address, tried_at=None, handed_at=None), answer, at=at)
    return found


def give_up(rows: QuerySet[Delivery], answer: str, *, at: datetime) -> None:
    """Give up those of `rows` that are still to be sent."""
    open_ones = rows.filter(sent_at=None, given_up_at=None)
    open_ones.update(given_up_at=at, claimed_at=None, last_error=answer[:500])


def refused(addresses: Iterable[Addressed]) -> dict[Addressed, RefusedAddress]:
    """Return those of `addresses` that are marked."""
    asked = Q(pk=None)
    by_channel: dict[str, set[str]] = {}
    for channel, address in addresses:
        by_channel.setdefault(channel, set()).add(address)
    for channel, named in by_channel.items():
        asked |= Q(channel=channel, address__in=named)
    return {(row.channel, row.address): row for row in RefusedAddress.objects.filter(asked)}


def refused_of(person_ids: Collection[int]) -> list[RefusedAddress]:
    """Return the marks on the addresses of somebody, whose records these are."""
    reached = people.addresses(person_ids).values()
    named = {
        (str(channel), address)
        for one in reached
        for channel, address in ((Channel.SMS, one.mobile), (Channel.EMAIL, one.email))
        if address
    }
    return sorted(refused(named).values(), key=lambda row: row.pk)


def send_code(*, person_id: int, channel: str, at: datetime) -> None:
    """
    Send a code to the refused address of a person, to try it.

    :raises NotRefused: if it is not refused
    :raises TriedJustNow: if that was done less than a minute ago
    """
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        row = _own(person_id, channel)
        if row.code_sent_at and row.code_sent_at > at - CODE_WAIT:
            raise TriedJustNow
        row.code_digest, row.code_sent_at, row.wrong_codes = _digest(row, code), at, 0
        row.save(update_fields=["code_digest", "code_sent_at", "wrong_codes"])
    body = _("%(code)s is the code that confirms this address for reminders. It is good for 15 minutes.") % {
        "code": code
    }
    if channel == Channel.SMS:
        texts.write(to=row.address, body=body, at=at, expires_at=at + CODE_LASTS)
    else:
        send_mail(_("Confirm your address"), body, settings.DEFAULT_FROM_EMAIL, [row.address], fail_silently=True)


def confirm(*, person_id: int, channel: str, code: str, at: datetime) -> None:
    """
    Use the refused address of a person again.

    :raises NotRefused: if it is not refused
    :raises WrongCode: if `code` is not what was sent there, or no longer good
    """
    with transaction.atomic():
        row = _own(person_id, channel)
        sent_at = row.code_sent_at if row.code_digest and row.wrong_codes < MOST_WRONG else None
        is_good = sent_at is not None and sent_at > at - CODE_LASTS
        if is_good and secrets.compare_digest(row.code_digest, _digest(row, code)):
            row.delete()
            return
        row.wrong_codes = min(row.wrong_codes + 1, MOST_WRONG)
        row.save(update_fields=["wrong_codes"])
    raise WrongCode


def _own(person_id: int, channel: str) -> RefusedAddress:
    reached = people.addresses([person_id])[person_id]
    address = reached.mobile if channel == Channel.SMS else reached.email
    row = RefusedAddress.objects.select_for_update().filter(channel=channel, address=address).first()
    if row is None:
        raise NotRefused
    return row


def _digest(row: RefusedAddress, code: str) -> str:
    return salted_hmac(_SALT, f"{row.pk}:{code.strip()}", algorithm="sha256").hexdigest()
