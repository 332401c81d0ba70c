"""Builders of completions: a self-paced programme of the public subject, people, tables of every kind."""

import csv
import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from learning.accounts import people
from learning.accounts.models import Person
from seminars import completions
from seminars.enums import Category, CompletionOutcome, Mode, ProgrammeKind
from seminars.models import CompletionSheet, Programme
from tests.seminars import builders

HEADINGS = ("证件号码", "姓名", "学习年度", "完成日期", "考试成绩")
AT = builders.moment(2, month=6)


def alone(**changed: Any) -> Programme:
    """Make an approved self-paced programme: 30 hours of the public subject, from March to December 2026, with an examination."""
    facts: dict[str, Any] = {
        "kind": ProgrammeKind.PUBLIC_COURSE,
        "title": "数字素养与职业道德公需科目",
        "category": Category.PUBLIC,
        "hours": 30,
        "minutes": 1350,
        "mode": Mode.SELF_PACED,
        "window_from": date(2026, 3, 2),
        "window_until": date(2026, 12, 31),
        "has_exam": True,
        "passing_score": 60,
        "learning_years": [2024, 2025],
        "outside_address": "https://learn.example.cn/digital",
    }
    return builders.approved(**{**facts, **changed})


def line(person: Person | None = None, **stated: Any) -> list[Any]:
    """Return the cells of a row: completed for 2026 on 20 May with 85 points, but for what is stated."""
    usual: dict[str, Any] = {
        "number": people.full_number(person) if person else "",
        "name": people.current_names([person.pk])[person.pk] if person else "",
        "year": "2026",
        "completed_on": "2026-05-20",
        "score": "85",
    }
    return list((usual | stated).values())


def text(*lines: list[Any], headings: Any = HEADINGS, name: str = "完成名单.csv") -> SimpleUploadedFile:
    """Return a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *lines])
    return SimpleUploadedFile(name, out.getvalue().encode("utf-8-sig"))


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
    return SimpleUploadedFile("完成名单.xlsx", out.getvalue())


def registered(programme: Programme, file: SimpleUploadedFile) -> CompletionSheet:
    """Hand a table in, confirm it and let the sweep work."""
    by = builders.user()
    sheet = completions.check(programme=programme, file=file, by=by, at=AT)
    if sheet.rows.filter(outcome=CompletionOutcome.ACCEPTED).exists():
        completions.confirm(sheet=sheet, by=by, at=AT)
        completions.register_due(at=AT)
    sheet.refresh_from_db()
    return sheet


def outcomes(sheet: CompletionSheet) -> list[tuple[int, str, str]]:
    """Return number, outcome and wrong column of each row."""
    return list(sheet.rows.order_by("number").values_list("number", "outcome", "field"))
