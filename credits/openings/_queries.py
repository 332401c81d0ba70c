"""What was handed in, what became of it, and what was brought along by whom."""

from collections.abc import Collection
from datetime import date

from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from credits.enums import OpeningOutcome
from credits.models import OpeningBalance, OpeningRow, OpeningSheet
from credits.openings._columns import LABELS
from learning import sheets, tags
from learning.accounts import access


def sheets_of(*, user: access.AnyUser, on: date) -> QuerySet[OpeningSheet]:
    """Return the sheets of the offices for which `user` decides."""
    offices = access.regulators_of(user, on, roles=access.DECIDING_ROLES).values("pk")
    return OpeningSheet.objects.filter(office__in=offices).select_related("office", "uploaded_by", "confirmed_by")


def sheet_of(*, user: access.AnyUser, pk: int, on: date) -> OpeningSheet:
    """Return a sheet of an office for which `user` decides, or 404."""
    sheet = sheets_of(user=user, on=on).filter(pk=pk).first()
    if sheet is None:
        raise Http404
    return sheet


def counts(sheet: OpeningSheet) -> dict[str, int]:
    """Return how many rows of `sheet` became what."""
    rows = sheet.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return {**dict.fromkeys(OpeningOutcome.values, 0), **dict(rows)}


def rows_of(sheet: OpeningSheet, *, outcome: str = "", after: int | None = None, size: int) -> list[OpeningRow]:
    """Return up to `size` rows of `sheet` below the row `after`, in its order; of one outcome, or all."""
    rows = sheet.rows.filter(number__gt=after or 0)
    if outcome in OpeningOutcome.values:
        rows = rows.filter(outcome=outcome)
    return list(rows.order_by("number")[:size])


def balances_of(records: Collection[int]) -> list[OpeningBalance]:
    """Return what these records brought along, the newest cycle first."""
    rows = OpeningBalance.objects.filter(person__in=records).select_related("act")
    return list(rows.order_by("-on", "family", "category", "pk"))


def receipt(sheet: OpeningSheet) -> bytes:
    """Return what became of each row as CSV, safe to open in a spreadsheet; document numbers are not in it."""
    headings = ["name", "family", "year", "category", "carried_in", "shortfall", "source"]
    head = [
        _("Row"),
        _("Number ends in"),
        *(LABELS[one] for one in headings),
        _("Outcome"),
        _("Column"),
        _("What to do"),
    ]
    return sheets.table([head, *map(_cells, sheet.rows.order_by("number").iterator())])


def _cells(row: OpeningRow) -> list[object]:
    return [
        row.number,
        row.number_tail,
        row.name,
        row.family,
        row.year or "",
        row.category,
        "" if row.carried_in is None else tags.hours(row.carried_in),
        "" if row.shortfall is None else tags.hours(row.shortfall),
        row.source,
        OpeningOutcome(row.outcome).label,
        LABELS.get(row.field, row.field),
        row.message,
    ]
