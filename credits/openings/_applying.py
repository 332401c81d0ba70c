"""Registering what was confirmed, chunk by chunk: each is one transaction with its progress in it."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation

from credits import posting
from credits.enums import OpeningOutcome, SheetState
from credits.models import OpeningRow, OpeningSheet
from credits.models.rows import update
from credits.models.work import begin, told, traced
from credits.openings._checking import opening_of, outcome_of

log = logging.getLogger(__name__)

PEOPLE_A_CHUNK = 200
CHUNKS_A_TICK = 20  # then others have their turn


def apply_due(*, at: datetime) -> int:
    """Register the accepted rows of confirmed sheets; return how many chunks were done."""
    due = OpeningSheet.objects.filter(state=SheetState.APPLYING, not_before__lte=at).order_by("not_before", "pk")
    done = 0
    for pk in list(due.values_list("pk", flat=True)[:CHUNKS_A_TICK]):
        while done < CHUNKS_A_TICK and _step(pk, at=at):
            done += 1
    return done


def _step(pk: int, *, at: datetime) -> bool:
    if not begin(OpeningSheet, pk, at=at, state=SheetState.APPLYING):
        return False
    try:
        with transaction.atomic():
            # Whoever holds the row is at it.
            sheets = OpeningSheet.objects.select_for_update(skip_locked=True, of=("self",))
            sheet = sheets.filter(pk=pk, state=SheetState.APPLYING).first()
            if sheet is None:
                return False
            _register(sheet, at=at)
    except Exception as error:
        # The text of an error may quote the row: neither the log nor the sheet keeps it.
        log.error("sheet of opening balances %s: %s", pk, traced(error))
        OpeningSheet.objects.filter(pk=pk).update(last_error=told(error)[:500])
        return False
    return True


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
    sheet.attempts, sheet.not_before, sheet.last_error = 0, at, ""
    sheet.save(update_fields=["done", "state", "finished_at", "attempts", "not_before", "last_error"])


def _chunk(sheet: OpeningSheet) -> Sequence[OpeningRow]:
    """Return the next rows that are about at most so many people: all accepted rows of each, whatever their number."""
    waiting = sheet.rows.filter(outcome=OpeningOutcome.ACCEPTED)
    people = waiting.order_by("person").values_list("person", flat=True).distinct()[:PEOPLE_A_CHUNK]
    return list(waiting.filter(person__in=list(people)).order_by("number"))
