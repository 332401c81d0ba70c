"""Pages of registers, measured: one line and four hundred, names of 50 letters, titles of 120, eight categories; what can be copied out is what is stated."""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from credits import certificates
from credits.certificates import _designs, _kinds, _pdf, _register_layout, _specimen_registers
from credits.certificates._designs import Design, Words
from credits.certificates._looks import HEIGHT, WIDTH
from credits.certificates._statements import Signed
from learning.lettering import CARRY, HEAD, HEADING, ROW, Block, parted
from tests.credits.certificates.test_layout import FOOT, MM, logo, touching

pytestmark = pytest.mark.django_db
LOOKS = {
    "both languages": lambda design: design,
    "Chinese": lambda design: replace(design, is_bilingual=False),
    "all": lambda design: replace(
        design, logo=logo(), note=FOOT, title=Words(zh="继续教育学时登记综合证明", en="W" * 60)
    ),
}


def statement(size: str) -> dict[str, Any]:
    """Return a specimen; "most" has as many lines as a register may have, each as long as it gets."""
    if size != "most":
        return {**certificates.specimen("TRANSCRIPT", size), "is_specimen": False}
    long = certificates.specimen("TRANSCRIPT", "long")
    hours = [[f"第{place}类专业科目（行业公需）", "12.5"] for place in range(1, 9)]
    tables = _specimen_registers.specimen_tables(
        count=400, title="新型工业化与未来产业" * 12, provider="继续教育基地" * 16, rulebook="学时认定规则", hours=hours
    )
    return {**long, **tables, "holder": "阿卜杜热合曼·" * 7 + "丁", "is_specimen": False}


def drawn(stated: Mapping[str, Any], design: Design) -> bytes:
    return _pdf.draw(Signed(stated=dict(stated), digest="", signature=""), design)


def words(pdf: bytes, folder: Path) -> list[list[tuple[float, float, float, float, str]]]:
    """Return each word of each page and where poppler says that it stands."""
    (folder / "register.pdf").write_bytes(pdf)
    subprocess.run(["pdftotext", "-bbox", "register.pdf", "register.html"], cwd=folder, check=True)
    tree = ElementTree.parse(folder / "register.html")  # noqa: S314  (poppler wrote it)
    return [
        [
            (*(float(word.attrib[edge]) for edge in ("xMin", "yMin", "xMax", "yMax")), word.text or "")
            for word in page.iter()
            if word.tag.endswith("}word")
        ]
        for page in tree.iter()
        if page.tag.endswith("}page")
    ]


