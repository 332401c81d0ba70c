"""The inbox: what somebody was told, and what became of it on other channels."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from credits.enums import Channel
from credits.models import Delivery, Reminder
from credits.reminders import _wording
from learning.tags import moment


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What became of one delivery."""

    channel: str
    address: str
    state: str
    tone: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the inbox, in the reader's language."""

    pk: int
    kind: str
    subject: str
    sentences: tuple[str, ...]
    path: str
    written_at: datetime
    is_read: bool
    traces: tuple[Trace, ...]


def inbox(person_ids: Collection[int], *, user_id: int | None = None) -> QuerySet[Reminder]:
    """Return what one human, whose records and whose login these are, was told, the newest first."""
    deliveries = Prefetch("deliveries", queryset=Delivery.objects.order_by("channel", "pk"))
    return _told(person_ids, user_id).select_related("version", "shared").prefetch_related(deliveries).order_by("-pk")


def unread(person_ids: Collection[int], *, user_id: int | None = None) -> int:
    """Return how many lines are not read."""
    return _told(person_ids, user_id).filter(read_at=None).count()


def mark_read(*, person_ids: Collection[int], up_to: int, at: datetime, user_id: int | None = None) -> int:
    """Keep that the lines up to key `up_to` were read, and when first; return how many were new."""
    return _told(person_ids, user_id).filter(pk__lte=up_to, read_at=None).update(read_at=at)


def line(reminder: Reminder) -> Line:
    """Return `reminder` as it is read, in the active language."""
    message = _wording.message(reminder)
    return Line(
        pk=reminder.pk,
        kind=message.kind,
        subject=message.subject,
        sentences=message.sentences,
        path=message.path,
        written_at=reminder.created_at,
        is_read=reminder.read_at is not None,
        traces=tuple(traced(delivery) for delivery in reminder.deliveries.all()),
    )


def _told(person_ids: Collection[int], user_id: int | None) -> QuerySet[Reminder]:
    mine = Q(person__in=person_ids)
    return Reminder.objects.filter(mine | Q(user=user_id) if user_id else mine)


def traced(delivery: Delivery) -> Trace:
    """Return what became of `delivery`, in the active language."""
    state, tone = _state(delivery)
    return Trace(
        channel=delivery.get_channel_display(),
        address=masked(delivery.channel, delivery.address),
        state=state,
        tone=tone,
        at=delivery.sent_at or delivery.given_up_at,
    )


def _state(delivery: Delivery) -> tuple[str, str]:
    if delivery.sent_at:
        return (_("Sent, may have arrived twice"), "warn") if delivery.is_uncertain else (_("Sent"), "good")
    if delivery.given_up_at:
        return _("Could not be delivered: check the address"), "bad"
    return _state_on_the_way(delivery)


def _state_on_the_way(delivery: Delivery) -> tuple[str, str]:
    if delivery.last_error:
        return _("Not taken yet, tried again soon"), "warn"
    # Only quiet hours put off what was never tried.
    if not delivery.attempts and delivery.not_before > delivery.reminder.created_at:
        return _("Waits for the end of quiet hours: %(moment)s") % {"moment": moment(delivery.not_before)}, "calm"
    return _("On its way"), "calm"


def masked(channel: str, address: str) -> str:
    """Return `address` as a screen may show it, which others see too."""
    if channel == Channel.SMS:
        return f"{address.removeprefix('+86')[:-8]}****{address[-4:]}"
    name, _at, host = address.partition("@")
    return f"{name[:2]}***@{host}"
