"""From the bytes of a file to rows."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from learning.errors import Refusal
from learning.sheets._formulas import unmarked
from learning.sheets._layout import Layout

UNPACKED = 64 * 1024 * 1024
# Rows are read one by one, all else as a whole, at many times its size. Texts: 5,000 rows of 40 columns, 80 bytes each.
STRINGS_AT_MOST, PART_AT_MOST = 16 * 1024 * 1024, 4 * 1024 * 1024
COLUMNS_AT_MOST = 40
BLANKS_AT_MOST = 1000
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_ROWS = re.compile(r"xl/worksheets/[^/]+")
# Bounded, or a part full of beginnings would be searched to its end from each of them.
_MERGED = re.compile(rb'<mergeCell\s[^<>]{0,200}?ref="([A-Z0-9:]{1,20})"')


class SheetTooLarge(Refusal):
    """Too many bytes, packed or unpacked."""

    field = "file"
    sentence = _("The file is larger than %(megabytes)d MB, packed or unpacked. Split it into several sheets.")


class SheetUnreadable(Refusal):
    """No sheet."""

    field = "file"
    sentence = _(
        "This is no sheet that can be read here: %(why)s Save it as XLSX or as CSV (UTF-8) and hand it in again."
    )


class TooManyRows(Refusal):
    """More rows than one look can take in."""

    field = "file"
    sentence = _("The sheet has more than %(most)d rows. Split it into several sheets.")


class NoRows(Refusal):
    """Nothing below the headings."""

    field = "file"
    sentence = _("The sheet has no rows below its headings.")


class MergedCells(Refusal):
    """Cells of several rows are one."""

    field = "file"
    sentence = _(
        "The sheet has merged cells (%(cells)s), so nobody can tell which row they belong to. Unmerge them and fill each row."
    )


class ColumnsMissing(Refusal):
    """A column has no heading that is understood."""

    field = "file"
    sentence = _("The first row must hold the headings; missing: %(columns)s. Begin with the template.")


class ColumnTwice(Refusal):
    """Two columns are headed alike."""

    field = "file"
    sentence = _("Two columns are headed “%(heading)s”, so nobody can tell which one counts. Delete one of them.")


class TooManyColumns(Refusal):
    """More columns than any sheet that is read here has."""

    field = "file"
    sentence = _("The sheet has more than %(most)d columns. Delete those that the template does not have.")


class Unusable:
    """A cell that holds no value: a formula, an error."""


@dataclass(frozen=True, kw_only=True)
class Raw:
    """One row as it stands in the sheet: its number there, and the cells by column."""

    number: int
    cells: Mapping[str, Any]


def rows_in(content: bytes, layout: Layout) -> list[Raw]:
    """
    Return the rows of a sheet below its headings.

    :raises SheetTooLarge, SheetUnreadable, TooManyRows, TooManyColumns, NoRows, MergedCells, ColumnsMissing, ColumnTwice:
        if it cannot be taken
    """
    if len(content) > layout.bytes_max:
        raise SheetTooLarge(megabytes=layout.megabytes)
    if content.startswith(OLD_EXCEL):
        raise SheetUnreadable(why=_("it was saved in the old Excel format."))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise SheetUnreadable(why=_("it is a web page, whatever its name says."))
    return _table(_book(content, layout) if content.startswith(ZIP) else _text(content), layout)


def _table(lines: Iterable[Sequence[Any]], layout: Layout) -> list[Raw]:
    numbered = enumerate(lines, 1)
    columns = _columns(next(numbered, (0, ()))[1], layout)
    rows: list[Raw] = []
    for number, line in numbered:
        cells = {columns[place]: value for place, value in enumerate(line) if place in columns}
        if all(value is None or not str(value).strip() for value in cells.values()):
            continue
        rows.append(Raw(number=number, cells=cells))
        if len(rows) > layout.rows_max:
            raise TooManyRows(most=layout.rows_max)
    if not rows:
        raise NoRows
    return rows


def _columns(headings: Sequence[Any], layout: Layout) -> dict[int, str]:
    if any(str(heading or "").strip() for heading in headings[COLUMNS_AT_MOST:]):
        raise TooManyColumns(most=COLUMNS_AT_MOST)
    headings = headings[:COLUMNS_AT_MOST]
    found = {place: code for place, heading in enumerate(headings) if (code := layout.column_of(heading))}
    if missing := layout.missing(set(found.values())):
        raise ColumnsMissing(columns=gettext(", ").join(missing))
    for place, code in found.items():
        if code in [other for before, other in found.items() if before < place]:
            raise ColumnTwice(heading=str(headings[place])[:40])
    return found


def _text(content: bytes) -> Iterator[Sequence[Any]]:
    text = _decoded(content)
    if "\x00" in text:
        raise SheetUnreadable(why=_("it holds characters that no text has."))
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [unmarked(value) for value in line]
    except csv.Error as error:
        raise SheetUnreadable(why=_("its quotation marks do not match.")) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable(why=_("it is neither UTF-8 nor GB 18030."))


def _book(content: bytes, layout: Layout) -> Iterator[Sequence[Any]]:
    _check_unpacked(content, layout)
    try:
        # Everything about the file is the sender's word: whatever openpyxl stumbles over is a sheet that cannot be read.
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        merged = _merged(content, str(sheet._worksheet_path))
        rows = sheet.iter_rows(max_col=COLUMNS_AT_MOST) if not merged else ()
        lines = list(_lines(rows, layout))
    except Refusal:
        raise
    except Exception as error:
        raise SheetUnreadable(why=_("it is damaged, or no Excel file.")) from error
    if merged:
        raise MergedCells(cells=gettext(", ").join(merged))
    return iter(lines)


def _check_unpacked(content: bytes, layout: Layout) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise SheetUnreadable(why=_("it is damaged, or no Excel file.")) from error
    if sum(part.file_size for part in parts) > UNPACKED or any(map(_is_too_large, parts)):
        raise SheetTooLarge(megabytes=layout.megabytes)


def _is_too_large(part: zipfile.ZipInfo) -> bool:
    if _ROWS.fullmatch(part.filename):
        return False
    return part.file_size > (STRINGS_AT_MOST if part.filename.lower() == "xl/sharedstrings.xml" else PART_AT_MOST)


def _merged(content: bytes, path: str) -> list[str]:
    # What is read row by row does not tell of merged cells: they look empty.
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return [cells.decode() for cells in _MERGED.findall(packed.read(path.lstrip("/")))[:5]]


def _lines(rows: Iterable[Sequence[Any]], layout: Layout) -> Iterator[Sequence[Any]]:
    blanks = 0
    for number, row in enumerate(rows):
        line = [_value(cell) for cell in row]
        blanks = 0 if any(value is not None for value in line) else blanks + 1
        if blanks > BLANKS_AT_MOST:
            return
        if number > layout.rows_max + BLANKS_AT_MOST:
            raise TooManyRows(most=layout.rows_max)
        yield line


def _value(cell: Any) -> Any:
    return Unusable() if cell.data_type in {"f", "e"} else cell.value
