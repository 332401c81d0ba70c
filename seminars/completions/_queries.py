"""What was handed in, and what became of it."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from credits import ledger
from credits.enums import ClaimState
from learning import sheets, tags
from seminars.completions._layout import LAYOUT
from seminars.enums import CompletionOutcome
from seminars.models import CompletionRow, CompletionSheet, Programme


class Own(NamedTuple):
    """A completion of one human: for which year, when, and the claim in the ledger."""

    year: int
    completed_on: date | None
    claim_id: int


def sheets_of(programme: Programme) -> QuerySet[CompletionSheet]:
    """Return the tables that were handed in for `programme`, the newest first."""
    rows = CompletionSheet.objects.filter(programme=programme)
    return rows.select_related("uploaded_by", "confirmed_by").order_by("-pk")


def counts(sheet: CompletionSheet) -> dict[str, int]:
    """Return how many rows of `sheet` became what."""
    return counts_by_sheet([sheet])[sheet.pk]


def counts_by_sheet(given: Collection[CompletionSheet]) -> dict[int, dict[str, int]]:
    """Return how many rows of each sheet became what, by its key."""
    found = {sheet.pk: dict.fromkeys(CompletionOutcome.values, 0) for sheet in given}
    rows = CompletionRow.objects.filter(sheet__in=list(found)).order_by().values_list("sheet", "outcome")
    for sheet, outcome, count in rows.annotate(Count("pk")):
        found[sheet][outcome] = count
    return found


def rows_of(sheet: CompletionSheet, *, outcome: str = "", after: int | None = None, size: int) -> list[CompletionRow]:
    """Return up to `size` rows of `sheet` below the row `after`, in its order; of one outcome, or all."""
    rows = sheet.rows.filter(number__gt=after or 0)
    if outcome in CompletionOutcome.values:
        rows = rows.filter(outcome=outcome)
    return list(rows.order_by("number")[:size])


def receipt(sheet: CompletionSheet) -> bytes:
    """Return what became of each row as CSV, safe to open in a spreadsheet; document numbers are not in it."""
    labels = [LAYOUT.labels[one] for one in ("name", "year", "completed_on", "score")]
    head = [_("Row"), _("Number ends in"), *labels, _("Outcome"), _("Hours counted"), _("Column"), _("What to do")]
    return sheets.table([head, *map(_line, sheet.rows.order_by("number").iterator())])


def own_of(programme: Programme, person_ids: Iterable[int]) -> list[Own]:
    """Return what the ledger has of `programme` for the records of one human, the newest year first."""
    claims = ledger.claims_of(list(person_ids), state=ClaimState.LIVE).filter(key__startswith=f"self:{programme.pk}:")
    rows = claims.order_by("pk").values_list("key", "passed_on", "pk")
    return sorted((Own(int(key.rpartition(":")[2]), day, pk) for key, day, pk in rows), reverse=True)


def _line(row: CompletionRow) -> list[object]:
    return [
        row.number,
        row.number_tail,
        row.name,
        row.year or "",
        row.completed_on.isoformat() if row.completed_on else "",
        "" if row.score is None else f"{row.score.normalize():f}",
        CompletionOutcome(row.outcome).label,
        "" if row.hours is None else tags.hours(row.hours),
        LAYOUT.labels.get(row.field, row.field),
        row.message,
    ]
