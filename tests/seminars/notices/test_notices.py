"""The notice and the poster of a run: every fact in them, no box, nothing that nobody stated."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image

from learning.lettering import GlyphMissing
from seminars import bases, notices, programmes, runs
from seminars.models import GuidanceItem, Run
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.django_db
ADDRESS = "https://xueshi.example/catalogue/base-1/sem-1/"
LONG = (
    "面向长三角一体化高质量发展的新一代人工智能与先进制造业深度融合关键技术、标准体系（含Large Language Models）"
    + "高级研修班" * 8
)


def announced(**changed: Any) -> Run:
    """Open a run with all that its notice says."""
    base = builders.base()
    facts = {
        "title": "集成电路先进封装",
        "kind": "ADVANCED_SEMINAR",
        "guidance_item": GuidanceItem.objects.filter(code="A01").first() or builders.guidance_item(),
        "level": "provincial",
        "summary": "封装工艺与可靠性。\n失效分析。",
        "teachers": [{"name": "欧阳𬭎㛃", "title": "教授", "employer": "东南大学"}],
        "host": "江苏省人力资源和社会保障厅",
        "organiser": "南京集成电路培训基地",
        "fee": 800,
    }
    programme = builders.approved(owner=base, **{**facts, **changed})
    run = builders.opened(programme=programme, contact="陈老师", telephone="025-96178", board="统一安排，费用自理")
    runs.state_notice(run=run, notice_number="宁继教〔2026〕12号", notice_on=date(2026, 3, 4))
    return run


def notice_of(run: Run) -> notices.Notice:
    """Return the facts of the notice of `run`."""
    return notices.facts(run, address=ADDRESS)


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF without spaces and page numbers."""
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def poppler_text(pdf: bytes, folder: Path) -> str:
    """Return the words of a PDF as another reader finds them."""
    (folder / "notice.pdf").write_bytes(pdf)
    read = subprocess.run(["pdftotext", "notice.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True)
    return "".join(read.stdout.split())


def test_a_notice_holds_every_fact(tmp_path: Path) -> None:
    run = announced()

    pdf = notices.draw_notice(notice_of(run))

    for text in (text_of(pdf), poppler_text(pdf, tmp_path)):
        for fact in (
            "宁继教〔2026〕12号", "关于举办“集成电路先进封装”高级研修班（第1期）的通知", "各有关单位：",
            run.version.approval_number, "主办单位：江苏省人力资源和社会保障厅", "承办单位：南京集成电路培训基地",
            "2026年3月23日至3月24日，共4个课次", "地点：南京市江宁区诚信大道1号", "封装工艺与可靠性。", "失效分析。",
            "欧阳𬭎㛃（教授，东南大学）", "名额：70人", "登记专业科目12学时", "培训费：每人800元。", "食宿：统一安排，费用自理。",
            "2026年3月20日18:00", "联系人：陈老师", "联系电话：025-96178", "附件：课程安排表", "2026年3月4日",
            "第4讲", "3月23日（星期一）", "09:00至11:30",
        ):  # fmt: skip
            assert fact in text, fact


def test_the_codes_lead_to_the_page(tmp_path: Path) -> None:
    notice = notice_of(announced())
    (tmp_path / "n.pdf").write_bytes(notices.draw_notice(notice))
    subprocess.run(["pdftoppm", "-r", "110", "-png", "n.pdf", "page"], cwd=tmp_path, check=True)

    found = [
        code.text for page in sorted(tmp_path.glob("page-*.png")) for code in zxingcpp.read_barcodes(Image.open(page))
    ]
    poster = Image.open(io.BytesIO(notices.draw_poster(notice)))

    assert found == [ADDRESS]
    assert [code.text for code in zxingcpp.read_barcodes(poster)] == [ADDRESS]
    assert poster.size == notices.POSTER


def test_long_titles_wrap_and_many_sessions_go_on_below_a_repeated_head() -> None:
    notice = notice_of(announced())
    stretched = replace(
        notice, title=LONG, issuer=notice.issuer * 4, sittings=notice.sittings * 12, audience="工程技术人员，" * 40
    )

    pages = pypdf.PdfReader(io.BytesIO(notices.draw_notice(stretched))).pages
    words = ["".join(page.extract_text().split()) for page in pages]

    assert LONG.replace(" ", "") in "".join(words)
    assert sum("课次时间内容" in page for page in words) > 1
    assert [re.findall(r"—(\d+)—", page) for page in words] == [[str(number)] for number in range(1, len(words) + 1)]
    assert "48" in words[-1]


@pytest.mark.parametrize("lines", range(1, 16))
def test_issuer_and_day_never_stand_on_a_page_alone(lines: int) -> None:
    notice = replace(notice_of(announced()), summary=("讲授与研讨。",) * lines)

    pages = pypdf.PdfReader(io.BytesIO(notices.draw_notice(notice))).pages
    (last,) = ["".join(page.extract_text().split()) for page in pages if "附件：课程安排表" in page.extract_text()]

    assert "联系方式" in last
    assert last.endswith(("2026年3月4日扫码查看项目并报名", "2026年3月4日"))


def test_what_nobody_stated_is_left_out_and_named_to_the_base() -> None:
    run = builders.opened(programme=builders.approved(teachers=[]))

    notice = notice_of(run)
    text = text_of(notices.draw_notice(notice))

    assert "联系方式" not in text
    assert "食宿：" not in text
    assert "培训费：免收培训费。" in text
    assert {one.field for one in notices.missing(notice)} == {"notice_number", "contact", "telephone", "board", ""}
    assert notices.draw_poster(notice).startswith(b"\x89PNG")
    assert notices.missing(notice_of(announced())) == []


def test_a_letter_that_no_font_has_is_refused_and_named() -> None:
    notice = replace(notice_of(announced()), contact="𠮷老师")

    with pytest.raises(GlyphMissing, match="𠮷"):
        notices.draw_notice(notice)

    assert "𠮷" in str(notices.unwritable(notice))
    assert notices.unwritable(notice_of(announced())) is None


def test_the_same_facts_are_the_same_bytes_and_another_fact_another_digest() -> None:
    run = announced()
    before = notice_of(run)

    runs.state_notice(run=run, board="自理")

    assert notices.draw_notice(before) == notices.draw_notice(before)
    assert notices.digest(before) == notices.digest(replace(before))
    assert notices.digest(notice_of(run)) != notices.digest(before)


def test_a_run_that_may_not_be_held_is_not_announced() -> None:
    open_one, cancelled, withdrawn, ended = (announced() for _number in range(4))
    runs.cancel(run=cancelled, by=builders.user(), at=MORNING, reason="停办")
    programmes.withdraw_approval(
        programme=withdrawn.programme, by=builders.user(), on=open_one.ends_on - timedelta(days=1), reason="停办"
    )
    bases.end_recognition(recognition=ended.programme.base.recognitions.get(), ends_before=open_one.ends_on)
    asked = [Run.objects.get(pk=run.pk) for run in (open_one, cancelled, withdrawn, ended)]

    assert [notices.is_offered(run) for run in asked] == [True, False, False, False]


@pytest.mark.parametrize(
    "text", ["", "甲" * 4000, "a" * 4000, "《" * 300, " \n\t\r\n  ", "一\x07二\u200b三\n\n四", "<b>&amp;</b>" * 30]
)
def test_any_text_finds_room(text: str) -> None:
    run = announced(summary=text)
    runs.state_notice(run=run, board=text[:300], contact=text[:100], telephone=text[:60])

    notice = notice_of(run)

    assert notices.draw_notice(notice).startswith(b"%PDF")
    assert notices.draw_poster(notice).startswith(b"\x89PNG")
