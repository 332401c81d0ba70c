"""Pace: no more messages a minute than a channel, or a domain of mail addresses, may take. All senders count together."""

from collections import Counter
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from credits.enums import Channel
from credits.models import Delivery, SendingPace

NO_LIMIT = 10**9


class Room:
    """What may still go out on a channel in this minute. Whoever holds it holds the rows that count: it lives in one transaction."""

    def __init__(self, channel: Channel, at: datetime) -> None:
        self.channel = channel
        names = [name for name in settings.SENDING_PACES if name == channel or name.startswith(f"{channel}:")]
        self.rows = _locked(sorted(names), at)

    @property
    def left(self) -> int:
        """Return how many may go out on the channel."""
        return self._left(str(self.channel))

    def allowed(self, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
        """Return `rows` without those to domains that have had enough."""
        full = [name.partition(":")[2] for name in self.rows if ":" in name and self._left(name) == 0]
        enough = Q()
        for domain in full:
            enough |= Q(address__iendswith=f"@{domain}")
        return rows.exclude(enough) if full else rows

    def take(self, rows: list[Delivery]) -> list[Delivery]:
        """Count those of `rows` that may go out, and return them."""
        if not self.rows:
            return rows
        taken, counted = [], Counter[str]()
        for row in rows:
            names = [str(self.channel), f"{self.channel}:{row.address.rpartition('@')[2].lower()}"]
            if all(counted[name] < self._left(name) for name in names):
                taken.append(row)
                counted.update(names)
        for name in self.rows.keys() & counted.keys():
            self.rows[name].used += counted[name]
            self.rows[name].save(update_fields=["minute", "used"])
        return taken

    def _left(self, name: str) -> int:
        if name not in self.rows:
            return NO_LIMIT
        return max(0, int(settings.SENDING_PACES[name]) - self.rows[name].used)


def room(channel: Channel, *, at: datetime) -> Room:
    """Return what may still go out on `channel` in the minute of `at`; the transaction holds it."""
    return Room(channel, at)


def _locked(names: list[str], at: datetime) -> dict[str, SendingPace]:
    if not names:
        return {}
    minute = at.replace(second=0, microsecond=0)
    SendingPace.objects.bulk_create([SendingPace(name=name, minute=minute) for name in names], ignore_conflicts=True)
    rows = SendingPace.objects.filter(pk__in=names).order_by("pk").select_for_update()
    found = {row.name: row for row in rows}
    for row in found.values():
        if row.minute < minute:
            row.minute, row.used = minute, 0
    return found
