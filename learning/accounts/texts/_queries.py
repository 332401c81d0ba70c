"""Questions about text messages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from learning.accounts.models import TextMessage
from learning.accounts.texts._operations import CLAIM_LASTS, MOST_ATTEMPTS


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a text message: the gateway took it, will not take it any more, or is still asked."""

    sent_at: datetime | None
    is_over: bool
    last_error: str


def recent() -> QuerySet[TextMessage]:
    """Return all text messages, the newest first."""
    return TextMessage.objects.order_by("-pk")


def outcomes(keys: Collection[str], *, at: datetime) -> dict[str, Outcome]:
    """Return what became of the messages that were written under `keys`."""
    rows = TextMessage.objects.filter(key__in=keys)
    return {
        str(row.key): Outcome(sent_at=row.sent_at, is_over=_is_over(row, at), last_error=row.last_error) for row in rows
    }


def _is_over(row: TextMessage, at: datetime) -> bool:
    if row.sent_at:
        return True
    is_held = row.claimed_at is not None and row.claimed_at > at - CLAIM_LASTS
    is_useless = row.expires_at is not None and row.expires_at <= at
    return not is_held and (row.attempts >= MOST_ATTEMPTS or is_useless)
