"""Whatever somebody hands in as a sheet gets an answer: taken or refused row by row, never an error of ours."""

import csv
import io
import os
from dataclasses import dataclass
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

from credits import ledger
from credits.models import Claim
from learning.accounts.models import Person
from seminars import completions
from seminars.models import CompletionSheet, GuidanceCatalogue, GuidanceItem, PlannedSeminar, PlanSheet, Programme
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


@dataclass(frozen=True, kw_only=True)
class Handed:
    """A file, and whether it is a sheet that has all headings: then every row of it must be judged by itself."""

    file: SimpleUploadedFile
    is_sound: bool


def files(good: dict[str, Any]) -> Any:
    """Yield files with the headings of `good`, or nearly so; that row stands among whatever else there is."""
    right = list(good)
    head = st.one_of(
        st.just(right), st.permutations(right), st.lists(st.sampled_from([*right, "", "备注"]), max_size=12)
    )
    return st.builds(handed_in, head, ROWS, st.just(good), SHAPE, st.binary(max_size=200))


def handed_in(head: list[str], rows: list[list[Any]], good: dict[str, Any], shape: str, junk: bytes) -> Handed:
    """Return what is handed in: a table, one that was torn on its way, or no table at all."""
    place = len(junk) % (len(rows) + 1)
    lines = [head, *rows[:place], [good.get(heading, "") for heading in head], *rows[place:]]
    is_whole = sorted(head) == sorted(good)
    if shape == "bytes":
        return Handed(file=SimpleUploadedFile("表.xlsx", junk or b"\x00"), is_sound=False)
    if shape == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(lines)
        content = text.getvalue().encode("utf-8", "replace") or b" "
        # No text holds a NUL: a program made that, and nobody knows what else it did.
        return Handed(file=SimpleUploadedFile("表.csv", content), is_sound=is_whole and b"\x00" not in content)
    content = _book(lines)
    if shape == "xlsx":
        return Handed(file=SimpleUploadedFile("表.xlsx", content), is_sound=is_whole)
    place = len(junk) * 37 % len(content)
    return Handed(file=SimpleUploadedFile("表.xlsx", content[:place] + junk + content[place + 3 :]), is_sound=False)


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


def added(model: Any, known: int) -> Any:
    """Return the sheet that was kept since there were `known`, if one was."""
    assert model.objects.count() - known in {0, 1}
    return model.objects.latest("pk") if model.objects.count() > known else None


def unexplained(sheet: Any) -> list[int]:
    """Return the rows that are refused and do not say why."""
    refused = sheet.rows.filter(outcome="REFUSED")
    return [row.number for row in refused if not row.message]


GOOD = "好行7731"  # no other row has this code
PLANNED = dict(
    zip(
        planned.HEADINGS,
        (GOOD, "智能制造高级研修班", "金陵基地（示例）", "工业和信息化", "A01", "5", "36", "70", ""),
        strict=True,
    )
)


@pytest.fixture
def province() -> tuple[planned.Province, Client]:
    """Make a province with its plan, and sign its officer in."""
    made = planned.Province()
    return made, web.browser(web.officer(made.office))


@often
@given(handed=files(PLANNED), ahead=st.sampled_from([0, 1, None]))
def test_any_sheet_of_the_yearly_plan_is_answered(
    province: tuple[planned.Province, Client], handed: Handed, ahead: int | None
) -> None:
    _made, client = province
    year, known = "x" if ahead is None else str(web.today().year + ahead), PlanSheet.objects.count()

    answered(client, reverse("seminars:plan"), {"file": handed.file, "year": year})

    sheet = added(PlanSheet, known)
    assert (sheet is not None) >= (handed.is_sound and ahead is not None)
    if sheet is None:
        return
    client.post(reverse("seminars:apply-plan", args=[sheet.pk]), follow=True)
    assert unexplained(sheet) == []
    if handed.is_sound:
        assert sheet.rows.get(code=GOOD, number__gt=0).outcome in {"NEW", "SAME", "CHANGED"}
        assert PlannedSeminar.objects.get(year=sheet.year, code=GOOD).withdrawn_at is None


