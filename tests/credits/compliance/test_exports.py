"""Lists as files: whole, resumable, for whoever asked only, for a week only, and never a formula."""

import csv
import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from credits import compliance
from credits.compliance import _exports, _files
from credits.enums import ExportState
from credits.models import ComplianceExport, ComplianceExportPart
from learning import work
from learning.accounts.models import PersonName
from tests.credits.compliance.builders import choice, crowd
from tests.credits.web import builders

pytestmark = pytest.mark.django_db
NANJING = "/320000/320100/"


def order(by, *, kind="CSV", **asked):
    return compliance.order_export(choice=choice(**asked), kind=kind, language="en", by=by, at=builders.NOW)


def lines_of(export):
    text = b"".join(compliance.chunks(export)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def made(export):
    while compliance.export_due(at=builders.NOW):
        pass
    export.refresh_from_db()
    return export


def test_export_holds_what_was_chosen_and_nothing_else():
    zhang = builders.person(name="张三")
    builders.standing(zhang, counted=24)
    builders.standing(builders.person(name="苏人", number="G20001234", region="320500"), region="320500")

    export = made(order(builders.regulator(), path="/320000/320100/"))

    head, *rows = lines_of(export)
    assert head[:3] == ["Name", "Document number", "Region"]
    assert [(row[0], row[1], row[7:11]) for row in rows] == [("张三", "*****1234", ["Short", "90", "24", "66"])]
    assert (export.state, export.done, export.total) == (ExportState.DONE, 1, 1)


def test_export_of_nobody_is_a_file_with_headings():
    export = made(order(builders.regulator()))

    assert (export.state, len(lines_of(export))) == (ExportState.DONE, 1)


def test_excel_holds_the_same_rows_with_numbers():
    builders.standing(builders.person(name="张三"), counted=24)

    export = made(order(builders.regulator(), kind="XLSX"))

    sheet = load_workbook(io.BytesIO(b"".join(compliance.chunks(export)))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][0] == "张三"
    assert rows[1][8:11] == [90, 24, 66]


@pytest.mark.parametrize("name", ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1"])
@pytest.mark.parametrize("kind", ["CSV", "XLSX"])
def test_nothing_is_a_formula(name, kind):
    zhang = builders.person()
    PersonName.objects.create(person=zhang, name=name, folded=name, since=builders.TODAY, recorded_at=builders.NOW)
    builders.standing(zhang)

    export = made(order(builders.regulator(), kind=kind))

    body = b"".join(compliance.chunks(export))
    if kind == "CSV":
        assert lines_of(export)[1][0].startswith("'")
    else:
        cell = load_workbook(io.BytesIO(body)).active["A2"]
        assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_export_goes_on_where_it_was_broken_off(monkeypatch):
    monkeypatch.setattr(_exports, "CHUNK", 10)
    crowd(people=35)
    export, real = order(builders.regulator(region="320000")), _files.rows
    made_before = []

    def broken(ids):
        made_before.append(ids)
        assert len(made_before) < 3, "the disk is full"
        return real(ids)

    monkeypatch.setattr(_files, "rows", broken)

    compliance.export_due(at=builders.NOW)
    export.refresh_from_db()
    assert (export.state, export.done, export.attempts) == (ExportState.WAITING, 20, 1)
    monkeypatch.setattr(_files, "rows", real)
    assert compliance.export_due(at=builders.NOW) == 0
    compliance.export_due(at=builders.NOW + timedelta(hours=1))

    export.refresh_from_db()
    assert (export.state, export.done) == (ExportState.DONE, 35)
    assert len({tuple(row) for row in lines_of(export)}) == 36 == len(lines_of(export))


def test_export_that_fails_again_and_again_is_given_up_and_said(monkeypatch):
    export = order(builders.regulator())
    monkeypatch.setattr(_files, "rows", lambda ids: 1 / 0)

    for day in range(work.ATTEMPTS + 1):
        compliance.export_due(at=builders.NOW + timedelta(days=day))

    export.refresh_from_db()
    assert (export.state, export.last_error) == (ExportState.FAILED, "ZeroDivisionError")


def test_excel_of_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(_exports, "XLSX_AT_MOST", 2)
    crowd(people=3)
    compliance.roll_up_due(at=builders.NOW)

    with pytest.raises(compliance.TooManyRows):
        order(builders.regulator(), kind="XLSX")

    assert not ComplianceExport.objects.exists()


def test_file_goes_to_whoever_asked_only():
    asker, colleague = builders.regulator(), builders.regulator(mobile="+8613900000002")
    export = made(order(asker, path=NANJING))
    address = f"/compliance/exports/{export.pk}/file/"

    assert builders.signed_in(colleague).get(address).status_code == 404
    answer = builders.signed_in(asker).get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).decode("utf-8-sig").startswith("Name,")
    assert f"{export.pk}.csv" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("region", "sector", "status"),
    [
        ("320000", "GENERAL", 200),
        ("320100", "GENERAL", 200),
        ("320500", "GENERAL", 404),
        ("320102", "GENERAL", 404),
        ("320100", "HEALTH", 404),
    ],
)
def test_file_stays_with_what_the_asker_regulates(region, sector, status):
    builders.standing(builders.person(name="张三"), counted=24)
    asker = builders.regulator()
    export = made(order(asker, path=NANJING))
    elsewhere = builders.regulator(region=region, sector=sector, mobile="+8613900000002")
    asker.memberships.all().delete()
    elsewhere.memberships.update(user=asker)

    answer = builders.signed_in(asker).get(f"/compliance/exports/{export.pk}/file/")

    assert answer.status_code == status


