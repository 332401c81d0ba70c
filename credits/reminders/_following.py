"""Following: a text message that was left to the texts slice is sent when the gateway took it, and failed when it never will."""

from datetime import datetime

from credits.enums import Channel
from credits.models import Delivery
from learning.accounts import texts

BATCH = 1000


def text_key(message_id: str) -> str:
    """Return the key under which the text of a delivery is written down, once."""
    return f"reminder:{message_id}"[:100]


def follow_texts(*, at: datetime) -> int:
    """Note what became of the text messages handed over, oldest first, at most `BATCH`, and return of how many it is known now."""
    open_ones = Delivery.objects.filter(channel=Channel.SMS, sent_at=None, given_up_at=None, handed_at__isnull=False)
    rows = list(open_ones.order_by("handed_at", "pk")[:BATCH])
    known = texts.outcomes([text_key(row.message_id) for row in rows], at=at)
    return sum(_note(row, known[key], at=at) for row in rows if (key := text_key(row.message_id)) in known)


def _note(row: Delivery, outcome: texts.Outcome, *, at: datetime) -> bool:
    said = {
        "sent_at": outcome.sent_at,
        "last_error": outcome.last_error,
        "given_up_at": at if outcome.is_over and not outcome.sent_at else None,
    }
    if any(getattr(row, name) != value for name, value in said.items()):
        # Nobody sends it meanwhile; whoever noted it before saw the same.
        Delivery.objects.filter(pk=row.pk, sent_at=None, given_up_at=None).update(**said)
    return outcome.is_over
