"""Planning: what is due becomes an inbox line and a delivery a channel, by the table."""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from credits.enums import Channel
from credits.models import Delivery, Reminder
from credits.models.rows import insert
from credits.reminders import _kinds, _reachable, _wording
from credits.reminders._kinds import Kind
from credits.reminders._refining import refine
from credits.reminders._sources import Due, source

log = logging.getLogger(__name__)
CHUNK = 500


class Made(NamedTuple):
    """A reminder that was just written down: for whom, and of which kind."""

    id: int
    key: str
    person_id: int | None
    user_id: int | None
    kind: str


def plan(*, dues: Sequence[Due], at: datetime) -> int:
    """
    Write down what people are due, once a kind that is made from its source and whose flags it carries; return how many were new.

    What a paused kind would say is written down as well, and waits.
    """
    known = _kinds.in_force() if dues else {}
    return _written(
        [_row(due, kind, at=at) for due in dues for kind in _kinds_of(due, known.values())], known=known, at=at
    )


def plan_of(*, dues: Sequence[Due], kind: Kind, at: datetime, step: int | None = None) -> int:
    """Write down what `kind` says of each of `dues`, so many days before its day, and return how many were new."""
    rows = [_row(due, kind, step=step, at=at) for due in dues if kind.flags <= due.flags]
    return _written(rows, at=at)


def key_of(kind: Kind, due: Due, *, step: int | None = None) -> str:
    """Return the key of what `kind` says of `due`: kind, whom and what, offset."""
    return f"{kind.code}:{due.key}" if step is None else f"{kind.code}:{due.key}:{step}"


def spread_due(*, at: datetime, most: int = 5000) -> int:
    """Bring to the channels what was planned for many at once, the oldest first, and return how many reminders that were."""
    spread = 0
    while spread < most and (count := _spread(at=at)):
        spread += count
    return spread


@transaction.atomic
def _spread(*, at: datetime) -> int:
    waiting = Reminder.objects.filter(is_spread=False).order_by("pk").select_for_update(skip_locked=True)
    made = [Made(*row) for row in waiting.values_list("pk", "key", "person", "user", "kind")[:CHUNK]]
    _refine(made, at=at)
    insert(Delivery, list(_deliveries(made, at=at)), on_conflict="DO NOTHING")
    Reminder.objects.filter(pk__in=[row.id for row in made]).update(is_spread=True)

    return len(made)


def _refine(made: Sequence[Made], *, at: datetime) -> None:
    # Here already, so that the inbox says it too; what is sent later is worked out again.
    exact = {kind.code for kind in _kinds.in_force().values() if source(kind.source).refine}
    if told := [row.id for row in made if row.kind in exact]:
        rows = list(Reminder.objects.filter(pk__in=told).order_by("pk"))
        _wording.read_words(rows)
        refine(rows, at=at)


def _kinds_of(due: Due, known: Iterable[Kind]) -> Iterator[Kind]:
    missing = source(due.source).facts - due.facts.keys()
    assert not missing, f"{due.source} {due.key} lacks {missing}"
    kinds = [kind for kind in known if kind.source == due.source]
    if not kinds:
        log.warning("no kind of reminder is made from %s: run import_reminder_kinds", due.source)
    return (kind for kind in kinds if kind.flags <= due.flags)


def _row(due: Due, kind: Kind, *, at: datetime, step: int | None = None) -> dict[str, Any]:
    return {
        "key": key_of(kind, due, step=step),
        "person_id": due.person_id,
        "user_id": due.user_id,
        "kind": kind.code,
        "version_id": kind.version_id,
        "anchor": due.anchor,
        "facts": dict(due.facts) if due.on is None else _counted(due, at),
        "created_at": at,
        "is_spread": True,
    }


def _counted(due: Due, at: datetime) -> dict[str, Any]:
    assert due.on
    return {**due.facts, "days_left": (due.on - timezone.localdate(at)).days}


def _written(rows: list[dict[str, Any]], *, at: datetime, known: Mapping[str, Kind] | None = None) -> int:
    # In order of the key: two planners that overlap wait for each other, and never for both.
    rows.sort(key=lambda row: str(row["key"]))
    return sum(_planned(rows[start : start + CHUNK], known=known, at=at) for start in range(0, len(rows), CHUNK))


@transaction.atomic(savepoint=False)
def _planned(rows: Sequence[dict[str, Any]], *, known: Mapping[str, Kind] | None, at: datetime) -> int:
    columns = ["id", "key", "person_id", "user_id", "kind"]
    made = [Made(*row) for row in insert(Reminder, rows, returning=columns, on_conflict="(key) DO NOTHING")]
    insert(Delivery, list(_deliveries(made, known=known, at=at)))

    return len(made)


def _deliveries(
    made: Sequence[Made], *, at: datetime, known: Mapping[str, Kind] | None = None
) -> Iterator[dict[str, Any]]:
    ways = _reachable.reached(made, known=known, at=at)
    for row in made:
        for channel, address in ways[row.id]:
            yield _delivery(row, channel=channel, address=address, at=at)


def _delivery(row: Made, *, channel: Channel, address: str, at: datetime) -> dict[str, Any]:
    digest = hashlib.sha256(f"{channel}:{row.key}".encode()).hexdigest()[:32]
    return {
        "reminder_id": row.id,
        "channel": channel,
        "address": address,
        "message_id": f"<{digest}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "not_before": at,
        "is_uncertain": False,
        "attempts": 0,
        "last_error": "",
    }