def test_file_is_gone_after_a_week():
    asker = builders.regulator()
    export = made(order(asker, path=NANJING))
    compliance.expire_due(at=builders.NOW + timedelta(days=6))
    assert ComplianceExportPart.objects.exists()

    compliance.expire_due(at=builders.NOW + timedelta(days=8))

    export.refresh_from_db()
    assert export.state == ExportState.EXPIRED
    assert not ComplianceExportPart.objects.exists()
    assert builders.signed_in(asker).get(f"/compliance/exports/{export.pk}/file/").status_code == 404


def test_page_orders_and_shows_progress_of_own_exports_only():
    asker, colleague = builders.regulator(), builders.regulator(mobile="+8613900000002")
    client = builders.signed_in(asker)

    answer = client.post("/compliance/exports/", {"kind": "CSV", "year": str(builders.YEAR), "state": "SHORT"})

    export = ComplianceExport.objects.get()
    assert (answer.status_code, export.asked_by, export.choice["state"]) == (302, asker, "SHORT")
    page = client.get("/compliance/exports/")
    assert [row["export"] for row in page.context["rows"]] == [export]
    assert 'hx-get="/compliance/exports/"' in page.content.decode()
    part = client.get("/compliance/exports/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="exports"')
    assert builders.signed_in(colleague).get("/compliance/exports/").context["rows"] == []


@pytest.mark.parametrize(
    "typed", [{}, {"kind": "PDF"}, {"kind": "CSV", "region": "320500"}, {"kind": "CSV", "year": "x"}]
)
def test_page_says_what_it_cannot_export(typed):
    client = builders.signed_in(builders.regulator())

    answer = client.post("/compliance/exports/", typed, follow=True)

    assert "Choose what to export" in answer.content.decode()
    assert not ComplianceExport.objects.exists()


def test_three_exports_ask_as_many_questions_as_one():
    asker = builders.regulator()
    client = builders.signed_in(asker)
    order(asker)
    one = builders.questions(client, "/compliance/exports/")
    order(asker, kind="XLSX")
    made(order(asker))

    assert builders.questions(client, "/compliance/exports/") == one < 20
