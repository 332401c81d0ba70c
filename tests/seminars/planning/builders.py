"""Builders of the yearly plan: a province, bases, sheets of every kind."""

import csv
import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from learning.accounts.models import Organisation
from seminars import guidance, planning
from seminars.models import PlannedSeminar, PlanSheet
from tests.seminars import builders
from tests.seminars.builders import MORNING

HEADINGS = ("编号", "项目名称", "承办基地", "行业", "引导目录代码", "计划月份", "学时", "计划人数", "主办单位")
YEAR = 2026


class Province:
    """The office of the province with a guidance catalogue, and two bases."""

    def __init__(self) -> None:
        self.office: Organisation = builders.regulator(code=builders.JIANGSU)
        self.officer = builders.user(name="孙处长")
        self.first = builders.base(name="金陵基地（示例）")
        self.second = builders.base(name="太湖基地")
        guidance.publish_guidance(
            name="产业引导目录2026",
            reference="",
            valid_from=date(2026, 1, 1),
            items=[
                guidance.GuidanceFacts(code="A", name="战略性新兴产业"),
                guidance.GuidanceFacts(code="A01", name="集成电路", parent="A"),
                guidance.GuidanceFacts(code="A02", name="生物医药", parent="A"),
            ],
        )

    def line(self, code: str = "001", **stated: Any) -> list[Any]:
        """Return the cells of a row."""
        usual = {
            "code": code,
            "title": f"高级研修班{code}",
            "base": self.first.name,
            "sector": "工业和信息化",
            "item": "A01",
            "month": "5",
            "hours": "36",
            "places": "70",
            "host": "",
        }
        return list((usual | stated).values())

    def check(self, file: SimpleUploadedFile, *, year: int = YEAR) -> PlanSheet:
        """Hand a sheet in."""
        return planning.check(file=file, year=year, by=self.officer, office=self.office, at=MORNING)

    def applied(self, *lines: list[Any], year: int = YEAR) -> PlanSheet:
        """Hand a sheet in and apply it."""
        return planning.apply(sheet=self.check(text(*lines), year=year), by=self.officer, at=MORNING)


def text(*lines: list[Any], headings: Any = HEADINGS) -> SimpleUploadedFile:
    """Return a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *lines])
    return SimpleUploadedFile("计划.csv", out.getvalue().encode("utf-8-sig"))


def book(*lines: list[Any], merged: str = "", headings: Any = HEADINGS) -> SimpleUploadedFile:
    """Return an XLSX file."""
    made = Workbook()
    sheet = made.active
    for cells in (headings, *lines):
        sheet.append(list(cells))
    if merged:
        sheet.merge_cells(merged)
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("计划.xlsx", out.getvalue())


def outcomes(sheet: PlanSheet) -> list[tuple[str, str, str]]:
    """Return code, outcome and wrong column of each row."""
    return list(sheet.rows.order_by("pk").values_list("code", "outcome", "field"))


def plan(year: int = YEAR) -> list[tuple[str, str, str, int, int, bool]]:
    """Return the plan of a year: code, title, base, hours, places, whether it stands."""
    rows = PlannedSeminar.objects.filter(year=year).order_by("code")
    return [(row.code, row.title, row.base.name, row.hours, row.places, row.withdrawn_at is None) for row in rows]
