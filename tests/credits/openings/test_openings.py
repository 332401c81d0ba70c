"""Opening balances by table: what each row would do is said first; then it is registered once, whatever happens in between."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from credits import openings, posting, standing
from credits.models import Act, OpeningBalance, OpeningRow, OpeningSheet
from learning.accounts import people
from learning.accounts.models import PersonLogin
from learning.errors import Refusal
from tests.credits.builders import person
from tests.credits.openings.builders import (
    AT,
    FAMILY,
    HEADINGS,
    Office,
    book,
    line,
    number_of,
    outcomes,
    text,
)

pytestmark = pytest.mark.django_db


def balances() -> list[tuple[int, str, date, str, int | None, int | None, str]]:
    return list(
        OpeningBalance.objects.order_by("pk").values_list(
            "person", "family", "on", "category", "carried_in", "shortfall", "source"
        )
    )


def test_checking_registers_nothing_and_keeps_no_document_number() -> None:
    who = person()

    sheet = Office().check(text(line(who)))

    assert outcomes(sheet) == [(2, "ACCEPTED", "")]
    assert balances() == []
    kept = str([*OpeningRow.objects.values_list(), *OpeningSheet.objects.values_list()])
    assert number_of(who) not in kept


def test_registered_rows_say_source_sheet_and_who_and_make_the_year_known() -> None:
    who, office = person(), Office()
    standing.open_due(at=AT)

    sheet = office.register(book(line(who, carried_in="", shortfall="6.5", category="公需科目")))

    assert balances() == [(who.pk, FAMILY, date(2024, 1, 1), "public", None, 650, "宁人社继〔2024〕3号结转表")]
    act = Act.objects.get(kind="OPENING")
    assert (act.by, act.origin, act.reason) == (office.officer, f"openings:{sheet.pk}", "南京市人社局 · 结转.xlsx")
    assert (sheet.state, sheet.done, outcomes(sheet)) == ("DONE", 1, [(2, "OPENED", "")])
    (row,) = standing.of_person(who, date(2024, 6, 1))
    assert row.state == "SHORT"


def test_a_year_without_a_source_stays_unknown() -> None:
    who, other = person(), person()

    Office().register(text(line(who)))

    assert [row.state for row in standing.of_person(who, date(2024, 6, 1))] == ["SHORT"]
    assert standing.of_person(other, date(2024, 6, 1)) == []


def test_the_same_sheet_twice_changes_nothing() -> None:
    first, second, office = person(), person(), Office()
    office.register(text(line(first), line(second)))
    before = (balances(), Act.objects.count())

    again = office.check(text(line(first), line(second)))

    assert outcomes(again) == [(2, "KNOWN", ""), (3, "KNOWN", "")]
    with pytest.raises(openings.NothingAccepted):
        openings.confirm(sheet=again, by=office.officer, at=AT)
    assert (balances(), Act.objects.count()) == before


def test_what_is_registered_otherwise_is_refused() -> None:
    who, office = person(), Office()
    office.register(text(line(who)))

    sheet = office.check(text(line(who, carried_in="13")))

    assert outcomes(sheet) == [(2, "REFUSED", "carried_in")]
    assert "12" in sheet.rows.get().message


def test_each_row_names_its_field_and_what_to_do() -> None:
    who, office = person(), Office()
    cases: list[tuple[str, dict[str, Any]]] = [
        ("number", {"number": "", "record": ""}),
        ("number", {"number": "320105199001011234"}),
        ("number", {"name": "李四"}),
        ("record", {"number": "", "record": "甲"}),
        ("name", {"name": ""}),
        ("family", {"family": "没有的规则"}),
        ("year", {"year": "去年"}),
        ("year", {"year": "2013"}),
        ("category", {"category": "选修"}),
        ("carried_in", {"carried_in": "十二"}),
        ("carried_in", {"carried_in": "-1"}),
        ("carried_in", {"carried_in": "1e9"}),
        ("carried_in", {"carried_in": "NaN"}),
        ("carried_in", {"carried_in": "0.123"}),
        ("carried_in", {"carried_in": ""}),
        ("shortfall", {"carried_in": "1", "shortfall": "1"}),
        ("source", {"source": ""}),
        ("source", {"source": "来" * 201}),
    ]

    sheet = office.check(text(*(line(who, **stated) for _field, stated in cases), line(who)))

    assert outcomes(sheet) == [
        *((place, "REFUSED", field) for place, (field, _stated) in enumerate(cases, 2)),
        (len(cases) + 2, "ACCEPTED", ""),
    ]
    assert all(row.message for row in sheet.rows.filter(outcome="REFUSED"))


def test_two_rows_about_the_same_are_not_both_taken() -> None:
    who = person()

    sheet = Office().check(text(line(who), line(who, carried_in="3")))

    assert outcomes(sheet) == [(2, "ACCEPTED", ""), (3, "REFUSED", "year")]


def test_a_wrong_name_a_stranger_and_another_region_look_alike() -> None:
    named, away = person(name="赵六"), person(region="320500")
    sheet = Office().check(
        text(
            line(named, name="张三"),
            line(away),
            line(number="E99999999"),
            line(record=str(named.pk)),
            line(record="999999999"),
        )
    )

    messages = set(sheet.rows.values_list("message", flat=True))
    assert (len(messages), sheet.rows.filter(person__isnull=True).count()) == (1, 5)
    assert "赵六" not in str(messages)


def test_nobody_brings_hours_into_the_own_record() -> None:
    office = Office()
    own = person()
    PersonLogin.objects.create(user=office.officer, person=own, since=AT, proof="IN_PERSON")

    assert outcomes(office.check(text(line(own)))) == [(2, "REFUSED", "number")]


def test_a_record_id_serves_as_well_as_a_number() -> None:
    who = person()

    sheet = Office().register(book(line(None, record=who.pk, year=2024, carried_in=12.5)))

    assert outcomes(sheet) == [(2, "OPENED", "")]
    assert OpeningBalance.objects.get().carried_in == 1250


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert outcomes(Office().check(text(line(person()), encoding=encoding))) == [(2, "ACCEPTED", "")]


def test_two_joined_records_are_one_person() -> None:
    first, second, office = person(), person(), Office()
    people.join(first=first, second=second, reason="核对证件", by=office.officer, at=AT)

    sheet = office.check(text(line(first), line(second)))

    assert outcomes(sheet) == [(2, "ACCEPTED", ""), (3, "REFUSED", "year")]


def test_a_document_number_that_excel_rounded_is_refused_with_the_cure() -> None:
    who = person()

    sheet = Office().check(book(line(who, number=320105199001011234), line(who, carried_in="=1+1")))

    assert outcomes(sheet) == [(2, "REFUSED", "number"), (3, "REFUSED", "carried_in")]


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b" " * (openings.LAYOUT.bytes_max * 14))
    return out.getvalue()


def test_hostile_sheets_get_a_clear_answer_and_leave_nothing() -> None:
    who, office = person(), Office()
    many = text(*([line(who)] * (openings.LAYOUT.rows_max + 1)))
    cases: list[tuple[type[Refusal], SimpleUploadedFile]] = [
        (openings.TooManyRows, many),
        (openings.TooManyRows, book(*([["x"] * 9] * 20_000))),
        (openings.SheetTooLarge, SimpleUploadedFile("a.xlsx", _bomb())),
        (openings.SheetTooLarge, SimpleUploadedFile("a.csv", b"x" * (openings.LAYOUT.bytes_max + 1))),
        (openings.MergedCells, book(line(who), line(who), merged="C2:C3")),
        (openings.ColumnsMissing, text(line(who), headings=("甲", *HEADINGS[1:3]))),
        (openings.ColumnsMissing, SimpleUploadedFile("a.csv", b"\xe5\xa7\x93")),
        (openings.NoRows, text()),
        (openings.SheetUnreadable, SimpleUploadedFile("a.xlsx", b"PK\x03\x04 no zip")),
        (openings.SheetUnreadable, SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 512)),
        (openings.SheetUnreadable, SimpleUploadedFile("a.csv", b"\xff\xfe\x00\x01\x80")),
        (openings.SheetUnreadable, SimpleUploadedFile("a.csv", "姓名\x00,年度".encode())),
        (openings.SheetUnreadable, SimpleUploadedFile("a.csv", f'{",".join(HEADINGS)}\n"张'.encode())),
    ]
    for refusal, file in cases:
        with pytest.raises(refusal):
            office.check(file)

    assert OpeningSheet.objects.count() == 0


def test_registering_goes_in_chunks_of_people() -> None:
    office = Office()
    many = [person() for _ in range(3)]
    sheet = openings.confirm(sheet=office.check(text(*map(line, many))), by=office.officer, at=AT)

    with patch("credits.openings._applying.PEOPLE_A_CHUNK", 2), patch("credits.openings._applying.CHUNKS_A_TICK", 1):
        openings.apply_due(at=AT)
        sheet.refresh_from_db()
        half = (sheet.state, sheet.done, len(balances()))
        openings.apply_due(at=AT)

    sheet.refresh_from_db()
    assert half == ("APPLYING", 2, 2)
    assert (sheet.state, sheet.done, len(balances())) == ("DONE", 3, 3)


def test_a_chunk_that_fails_is_tried_later_and_holds_nobody_else_up() -> None:
    office = Office()
    sheets = [openings.confirm(sheet=office.check(text(line(person()))), by=office.officer, at=AT) for _ in range(2)]
    real = posting.open_balances

    def failing(**named: Any) -> Any:
        if named["origin"] == f"openings:{sheets[0].pk}":
            raise ConnectionError
        return real(**named)

    with patch.object(posting, "open_balances", failing):
        openings.apply_due(at=AT)

    assert [OpeningSheet.objects.get(pk=one.pk).state for one in sheets] == ["APPLYING", "DONE"]
    openings.apply_due(at=AT + timedelta(minutes=2))
    assert OpeningSheet.objects.get(pk=sheets[0].pk).state == "DONE"


def test_what_was_registered_meanwhile_is_not_registered_again() -> None:
    who, office = person(), Office()
    waiting = openings.confirm(sheet=office.check(text(line(who))), by=office.officer, at=AT)
    posting.open_balances(
        openings=[posting.Opening(person_id=who.pk, family=FAMILY, year=2024, source="别处", carried_in=None)],
        by=None,
        at=AT,
        origin="other",
        reason="",
    )

    openings.apply_due(at=AT)

    assert outcomes(waiting) == [(2, "REFUSED", "carried_in")]
    assert len(balances()) == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_the_sweep_says_is_said_in_the_language_of_whoever_handed_the_sheet_in(language: str) -> None:
    who, office = person(), Office()
    type(office.officer).objects.filter(pk=office.officer.pk).update(language=language)
    waiting = openings.confirm(sheet=office.check(text(line(who))), by=office.officer, at=AT)
    posting.open_balances(
        openings=[posting.Opening(person_id=who.pk, family=FAMILY, year=2024, source="别处", carried_in=None)],
        by=None,
        at=AT,
        origin="other",
        reason="",
    )

    with translation.override("en" if language != "en" else "zh-hans"):
        openings.apply_due(at=AT)

    message = waiting.rows.get().message
    assert message.startswith("Another opening balance") == (language == "en")
    assert message


def test_the_receipt_is_safe_to_open_and_holds_no_number() -> None:
    who = person()
    sheet = Office().check(text(line(who, source="=cmd|' /C calc'!A0"), line(who, name="@SUM(1)")))

    receipt = openings.receipt(sheet).decode("utf-8-sig")

    assert "'=cmd|" in receipt
    assert "'@SUM(1)" in receipt
    assert number_of(who) not in receipt


def test_checking_asks_the_database_no_more_for_more_rows() -> None:
    office, many = Office(), [person() for _ in range(6)]

    def asked(lines: list[Any]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.check(text(*lines))
        return len(queries)

    asked([line(many[0])])
    assert asked([line(many[1])]) == asked([line(one) for one in many[2:]])


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_sheet_that_can_be_handed_in(kind: str) -> None:
    sheet = Office().check(SimpleUploadedFile(f"t.{kind}", openings.template(kind)))

    assert outcomes(sheet) == [(2, "REFUSED", "number")]
