"""Builders of sheets: people of Nanjing with card numbers, an office that hands sheets in, files of every kind."""

import csv
import io
from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from credits import openings
from credits.models import OpeningSheet
from learning.accounts import organisations, people
from learning.accounts.enums import OrganisationKind, Role
from learning.accounts.models import Membership, Organisation, Person, Region, User
from tests.credits import builders

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HEADINGS = ("证件号码", "档案编号", "姓名", "学时认定规则", "年度", "科目", "结转学时", "欠缺学时", "来源文件")
FAMILY = "nanjing-general"


class Office:
    """An office of a region, and the officer who hands sheets in."""

    def __init__(self, code: str = "320100") -> None:
        region = Region.objects.get(pk=code)
        self.organisation: Organisation = organisations.create(
            kind=OrganisationKind.REGULATOR,
            name=f"{region.name}人社局",
            region=region,
            sector="GENERAL",
            by=None,
            at=AT,
        )
        self.officer: User = builders.user(name="王处长")
        Membership.objects.create(
            user=self.officer,
            organisation=self.organisation,
            role=Role.REGULATOR_OFFICER,
            since=date(2020, 1, 1),
        )

    def check(self, file: SimpleUploadedFile, *, at: datetime = AT) -> OpeningSheet:
        """Hand a sheet in."""
        return openings.check(file=file, by=self.officer, office=self.organisation, at=at)

    def register(self, file: SimpleUploadedFile, *, at: datetime = AT) -> OpeningSheet:
        """Hand a sheet in, confirm it and let the sweep work."""
        sheet = openings.confirm(sheet=self.check(file, at=at), by=self.officer, at=at)
        openings.apply_due(at=at)
        sheet.refresh_from_db()
        return sheet


def number_of(person: Person) -> str:
    """Return the number of somebody's document."""
    return people.full_number(person)


def line(person: Person | None = None, **stated: Any) -> list[Any]:
    """Return the cells of a row: twelve hours carried into 2024, but for what is stated."""
    usual: dict[str, Any] = {
        "number": number_of(person) if person else "",
        "record": "",
        "name": "张三",
        "family": FAMILY,
        "year": "2024",
        "category": "",
        "carried_in": "12",
        "shortfall": "",
        "source": "宁人社继〔2024〕3号结转表",
    }
    return list((usual | stated).values())


def text(*lines: list[Any], encoding: str = "utf-8-sig", headings: Any = HEADINGS) -> SimpleUploadedFile:
    """Return a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *lines])
    return SimpleUploadedFile("结转.csv", out.getvalue().encode(encoding))


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
    return SimpleUploadedFile("结转.xlsx", out.getvalue())


def outcomes(sheet: OpeningSheet) -> list[tuple[int, str, str]]:
    """Return number, outcome and wrong column of each row."""
    return list(sheet.rows.order_by("number").values_list("number", "outcome", "field"))
