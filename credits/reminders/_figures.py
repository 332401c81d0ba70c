"""Figures of sending, for whoever watches: what is due, held and given up, and how long the oldest due one waits."""

from datetime import datetime

from django.db.models import Count, Min

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _claiming, _kinds


def figures(*, at: datetime) -> dict[str, dict[str, float]]:
    """Return the figures of each channel. What a pause holds back is not due."""
    return {str(channel): _of(channel, at) for channel in (Channel.SMS, Channel.EMAIL)}


def _of(channel: Channel, at: datetime) -> dict[str, float]:
    paused = _kinds.paused()
    waiting = _claiming.due(at).filter(channel=channel).exclude(reminder__kind__in=paused)
    found = waiting.aggregate(due=Count("pk"), oldest=Min("not_before"))
    # Both by partial indexes: what was sent long ago is not counted again at each look.
    open_ones = Delivery.objects.filter(channel=channel, sent_at=None, given_up_at=None, handed_at=None)
    claimed = open_ones.filter(claimed_at__gt=at - _claiming.CLAIM_LASTS).count()
    failed = Delivery.objects.filter(channel=channel, given_up_at__isnull=False).count()
    lag = max(0.0, (at - found["oldest"]).total_seconds()) if found["oldest"] else 0.0
    return {"due": found["due"], "claimed": claimed, "failed": failed, "lag": lag}
