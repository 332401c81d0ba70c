"""The sheet to begin with: headings, and one row that shows how."""

import csv
import io

from django.utils.translation import get_language
from openpyxl import Workbook

from credits import rulebooks
from credits.openings._columns import HEADINGS

BYTE_ORDER_MARK = "\ufeff"
# Nobody's number: its check character does not fit, so whoever forgets to delete the row is told so.
EXAMPLE = {
    "number": "320105199001010000",
    "record": "",
    "name": "张三（示例，请删除本行）",
    "year": "2022",
    "category": "",
    "carried_in": "0",
    "shortfall": "",
    "source": "示例：宁人社继〔2023〕1号 学时结转表",
}
USUAL = "jiangsu-general"
WIDTHS = (24, 12, 14, 22, 10, 14, 12, 12, 40)


def template(kind: str) -> bytes:
    """Return the sheet as `csv` or `xlsx`, its headings in the language of the day."""
    place = 0 if (get_language() or "").startswith("zh") else 1
    headings = [names[place] for names in HEADINGS.values()]
    example = {**EXAMPLE, "family": _family()}
    lines = [headings, [example[code] for code in HEADINGS]]
    return _book(lines) if kind == "xlsx" else _text(lines)


def _family() -> str:
    families = {row.family for row in rulebooks.books().holding}
    return USUAL if USUAL in families else min(families, default=USUAL)


def _text(lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _book(lines: list[list[str]]) -> bytes:
    book = Workbook()
    sheet = book.active
    for line in lines:
        sheet.append(line)
    for place, width in enumerate(WIDTHS):
        letter = "ABCDEFGHI"[place]
        sheet.column_dimensions[letter].width = width
        # Text, or Excel would round the document number to 15 digits.
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(1, 1001):
            sheet[f"{letter}{row}"].number_format = "@"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
