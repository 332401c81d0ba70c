"""Following: a text message that was left to the texts slice is sent when the gateway took it, and failed when it never will."""

from datetime import datetime

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _refused
from learning.accounts import texts

BATCH = 1000


def text_key(message_id: str, *, again_at: datetime | None) -> str:
    """Return the key under which the text of a delivery is written down, once, and once more where staff asked for that."""
    again = f":{again_at.timestamp():.0f}" if again_at else ""
    return f"reminder:{message_id[:80]}{again}"


def follow_texts(*, at: datetime) -> int:
    """Note what became of the text messages handed over, oldest first, at most `BATCH`, and return of how many it is known now."""
    open_ones = Delivery.objects.filter(channel=Channel.SMS, sent_at=None, given_up_at=None, handed_at__isnull=False)
    rows = {
        text_key(row.message_id, again_at=row.again_at): row for row in open_ones.order_by("handed_at", "pk")[:BATCH]
    }
    known = texts.outcomes(list(rows), at=at)
    return sum(_note(rows[key], outcome, at=at) for key, outcome in known.items())


def _note(row: Delivery, outcome: texts.Outcome, *, at: datetime) -> bool:
    is_failed = outcome.is_over and not outcome.sent_at
    said = {
        "sent_at": outcome.sent_at,
        "answer": outcome.answer,
        "last_error": outcome.last_error,
        "given_up_at": at if is_failed else None,
    }
    if any(getattr(row, name) != value for name, value in said.items()):
        # Nobody sends it meanwhile; whoever noted it before saw the same.
        Delivery.objects.filter(pk=row.pk, sent_at=None, given_up_at=None).update(**said)
    if is_failed and outcome.is_of_number:
        _refused.mark(channel=row.channel, address=row.address, answer=outcome.last_error, at=at)
    return outcome.is_over
