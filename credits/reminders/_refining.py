"""
Refining: what a source can say to one person more exactly than to many, worked out for a batch of people at once, when they are told.

Nothing waits for it: where it fails, people are told what they would all have been told.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from credits.models import Reminder
from credits.models.rows import update
from credits.reminders import _wording
from credits.reminders._sources import Told, source
from learning.work import traced

log = logging.getLogger(__name__)
# The day on which it was worked out: what is sent another day is worked out again.
REFINED_ON = "refined_on"


def refine(rows: Sequence[Reminder], *, at: datetime) -> None:
    """Work out what their sources have to say to these people alone, put it into their facts, and keep it."""
    today = timezone.localdate(at).isoformat()
    by_source: dict[str, list[Reminder]] = {}
    for row in rows:
        body = _wording.body_of(row)
        if body and source(body["source"]).refine and row.person_id and row.facts.get(REFINED_ON) != today:
            by_source.setdefault(body["source"], []).append(row)
    for code, found in by_source.items():
        _tried(code, found, at=at)


def _tried(code: str, rows: Sequence[Reminder], *, at: datetime) -> None:
    ask = source(code).refine
    assert ask
    try:
        with transaction.atomic():
            told = [Told(id=row.pk, person_id=row.person_id or 0, facts=_wording.facts_of(row)) for row in rows]
            _keep(rows, ask(told, at), today=timezone.localdate(at).isoformat())
    except Exception as error:
        # Whatever cannot be worked out holds no reminder back.
        log.error("what %s says to each could not be worked out: %s", code, traced(error))


def _keep(rows: Sequence[Reminder], found: dict[int, dict[str, object]], *, today: str) -> None:
    for row in rows:
        row.facts = {**row.facts, **found.get(row.pk, {}), REFINED_ON: today}
    update(Reminder, [{"id": row.pk, "facts": row.facts} for row in rows], key="id")
