"""Lists as files: asked for, made in chunks, fetched by whoever asked, gone after a week."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from credits.compliance import _choices, _files
from credits.compliance._choices import Choice
from credits.compliance._figures import totals
from credits.compliance._lists import keys
from credits.enums import ExportKind, ExportState
from credits.models import ComplianceExport, ComplianceExportPart
from learning.accounts.models import User
from learning.errors import Refusal
from learning.work import in_turn, put_off, traced

log = logging.getLogger(__name__)

CHUNK = 2000
CHUNKS_A_TICK = 50  # then others have their turn
XLSX_AT_MOST = 100_000
KEPT_FOR = timedelta(days=7)


class TooManyRows(Refusal):
    """An Excel sheet of that size opens nowhere."""

    sentence = _(
        "The list has about %(rows)s rows; an Excel file holds up to %(most)s. Choose CSV, or narrow the list by region, rulebook or state."
    )
    field = "kind"


def order_export(*, choice: Choice, kind: str, language: str, by: User, at: datetime) -> ComplianceExport:
    """
    Ask for the list of `choice` as a file.

    :raises TooManyRows: if an Excel file could not hold it
    """
    counted = totals(choice)
    rows = counted.met + counted.short + counted.unknown
    if kind == ExportKind.XLSX and rows > XLSX_AT_MOST and not choice.missing_min:
        raise TooManyRows(rows=rows, most=XLSX_AT_MOST)

    return ComplianceExport.objects.create(
        asked_by=by, asked_at=at, language=language, kind=kind, choice=choice.stored, total=rows, not_before=at
    )


def export_due(*, at: datetime) -> int:
    """Make the files that were asked for, chunk by chunk, each in a transaction of its own; return how many chunks were made."""
    due = ComplianceExport.objects.filter(state=ExportState.WAITING, not_before__lte=at)
    return in_turn(due, partial(_step, at=at), most=CHUNKS_A_TICK)


def expire_due(*, at: datetime) -> int:
    """Throw away the files that were kept long enough; return how many."""
    over = ComplianceExport.objects.filter(state=ExportState.DONE, expires_at__lte=at)
    gone = list(over.values_list("pk", flat=True)[:CHUNKS_A_TICK])
    with transaction.atomic():
        ComplianceExportPart.objects.filter(export__in=gone).delete()
        ComplianceExport.objects.filter(pk__in=gone).update(state=ExportState.EXPIRED)
    return len(gone)


def _step(pk: int, *, at: datetime) -> bool:
    try:
        with transaction.atomic():
            # Whoever holds the row is at it.
            rows = ComplianceExport.objects.select_for_update(skip_locked=True)
            export = rows.filter(pk=pk, state=ExportState.WAITING, not_before__lte=at).first()
            if export is None:
                return False
            _make_chunk(export, at=at)
    except Exception as error:
        log.error("export %s: %s", pk, traced(error))
        put_off(ComplianceExport, pk, error, at=at, failed=ExportState.FAILED)
        return False
    return True


def _make_chunk(export: ComplianceExport, *, at: datetime) -> None:
    choice = _choices.read(export.choice)
    ids, next_key = keys(choice, after=export.after or None, size=CHUNK)
    with translation.override(export.language):
        body = _files.rows(ids)
        if not export.after:
            body = _files.head() + body
    ComplianceExportPart.objects.create(export=export, number=export.done, body=body)
    export.done += len(ids)
    export.after = next_key or ""
    if export.kind == ExportKind.XLSX and export.done > XLSX_AT_MOST:
        _fail(export, str(TooManyRows(rows=export.done, most=XLSX_AT_MOST)))
    elif next_key is None:
        _finish(export, at=at)
    export.save()


def _finish(export: ComplianceExport, *, at: datetime) -> None:
    if export.kind == ExportKind.XLSX:
        parts = ComplianceExportPart.objects.filter(export=export).order_by("number")
        book = _files.workbook(bytes(part.body) for part in parts.iterator())
        parts.delete()
        ComplianceExportPart.objects.create(export=export, number=0, body=book)
    export.state, export.total = ExportState.DONE, export.done
    export.finished_at, export.expires_at = at, at + KEPT_FOR


def _fail(export: ComplianceExport, why: str) -> None:
    ComplianceExportPart.objects.filter(export=export).delete()
    export.state, export.last_error = ExportState.FAILED, why[:500]
