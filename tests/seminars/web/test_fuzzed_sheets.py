"""Whatever somebody hands in as a sheet gets an answer: taken or refused row by row, never an error of ours."""

import csv
import io
import os
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.exceptions import IllegalCharacterError

from seminars.models import CompletionRow, CompletionSheet, GuidanceItem, PlannedSeminar, PlanSheet
from tests.seminars import builders
from tests.seminars.completions import builders as completed
from tests.seminars.planning import builders as planned
from tests.seminars.web import builders as web

pytestmark = pytest.mark.django_db
often = settings(
    max_examples=int(os.environ.get("XUESHI_EXAMPLES", "15")),  # more by `make test-long`
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
GUIDANCE = ("代码", "名称", "上级代码", "说明")

# What fits a column, what nearly does, and what nobody thought of.
CELL = st.one_of(
    st.sampled_from(
        [
            *("", "001", "A", "A01", "A02", "工业和信息化", "金陵基地（示例）", "5", "36", "70", "2026", "2026-05-20", "85", "王小明"),
            *("=1+1", "@SUM(A1)", "1e400", "nan", "-inf", "-0", "２０２６", "٣", "²", "2026-02-30", "0001-01-01", "20260520"),
            *("9" * 400, "长" * 5000, "\x00", "\ufeff", "\u202e反", "\ud7ff", "𠮷", "<script>", "'; DROP TABLE", "%s%(x)s{0}"),
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.none(),
)  # fmt: skip
ROWS = st.lists(st.lists(CELL, max_size=12), max_size=4)
SHAPE = st.sampled_from(["csv", "csv", "xlsx", "xlsx", "torn", "bytes"])


def files(right: tuple[str, ...]) -> Any:
    """Yield files whose headings are those asked for, or nearly so."""
    head = st.one_of(
        st.just(list(right)), st.permutations(right), st.lists(st.sampled_from([*right, "", "备注"]), max_size=12)
    )
    return st.builds(handed_in, head, ROWS, SHAPE, st.binary(max_size=200))


def handed_in(head: list[str], rows: list[list[Any]], shape: str, junk: bytes) -> SimpleUploadedFile:
    """Return what is handed in: a table, one that was torn on its way, or no table at all."""
    if shape == "bytes":
        return SimpleUploadedFile("表.xlsx", junk or b"\x00")
    if shape == "csv":
        text = io.StringIO()
        csv.writer(text).writerows([head, *rows])
        return SimpleUploadedFile("表.csv", text.getvalue().encode("utf-8", "replace") or b" ")
    content = _book([head, *rows])
    place = len(junk) * 37 % len(content)
    return SimpleUploadedFile("表.xlsx", content if shape == "xlsx" else content[:place] + junk + content[place + 3 :])


def _book(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        try:
            book.active.append([cell if _can_stand(cell) else str(cell) for cell in row])
        except (IllegalCharacterError, ValueError, OverflowError):
            book.active.append(["无法写入"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _can_stand(cell: Any) -> bool:
    return not isinstance(cell, date | datetime) or cell.year >= 1900


def answered(client: Client, address: str, sent: dict[str, Any]) -> None:
    """Hand a sheet in and read what became of it."""
    answer = client.post(address, sent, follow=True)

    assert answer.status_code == 200
    assert "错误编号" not in answer.content.decode()


@pytest.fixture
def province() -> tuple[planned.Province, Client]:
    """Make a province with its plan, and sign its officer in."""
    made = planned.Province()
    return made, web.browser(web.officer(made.office))


@often
@given(file=files(planned.HEADINGS), year=st.sampled_from(["2026", "2027", "x"]))
def test_any_sheet_of_the_yearly_plan_is_answered(
    province: tuple[planned.Province, Client], file: SimpleUploadedFile, year: str
) -> None:
    _made, client = province

    answered(client, reverse("seminars:plan"), {"file": file, "year": year})

    for sheet in PlanSheet.objects.order_by("-pk")[:1]:
        client.post(reverse("seminars:apply-plan", args=[sheet.pk]), follow=True)
    assert PlannedSeminar.objects.filter(hours__lte=0).count() == 0


@pytest.fixture
def alone() -> tuple[Any, Client]:
    """Make a self-paced programme whose window is open, and sign the manager of its base in."""
    base = builders.base()
    programme = completed.alone(
        owner=base, window_from=web.today() - timedelta(days=30), window_until=web.today() + timedelta(days=30)
    )
    return programme, web.browser(web.manager(base))


@often
@given(file=files(completed.HEADINGS))
def test_any_table_of_completions_is_answered(alone: tuple[Any, Client], file: SimpleUploadedFile) -> None:
    programme, client = alone

    answered(client, reverse("seminars:completions", args=[programme.pk]), {"file": file})

    for sheet in CompletionSheet.objects.order_by("-pk")[:1]:
        assert client.get(reverse("seminars:completion-receipt", args=[sheet.pk])).status_code == 200
        client.post(reverse("seminars:confirm-completions", args=[sheet.pk]), follow=True)
    assert not CompletionRow.objects.filter(outcome="CREDITED").exists()


def tomls() -> Any:
    """Yield catalogues in the other form that is taken."""
    return st.builds(
        lambda text, junk: SimpleUploadedFile(
            "目录.toml", f'[[items]]\ncode = "{text}"\nname = "甲"\n'.encode("utf-8", "replace") + junk
        ),
        CELL,
        st.binary(max_size=20),
    )


@often
@given(file=files(GUIDANCE) | tomls())
def test_any_guidance_catalogue_is_answered(
    province: tuple[planned.Province, Client], file: SimpleUploadedFile
) -> None:
    _made, client = province
    sent = {"name": "产业引导目录2027", "reference": "", "valid_from": "2027-01-01", "file": file}

    answered(client, reverse("seminars:guidance-versions"), sent)

    assert not GuidanceItem.objects.filter(code="").exists()
