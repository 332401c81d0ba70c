"""The yearly plan by sheet: the diff is said first, all of it happens or nothing, the same sheet again changes nothing."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from learning import sheets
from learning.errors import Refusal
from seminars import guidance, planning, programmes
from seminars.enums import Level, ProgrammeKind
from seminars.models import PlannedSeminar
from tests.seminars import builders
from tests.seminars.builders import MORNING
from tests.seminars.planning.builders import HEADINGS, Province, book, outcomes, plan, text

pytestmark = pytest.mark.django_db


def test_checking_changes_nothing() -> None:
    province = Province()

    sheet = province.check(book(province.line("001"), province.line("002", base=province.second.name)))

    assert outcomes(sheet) == [("001", "NEW", ""), ("002", "NEW", "")]
    assert plan() == []


def test_new_changed_vanished_and_unchanged_rows_are_told_apart_and_applied_at_once() -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002"), province.line("003"))

    sheet = province.check(
        text(province.line("001"), province.line("002", places="60", title="改名的班"), province.line("004"))
    )
    before = plan()
    changed = sheet.rows.get(code="002")

    assert outcomes(sheet) == [("001", "SAME", ""), ("002", "CHANGED", ""), ("004", "NEW", ""), ("003", "VANISHED", "")]
    assert (changed.before, changed.facts["places"]) == ({"title": "高级研修班002", "places": 70}, 60)
    assert [code for code, *_rest in before] == ["001", "002", "003"]

    planning.apply(sheet=sheet, by=province.officer, at=MORNING)

    base = province.first.name
    assert plan() == [
        ("001", "高级研修班001", base, 3600, 70, True),
        ("002", "改名的班", base, 3600, 60, True),
        ("003", "高级研修班003", base, 3600, 70, False),
        ("004", "高级研修班004", base, 3600, 70, True),
    ]


def test_the_same_sheet_twice_changes_nothing() -> None:
    province = Province()
    lines = [province.line(f"{number:03d}") for number in range(1, 151)]
    province.applied(*lines)
    before = list(PlannedSeminar.objects.order_by("pk").values())

    again = province.check(text(*lines))

    assert {outcome for _code, outcome, _field in outcomes(again)} == {"SAME"}
    with pytest.raises(planning.NothingToApply):
        planning.apply(sheet=again, by=province.officer, at=MORNING)
    assert list(PlannedSeminar.objects.order_by("pk").values()) == before
    assert len(before) == 150


def test_the_template_holds_the_plan_and_handed_in_again_changes_nothing() -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002", hours="7.5", host="省人社厅"))

    again = province.check(SimpleUploadedFile("计划.xlsx", planning.template(2026, kind="xlsx")))

    assert outcomes(again) == [("001", "SAME", ""), ("002", "SAME", "")]


def test_what_vanished_comes_back_with_a_later_sheet() -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002"))
    province.applied(province.line("001"))

    province.applied(province.line("001"), province.line("002"))

    assert [(code, stands) for code, *_facts, stands in plan()] == [("001", True), ("002", True)]


def test_each_refused_row_names_its_field_and_changes_nothing() -> None:
    province = Province()
    province.applied(province.line("009"))
    cases: list[tuple[str, dict[str, Any]]] = [
        ("code", {"code": ""}),
        ("title", {"title": ""}),
        ("title", {"title": "长" * 101}),
        ("base", {"base": "没有的基地"}),
        ("sector", {"sector": "航天"}),
        ("guidance_item", {"item": "Z99"}),
        ("month", {"month": "13"}),
        ("month", {"month": "五月"}),
        ("hours", {"hours": "三十六"}),
        ("hours", {"hours": "0"}),
        ("places", {"places": "0"}),
        ("places", {"places": "7.5"}),
    ]

    sheet = province.check(
        text(
            *(province.line(**{"code": f"1{place:02d}", **stated}) for place, (_field, stated) in enumerate(cases)),
            province.line("009", places="七十"),
            province.line("201"),
            province.line("201"),
        )
    )
    planning.apply(sheet=sheet, by=province.officer, at=MORNING)

    found = outcomes(sheet)
    assert [field for _code, _outcome, field in found[: len(cases)]] == [field for field, _stated in cases]
    assert found[len(cases) :] == [("009", "REFUSED", "places"), ("201", "NEW", ""), ("201", "REFUSED", "code")]
    assert all(row.message for row in sheet.rows.filter(outcome="REFUSED"))
    assert [(code, places) for code, _t, _b, _h, places, _s in plan()] == [("009", 70), ("201", 70)]


def test_a_formula_is_refused_at_its_cell() -> None:
    province = Province()

    sheet = province.check(book(province.line("001", places="=35*2"), province.line("002")))

    assert outcomes(sheet) == [("001", "REFUSED", "places"), ("002", "NEW", "")]


def test_a_plan_that_moved_meanwhile_is_not_overwritten() -> None:
    province = Province()
    late = province.check(text(province.line("001", places="10")))
    province.applied(province.line("001", places="20"))

    with pytest.raises(planning.PlanMoved):
        planning.apply(sheet=late, by=province.officer, at=MORNING)

    assert [places for _c, _t, _b, _h, places, _s in plan()] == [20]


def test_applied_once_only() -> None:
    province = Province()
    sheet = province.applied(province.line("001"))

    with pytest.raises(planning.AlreadyApplied):
        planning.apply(sheet=sheet, by=province.officer, at=MORNING)


def test_plans_of_two_years_stand_side_by_side() -> None:
    province = Province()
    province.applied(province.line("001"))

    sheet = province.check(text(province.line("001", title="明年的班")), year=2027)
    planning.apply(sheet=sheet, by=province.officer, at=MORNING)

    assert [title for _code, title, *_rest in (*plan(2026), *plan(2027))] == ["高级研修班001", "明年的班"]
    with pytest.raises(planning.YearNotPlanned):
        province.check(text(province.line("001")), year=2025)


@pytest.mark.parametrize("kind", ["merged", "many", "bomb", "html", "old", "garbage", "headings", "twice", "empty"])
def test_what_is_no_plan_is_refused_as_a_whole(kind: str) -> None:
    province = Province()
    line = province.line("001")
    given: dict[str, tuple[type[Refusal], Any]] = {
        "merged": (sheets.MergedCells, lambda: book(line, line, merged="B2:B3")),
        "many": (sheets.TooManyRows, lambda: text(*([["1"]] * 100_000))),
        "bomb": (sheets.SheetTooLarge, lambda: SimpleUploadedFile("a.xlsx", _bomb())),
        "html": (sheets.SheetUnreadable, lambda: SimpleUploadedFile("计划.xlsx", b"\r\n<html><table></table></html>")),
        "old": (sheets.SheetUnreadable, lambda: SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 512)),
        "garbage": (sheets.SheetUnreadable, lambda: SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no zip")),
        "headings": (sheets.ColumnsMissing, lambda: text(line, headings=("甲", *HEADINGS[1:]))),
        "twice": (sheets.ColumnTwice, lambda: text([*line, "002"], headings=(*HEADINGS, "编号"))),
        "empty": (sheets.NoRows, text),
    }
    refusal, make = given[kind]

    with pytest.raises(refusal) as told:
        province.check(make())

    assert told.value.field == "file"
    assert plan() == []
    if kind == "merged":
        assert "B2:B3" in str(told.value)


def seminar(province: Province, row: PlannedSeminar | None, **changed: Any) -> Any:
    by = builders.user()
    facts: Any = builders.facts(
        kind=ProgrammeKind.ADVANCED_SEMINAR,
        level=Level.PROVINCIAL,
        guidance_item=guidance.guidance_items(date(2026, 3, 1)).get(code="A01"),
        plan_row=row,
        **changed,
    )
    application = programmes.draft(base=province.first, by=by, at=MORNING, **facts)
    return programmes.submit(application=application, by=by, at=MORNING)


def test_an_advanced_seminar_names_its_row_of_the_plan_once() -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002", base=province.second.name))
    own, others = PlannedSeminar.objects.order_by("code")

    with pytest.raises(programmes.PlanRowMissing):
        seminar(province, None)
    with pytest.raises(programmes.PlanRowOfOthers):
        seminar(province, others)
    assert seminar(province, own).plan_row == own
    with pytest.raises(programmes.PlanRowTaken):
        seminar(province, own)
    # Nothing of the plan is left for the base: what it applies for now is its own idea.
    assert seminar(province, None).plan_row is None


def test_a_row_with_an_application_stays_with_its_base_and_says_so_when_it_vanishes() -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002"))
    seminar(province, PlannedSeminar.objects.get(code="001"), title="已申报的班")

    moved = province.check(text(province.line("001", base=province.second.name), province.line("002")))
    gone = province.check(text(province.line("002")))

    assert outcomes(moved) == [("001", "REFUSED", "base"), ("002", "SAME", "")]
    assert "已申报的班" in gone.rows.get(outcome="VANISHED").message


def test_a_row_that_was_applied_for_after_the_check_is_not_moved_nor_taken_out() -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002"))
    moved = province.check(text(province.line("001", base=province.second.name), province.line("002")))
    gone = province.check(text(province.line("002")))
    seminar(province, PlannedSeminar.objects.get(code="001"))
    before = plan()

    for sheet in (moved, gone):
        with pytest.raises(planning.AppliedMeanwhile):
            planning.apply(sheet=sheet, by=province.officer, at=MORNING)

    assert plan() == before
    # Whoever reads of the application first may take the row out; it comes back to its own base alone.
    province.applied(province.line("002"))
    back = province.check(text(province.line("001", base=province.second.name), province.line("002")))
    assert outcomes(back)[0] == ("001", "REFUSED", "base")


@pytest.mark.parametrize("code", ["", "1" * 31])
def test_while_a_code_cannot_be_read_nothing_vanishes(code: str) -> None:
    province = Province()
    province.applied(province.line("001"), province.line("002"))

    sheet = province.check(text(province.line(code), province.line("002", places="60")))
    planning.apply(sheet=sheet, by=province.officer, at=MORNING)

    assert [(outcome, field) for _code, outcome, field in outcomes(sheet)] == [("REFUSED", "code"), ("CHANGED", "")]
    assert [(code, places, stands) for code, _t, _b, _h, places, stands in plan()] == [
        ("001", 70, True),
        ("002", 60, True),
    ]
    assert "移出计划" in sheet.rows.get(outcome="REFUSED").message


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (70 * 1024 * 1024))
    return out.getvalue()
