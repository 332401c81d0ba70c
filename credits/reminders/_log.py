"""The delivery log: what was planned and why, what was said, on which channel, what the server answered; and what was given up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from credits.models import Delivery
from credits.reminders import _letters, _reachable, _refused, _unsubscribing, _wording
from credits.reminders._queries import Trace, traced
from learning.accounts.models import User
from learning.errors import Refusal


class NotGivenUp(Refusal):
    """It went out, or is on its way."""

    sentence = _("This message was not given up: it went out, or is on its way.")


class AddressRefuses(Refusal):
    """The address is marked."""

    sentence = _("This address refuses messages. It is used again as soon as its owner confirms it.")


class NotThisWay(Refusal):
    """The address is another today, or the person wants no such messages, or is retired."""

    sentence = _(
        "This message does not go this way any more: the address, the person's choice or situation has changed since. It stands in the inbox."
    )


@dataclass(frozen=True, kw_only=True)
class Logged:
    """One delivery as staff and auditors read it."""

    pk: int
    person_id: int | None
    planned_at: datetime
    kind: str
    code: str
    version: int | None
    anchor: str
    subject: str
    wording: str
    has_letter: bool
    trace: Trace
    attempts: int
    answer: str
    given_up_at: datetime | None
    again_at: datetime | None


def log(person_ids: Collection[int]) -> QuerySet[Delivery]:
    """Return the deliveries to one human, whose records these are, the newest first."""
    return with_reminders(Delivery.objects.filter(reminder__person__in=person_ids)).order_by("-pk")


def with_reminders(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Return `rows` with all that `logged` reads."""
    return rows.select_related("reminder__version", "reminder__shared", "frame")


def logged(delivery: Delivery) -> Logged:
    """Return `delivery` as it is read, in the active language; its wording as it was sent."""
    reminder = delivery.reminder
    message = _wording.message(reminder)
    return Logged(
        pk=delivery.pk,
        person_id=reminder.person_id,
        planned_at=reminder.created_at,
        kind=message.kind,
        code=reminder.kind,
        version=reminder.version.number if reminder.version else None,
        anchor=reminder.anchor,
        subject=message.subject,
        wording=_as_sent(delivery),
        has_letter=delivery.frame is not None,
        trace=traced(delivery),
        attempts=delivery.attempts,
        answer=delivery.last_error or delivery.answer,
        given_up_at=delivery.given_up_at,
        again_at=delivery.again_at,
    )


def letter_of(delivery: Delivery) -> _letters.Shown | None:
    """Return a mail as it was sent, but for its link that ends such mails; None where there is none."""
    return _letters.shown(delivery)


def _as_sent(delivery: Delivery) -> str:
    mail = letter_of(delivery)
    return f"{mail.subject}\n\n{mail.text}" if mail else _unsubscribing.without_links(delivery.wording)


def send_again(*, delivery: Delivery, by: User, at: datetime) -> None:
    """
    Let a delivery that was given up be sent again, under the same Message-ID.

    :raises NotGivenUp: if it was not
    :raises AddressRefuses: if its address is marked
    :raises NotThisWay: if the reminder would not go there if it were planned today
    """
    if _refused.refused([(delivery.channel, delivery.address)]):
        raise AddressRefuses
    if (delivery.channel, delivery.address) not in _reachable.reached([delivery.reminder], at=at)[delivery.reminder_id]:
        raise NotThisWay
    given_up = Delivery.objects.filter(pk=delivery.pk, sent_at=None, given_up_at__isnull=False)
    if not given_up.update(
        given_up_at=None,
        claimed_at=None,
        tried_at=None,
        handed_at=None,
        attempts=0,
        not_before=at,
        again_at=at,
        again_by=by,
    ):
        raise NotGivenUp