def text_of(pdf: bytes, folder: Path) -> list[str]:
    """Return the lines of each page in the order in which they are read."""
    (folder / "register.pdf").write_bytes(pdf)
    printed = subprocess.run(
        ["pdftotext", "-raw", "register.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    return printed.split("\f")[:-1]


def bare(text: str) -> str:
    return "".join(text.split())


def said(one: Mapping[str, str], number: int) -> str:
    """Return what a row says of a line, cell by cell."""
    note = f"备注：{one['note']}" if one["note"] else ""
    elsewhere = "" if one["cycle"] == f"{one['ends_on'][:4]}年度" else f"（计入{one['cycle']}）"
    days = _kinds.span_of(one["starts_on"], one["ends_on"])
    cells = (
        str(number),
        f"{one['title']}（{one['activity']}）{note}",
        one["provider"],
        f"{one['category']}{elsewhere}",
        days,
        f"{_kinds.day(one['recorded_on'])}{one['act']}",
        one["hours"].replace("-", "−"),
    )
    return "".join("".join(cells).split())


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [*certificates.SIZES, "most"])
def test_nothing_touches_and_nothing_leaves_the_frame(size: str, look: str, tmp_path: Path) -> None:
    design, stated = LOOKS[look](_designs.shipped("TRANSCRIPT")), statement(size)

    pages = words(drawn(stated, design), tmp_path)

    assert certificates.faults(design) == []
    assert len(pages) == certificates.count_pages(stated, design)
    for found in pages:
        ordered = sorted(found, key=lambda word: word[1])
        near = (
            (one, other)
            for place, one in enumerate(ordered)
            for other in ordered[place + 1 : place + 60]
            if other[1] < one[3]
        )
        assert [(one[4], other[4]) for one, other in near if touching(one, other)] == []
        for left, top, right, bottom, text in found:
            assert 14 * MM <= left < right <= WIDTH - 14 * MM, text
            assert 14 * MM <= top < bottom <= HEIGHT - 14 * MM, text


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("size", [*certificates.SIZES, "most"])
def test_what_can_be_copied_out_is_what_is_stated(size: str, look: str, tmp_path: Path) -> None:
    design, stated = LOOKS[look](_designs.shipped("TRANSCRIPT")), statement(size)
    (register,) = stated["registers"]

    pages = text_of(drawn(stated, design), tmp_path)

    for number, page in enumerate(pages, start=1):
        assert f"第{number}页 共{len(pages)}页" in page
        assert stated["number"] in page
        assert bare(stated["holder"]) in bare(page)
    lines = "".join(said(one, number) for number, one in enumerate(register["entries"], start=1))
    whole = _without_furniture(pages, design, stated)
    assert lines in whole
    sums = "".join(f"{one['year']}年{_amounts(one['hours'])}{one['total']}" for one in register["sums"])
    assert sums.replace("-", "−") in whole
    duties = "".join(
        f"{one['rulebook']}{one['cycle']}{one['required']}{one['counted']}{one['missing']}{one['state']}"
        for one in stated["duties"][:1]
    )
    assert duties in whole
    for text in (design.sentence_of(stated, "zh"), stated["issuer"], _kinds.day(stated["issued_on"])):
        assert "".join(text.split()) in whole, text


def test_carried_sums_are_those_of_the_lines_above(tmp_path: Path) -> None:
    design, stated = LOOKS["Chinese"](_designs.shipped("TRANSCRIPT")), statement("usual")
    amounts = list(accumulate(Decimal(one["hours"]) for one in stated["registers"][0]["entries"]))

    pages = text_of(drawn(stated, design), tmp_path)

    below = [Decimal(found.replace("−", "-")) for page in pages for found in re.findall(r"过次页 (−?[\d.]+)", page)]
    above = [Decimal(found.replace("−", "-")) for page in pages for found in re.findall(r"承前页 (−?[\d.]+)", page)]
    assert len(below) == len(above) == len(pages) - 1
    assert set(below) <= set(amounts)


def test_heads_are_repeated_and_none_stands_alone() -> None:
    tables = _register_layout.Tables(statement("long"), is_bilingual=True)

    pages = tables.pages(first=300, room=500)

    for page in pages[1:]:
        if page[0].style == HEAD:
            assert page[1].style in {CARRY, ROW}
    assert all(page[-1].style not in {HEAD, HEADING} for page in pages)
    assert all(sum(block.height for block in page) <= 500 for page in pages[1:])


def test_rows_higher_than_a_page_end_the_parting_all_the_same() -> None:
    rows = [Block((), (("x",),), height) for height in (900.0, 10.0, 900.0)]

    assert [len(page) for page in parted(rows, first=100, room=100)] == [1, 1, 1]


def test_a_design_that_leaves_no_room_for_lines_is_refused() -> None:
    design = replace(_designs.shipped("TRANSCRIPT"), sentence=Words(zh="{holder}{document}{years}{hours}" * 4, en="X."))

    assert [one.field for one in certificates.faults(design)] == ["rows"]


def _amounts(hours: Any) -> str:
    return "，".join(f"{label}{amount}" for label, amount in hours)


def _without_furniture(pages: list[str], design: Design, stated: Mapping[str, Any]) -> str:
    """Return the text of all pages without what stands on each: heads of pages and tables, sums that are carried, feet."""
    english = {True: lambda column: column.english, False: lambda _column: ""}[design.is_bilingual]
    head = bare("".join(f"{column.head}{english(column)}" for column in _register_layout.LINES))
    shown = []
    for number, page in enumerate(pages, start=1):
        # The foot begins with the number of the page, and ends the page.
        kept = page[: page.rindex(f"第{number}页 共{len(pages)}页")]
        kept = bare(re.sub(r"(?m)^(承前页|过次页)[^\d−]*−?[\d.]+$", "", kept))
        if number > 1:
            kept = kept.partition(stated["document"])[2].removeprefix(head)
        shown.append(kept)
    return "".join(shown)
