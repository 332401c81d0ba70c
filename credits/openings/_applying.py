"""Registering what was confirmed, chunk by chunk: each is one transaction with its progress in it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.utils import translation

from credits import posting
from credits.enums import OpeningOutcome, SheetState
from credits.models import OpeningRow, OpeningSheet
from credits.models.rows import update
from credits.openings._checking import opening_of, outcome_of
from learning.work import attempt, in_turn

PEOPLE_A_CHUNK = 200
CHUNKS_A_TICK = 20  # then others have their turn


def apply_due(*, at: datetime) -> int:
    """Register the accepted rows of confirmed sheets; return how many chunks were done."""
    due = OpeningSheet.objects.filter(state=SheetState.APPLYING, not_before__lte=at)
    return in_turn(due, partial(_step, at=at), most=CHUNKS_A_TICK)


def _step(pk: int, *, at: datetime) -> bool:
    work = partial(_register, at=at)
    return attempt(OpeningSheet, pk, work, at=at, what="sheet of opening balances", state=SheetState.APPLYING)


def _register(sheet: OpeningSheet, *, at: datetime) -> None:
    rows = _chunk(sheet)
    if rows:
        verdicts = posting.open_balances(
            openings=[opening_of(row) for row in rows],
            by=sheet.confirmed_by,
            at=at,
            origin=f"openings:{sheet.pk}",
            reason=f"{sheet.office.name} · {sheet.name}",
        )
        # As the people were checked by the dry run, the ledger alone may have moved since. Whoever handed the sheet in reads what is said.
        with translation.override(sheet.uploaded_by.language):
            outcomes = [{"id": row.pk, **outcome_of(verdict)} for row, verdict in zip(rows, verdicts, strict=True)]
        update(OpeningRow, outcomes, key="id")
    sheet.done += len(rows)
    if not sheet.rows.filter(outcome=OpeningOutcome.ACCEPTED).exists():
        sheet.state, sheet.finished_at = SheetState.DONE, at
    sheet.rest(at=at)
    sheet.save(update_fields=["done", "state", "finished_at", "attempts", "not_before", "last_error"])


def _chunk(sheet: OpeningSheet) -> Sequence[OpeningRow]:
    """Return the next rows that are about at most so many people: all accepted rows of each, whatever their number."""
    waiting = sheet.rows.filter(outcome=OpeningOutcome.ACCEPTED)
    people = waiting.order_by("person").values_list("person", flat=True).distinct()[:PEOPLE_A_CHUNK]
    return list(waiting.filter(person__in=list(people)).order_by("number"))