@pytest.fixture
def alone() -> tuple[Programme, Client, Person]:
    """Make a self-paced programme whose window is open, sign the manager of its base in, and record somebody who completed it."""
    base, window = builders.base(), timedelta(days=30)
    programme = completed.alone(
        owner=base, window_from=web.today() - window, window_until=web.today() + window, learning_years=[]
    )
    return programme, web.browser(web.manager(base)), builders.person(at=web.now())


@often
@given(data=st.data())
def test_any_table_of_completions_is_answered(alone: tuple[Programme, Client, Person], data: st.DataObject) -> None:
    programme, client, who = alone
    on, known = web.today() - timedelta(days=1), CompletionSheet.objects.count()
    cells = completed.line(who, year=str(on.year), completed_on=on.isoformat())
    handed = data.draw(files(dict(zip(completed.HEADINGS, cells, strict=True))))

    answered(client, reverse("seminars:completions", args=[programme.pk]), {"file": handed.file})

    sheet = added(CompletionSheet, known)
    assert (sheet is not None) >= handed.is_sound
    if sheet is None:
        return
    assert client.get(reverse("seminars:completion-receipt", args=[sheet.pk])).status_code == 200
    client.post(reverse("seminars:confirm-completions", args=[sheet.pk]), follow=True)
    completions.register_due(at=web.now())
    assert unexplained(sheet) == []
    if handed.is_sound:
        assert sheet.rows.get(person=who).outcome in {"CREDITED", "KNOWN"}
    # Nobody else in these tables has a number that fits, and once is once.
    assert Claim.objects.count() == ledger.claims_of([who.pk]).count() <= 1


LISTED = {"代码": GOOD, "名称": "集成电路", "上级代码": "", "说明": "先进封装"}


def tomls() -> Any:
    """Yield catalogues in the other form that is taken."""
    return st.builds(
        lambda text, junk: Handed(
            file=SimpleUploadedFile(
                "目录.toml", f'[[items]]\ncode = "{text}"\nname = "甲"\n'.encode("utf-8", "replace") + junk
            ),
            is_sound=False,
        ),
        CELL,
        st.binary(max_size=20),
    )


@often
@given(handed=files(LISTED) | tomls())
def test_any_guidance_catalogue_is_entered_whole_or_not_at_all(
    province: tuple[planned.Province, Client], handed: Handed
) -> None:
    _made, client = province
    known, items = GuidanceCatalogue.objects.count(), GuidanceItem.objects.count()
    sent = {
        "name": f"产业引导目录{known}",
        "reference": "",
        "valid_from": (web.today() + timedelta(days=30)).isoformat(),
        "file": handed.file,
    }

    answered(client, reverse("seminars:guidance-versions"), sent)

    draft = added(GuidanceCatalogue, known)
    if draft is None:
        assert GuidanceItem.objects.count() == items
    else:
        assert draft.items.exclude(code="").exclude(name="").count() == GuidanceItem.objects.count() - items > 0
        assert draft.items.filter(code=GOOD).exists() >= handed.is_sound


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_catalogue_of_good_rows_alone_is_entered(province: tuple[planned.Province, Client], kind: str) -> None:
    _made, client = province
    handed = handed_in(list(LISTED), [["A", "产业", "", ""], ["A1", "芯片", "A", ""]], LISTED, kind, b"")
    sent = {"name": "产业引导目录", "valid_from": (web.today() + timedelta(days=30)).isoformat(), "file": handed.file}

    answered(client, reverse("seminars:guidance-versions"), sent)

    items = GuidanceCatalogue.objects.latest("pk").items.order_by("code")
    assert list(items.values_list("code", "parent__code")) == [("A", None), ("A1", "A"), (GOOD, None)]
