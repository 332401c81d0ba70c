"""Sheets to take away: templates to begin with, and tables, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from learning.sheets._formulas import marked
from learning.sheets._layout import Layout

Kind = Literal["csv", "xlsx"]
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as something else
TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ROWS_AS_TEXT = 1000


def template(layout: Layout, rows: Iterable[Mapping[str, object]], kind: str) -> bytes:
    """Return a sheet of `layout` with `rows` (by column) below its headings, which are in the language of the day; it reads back as such."""
    cells = [[str(row.get(column.code, "")) for column in layout.columns] for row in rows]
    lines = [layout.headings, *cells]
    return _book(lines, layout) if kind == "xlsx" else table(lines)


def table(lines: Iterable[Sequence[object]]) -> bytes:
    """Return `lines` as CSV; what a spreadsheet would take for a formula is written as a text."""
    return _text([marked(str(value)) for value in line] for line in lines)


def _text(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _book(lines: Sequence[Sequence[str]], layout: Layout) -> bytes:
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # what begins like a formula, or reads like an error, is what somebody wrote
    for place, column in enumerate(layout.columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        # Text, or Excel would round long numbers to 15 digits and make dates of its own.
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(1, max(ROWS_AS_TEXT, len(lines)) + 1):
            sheet[f"{letter}{row}"].number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
