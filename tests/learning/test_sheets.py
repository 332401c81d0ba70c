"""Sheets: whatever somebody hands in gets an answer, and every cell is read as what it must be or refused by its column."""

import csv
import hashlib
import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook, load_workbook

from learning import sheets
from learning.errors import Refusal

LAYOUT = sheets.Layout(
    columns=(
        sheets.Column(code="name", headings=("姓名", "Name"), label="Name", is_needed=True),
        sheets.Column(code="count", headings=("人数", "Count", "数量"), label="Count"),
        sheets.Column(code="day", headings=("日期", "Day"), label="Day"),
    ),
    rows_max=50,
)


def book(*lines: list[Any]) -> bytes:
    made = Workbook()
    for line in lines:
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def cells(**stated: Any) -> sheets.Cells:
    return sheets.Cells(sheets.Raw(number=2, cells=stated), LAYOUT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_is_read_however_it_was_saved(encoding: str, delimiter: str) -> None:
    content = delimiter.join(("姓名 *", "人数：", "备注")) + "\n" + delimiter.join(("张三", "3", "x")) + "\n\n"

    (row,) = sheets.rows_in(content.encode(encoding), LAYOUT)

    assert (row.number, dict(row.cells)) == (2, {"name": "张三", "count": "3"})


def test_rows_keep_their_numbers_and_empty_ones_are_passed_over() -> None:
    rows = sheets.rows_in(book(["数量", "姓名"], [1, "甲"], [None, None], [2, "乙"]), LAYOUT)

    assert [(row.number, row.cells["name"]) for row in rows] == [(2, "甲"), (4, "乙")]


@pytest.mark.parametrize(
    "value", ["2026-03-31", "2026/3/31", "2026年3月31日", date(2026, 3, 31), datetime(2026, 3, 31)]
)
def test_a_day_is_read_as_people_write_it(value: Any) -> None:
    assert cells(day=value).day("day") == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("read", "refusal"),
    [
        (lambda: cells(name="").text("name", most=5), sheets.CellMissing),
        (lambda: cells(name="长" * 6).text("name", most=5), sheets.CellTooLong),
        (lambda: cells(name=sheets.Unusable()).text("name", most=5), sheets.CellUnusable),
        (lambda: cells(count="7.5").whole("count", least=1, most=9), sheets.NotWhole),
        (lambda: cells(count="10").whole("count", least=1, most=9), sheets.NotWhole),
        (lambda: cells(count="9" * 30).whole("count", least=1, most=9), sheets.NotWhole),
        (lambda: cells(count="1e3").amount("count", most=9), sheets.NoAmount),
        (lambda: cells(count="NaN").amount("count", most=9), sheets.NoAmount),
        (lambda: cells(count="0.001").amount("count", most=9), sheets.NoAmount),
        (lambda: cells(day="2026-02-30").day("day"), sheets.NoDay),
        (lambda: cells(day="0001-01-01").day("day"), sheets.NoDay),
        (lambda: cells(day=45000).day("day"), sheets.NoDay),
        (lambda: cells(name="丙").choice("name", {"甲": "A"}, labels=["甲"]), sheets.NoChoice),
    ],
)
def test_what_cannot_be_is_refused_at_its_column(read: Any, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as told:
        read()

    assert told.value.field in {"name", "count", "day"}


@pytest.mark.parametrize("value", ["12", "12.0", "１２.00", 12, 12.0])
def test_a_code_that_a_spreadsheet_made_a_number_of_is_read_as_it_was(value: Any) -> None:
    assert cells(name=value).code("name", most=5) == "12"


@pytest.mark.parametrize("value", ["A1.0", "1.05", "v2.0"])
def test_a_code_that_is_no_number_stays_as_it_is(value: str) -> None:
    assert cells(name=value).code("name", most=5) == value


def test_whoever_reads_is_told_in_the_own_language_what_is_missing_and_what_can_be_written() -> None:
    told = {}
    for language in ("en", "zh-hans"):
        with translation.override(language), pytest.raises(sheets.ColumnsMissing) as missing:
            sheets.rows_in(b"x\n1\n", LAYOUT)
        with translation.override(language), pytest.raises(sheets.NoChoice) as wrong:
            cells(name="?").choice("name", {"甲": "A", "One": "A"}, labels=["One" if language == "en" else "甲"])
        told[language] = missing.value.facts["columns"], wrong.value.facts["possible"]

    assert told == {"en": ("Name", "One"), "zh-hans": ("姓名", "甲")}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_sheet_is_taken_in_either_language(language: str) -> None:
    with translation.override(language):
        content = sheets.template(LAYOUT, [{"name": "甲", "count": 3}], "xlsx")

    sheet = sheets.take(SimpleUploadedFile("一\x07.xlsx", content), LAYOUT)

    assert (sheet.name, sheet.digest) == ("一.xlsx", hashlib.sha256(content).hexdigest())
    assert [(row.number, row.text("name", most=5)) for row in sheet.rows] == [(2, "甲")]


def test_numbers_are_read_in_any_width_and_prose_stays_as_it_was_typed() -> None:
    row = cells(name=" 第一期：\n（上） ", count="１２．５")

    assert row.amount("count", most=100) == Decimal("12.5")
    assert row.text("name", most=20, is_prose=True) == "第一期： （上）"


def test_a_table_is_safe_to_open_and_a_template_reads_back() -> None:
    table = sheets.table([["姓名"], ["=1+1"], ["@x"], ["-3"]]).decode("utf-8-sig")
    for kind in ("csv", "xlsx"):
        (row,) = sheets.rows_in(sheets.template(LAYOUT, [{"name": "甲", "count": 3}], kind), LAYOUT)
        assert (row.cells["name"], str(row.cells["count"])) == ("甲", "3")

    assert [line[0] for line in csv.reader(io.StringIO(table))] == ["姓名", "'=1+1", "'@x", "'-3"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("text", ["=1+1", "@甲", "-3", "+86", "'=1", "'甲", "#N/A", "甲"])
def test_what_a_template_says_is_a_text_that_reads_back(kind: str, text: str) -> None:
    content = sheets.template(LAYOUT, [{"name": text}], kind)

    (row,) = sheets.rows_in(content, LAYOUT)

    assert row.cells["name"] == text
    if kind == "csv":
        assert content.decode("utf-8-sig").split("\r\n")[1][0] not in "=@-+"
    else:
        assert load_workbook(io.BytesIO(content)).active["A2"].data_type == "s"


def changed(content: bytes, name: str, change: Any) -> bytes:
    """Return an XLSX file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in {*old.namelist(), name}:
            before = old.read(part) if part in old.namelist() else b""
            new.writestr(part, change(before) if part == name else before)
    return out.getvalue()


def test_a_part_full_of_beginnings_of_merged_cells_is_answered_at_once() -> None:
    flood = b"<!--" + b"<mergeCell " * 40_000 + b"--></worksheet>"
    content = changed(
        book(["姓名"], ["甲"]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</worksheet>", flood)
    )
    began = time.process_time()

    (row,) = sheets.rows_in(content, LAYOUT)

    assert row.cells["name"] == "甲"
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("name", "megabytes"), [("xl/styles.xml", 5), ("xl/sharedStrings.xml", 17), ("xl/other.xml", 5)]
)
def test_a_part_that_is_read_as_a_whole_may_not_be_huge(name: str, megabytes: int) -> None:
    content = changed(book(["姓名"], ["甲"]), name, lambda xml: xml + b" " * (megabytes * 1024 * 1024))

    with pytest.raises(sheets.SheetTooLarge):
        sheets.rows_in(content, LAYOUT)


def test_texts_of_a_large_sheet_are_taken() -> None:
    content = changed(book(["姓名"], ["甲"]), "xl/sharedStrings.xml", lambda xml: xml + b" " * (8 * 1024 * 1024))

    assert len(sheets.rows_in(content, LAYOUT)) == 1


def test_more_columns_than_any_sheet_has_are_refused_and_empty_ones_are_not() -> None:
    wide = ["姓名"] * 300_000

    with pytest.raises(sheets.TooManyColumns):
        sheets.rows_in((",".join(wide) + "\n甲").encode(), LAYOUT)
    (row,) = sheets.rows_in(("姓名" + "," * 300 + "\n甲").encode(), LAYOUT)
    assert row.cells["name"] == "甲"
