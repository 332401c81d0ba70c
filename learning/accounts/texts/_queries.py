"""Questions about text messages."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from learning.accounts.models import TextMessage
from learning.accounts.texts._gateways import NUMBER
from learning.accounts.texts._operations import CLAIM_LASTS, MOST_ATTEMPTS


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a text message: the gateway took it, will not take it any more, or is still asked."""

    sent_at: datetime | None
    is_over: bool
    last_error: str
    answer: str
    is_of_number: bool  # the number takes no messages, whatever they say


def recent() -> QuerySet[TextMessage]:
    """Return all text messages, the newest first."""
    return TextMessage.objects.order_by("-pk")


def outcomes(keys: Collection[str], *, at: datetime) -> dict[str, Outcome]:
    """Return what became of the messages that were written under `keys`."""
    rows = TextMessage.objects.filter(key__in=keys)
    return {str(row.key): _outcome(row, at) for row in rows}


def figures(*, at: datetime) -> dict[str, float]:
    """Return how many messages are due, claimed and over without being sent, and how many seconds the oldest due one waits."""
    is_claimed = Q(claimed_at__gt=at - CLAIM_LASTS)
    open_ones = TextMessage.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), sent_at=None)
    found = open_ones.filter(attempts__lt=MOST_ATTEMPTS).aggregate(
        due=Count("pk", filter=Q(not_before__lte=at) & ~is_claimed),
        claimed=Count("pk", filter=is_claimed),
        oldest=Min("not_before", filter=Q(not_before__lte=at) & ~is_claimed),
    )
    failed = open_ones.filter(attempts__gte=MOST_ATTEMPTS).count()
    lag = max(0.0, (at - found["oldest"]).total_seconds()) if found["oldest"] else 0.0
    return {"due": found["due"], "claimed": found["claimed"], "failed": failed, "lag": lag}


def _outcome(row: TextMessage, at: datetime) -> Outcome:
    return Outcome(
        sent_at=row.sent_at,
        is_over=_is_over(row, at),
        last_error=row.last_error,
        answer=row.answer,
        is_of_number=row.refusal == NUMBER,
    )


def _is_over(row: TextMessage, at: datetime) -> bool:
    if row.sent_at:
        return True
    is_held = row.claimed_at is not None and row.claimed_at > at - CLAIM_LASTS
    is_useless = row.expires_at is not None and row.expires_at <= at
    return not is_held and (row.attempts >= MOST_ATTEMPTS or is_useless)
