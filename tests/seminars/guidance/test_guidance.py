"""Versions of the guidance catalogue: imported whole or not at all, compared, published, and whoever cites what is gone is named."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from learning import sheets
from seminars import guidance, programmes
from seminars.enums import Level, ProgrammeKind
from seminars.models import GuidanceCatalogue, GuidanceItem, Programme
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
NEXT = date(2026, 7, 1)
FIRST = (
    ("A", "战略性新兴产业", None),
    ("A01", "集成电路", "A"),
    ("A02", "生物医药", "A"),
    ("B", "未来产业", None),
)
SECOND = "代码,名称,上级代码,说明\nA01,集成电路与先进封装,A,芯粒\nA,战略性新兴产业,,\nB,未来产业,,\nB01,人形机器人,B,\n"


def first() -> GuidanceCatalogue:
    items = [guidance.GuidanceFacts(code=code, name=name, parent=parent) for code, name, parent in FIRST]
    return guidance.publish_guidance(name="目录2025", reference="", valid_from=date(2025, 1, 1), items=items)


def drafted(content: str = SECOND, *, file: str = "目录.csv", **changed: Any) -> GuidanceCatalogue:
    facts: dict[str, Any] = {"name": "目录2026", "reference": "苏人社〔2026〕1号", "valid_from": NEXT, **changed}
    upload = SimpleUploadedFile(file, content.encode())
    return guidance.draft(file=upload, by=builders.user(), at=MORNING, **facts)


def seminar(code: str) -> Programme:
    item = guidance.guidance_items(TODAY).get(code=code)
    return builders.approved(kind=ProgrammeKind.ADVANCED_SEMINAR, level=Level.PROVINCIAL, guidance_item=item)


def test_a_draft_is_a_tree_that_nobody_may_cite_yet() -> None:
    first()

    made = drafted()

    (a, b) = guidance.tree(made)
    assert [(one.item.code, [two.item.code for two in one.below]) for one in (a, b)] == [("A", ["A01"]), ("B", ["B01"])]
    assert "人形机器人" not in [item.name for item in guidance.guidance_items(TODAY)]
    assert "人形机器人" not in [item.name for item in guidance.guidance_items(NEXT)]


def test_publishing_ends_the_version_before_on_the_first_day() -> None:
    former = first()

    made = guidance.publish(catalogue=drafted(), by=builders.user(), at=MORNING)

    former.refresh_from_db()
    assert former.valid_before == NEXT
    assert guidance.in_force(date(2026, 6, 30)) == former
    assert guidance.in_force(NEXT) == made
    with pytest.raises(guidance.NoDraft):
        guidance.publish(catalogue=made, by=builders.user(), at=MORNING)
    with pytest.raises(guidance.NoDraft):
        guidance.discard(catalogue=made)


def test_a_draft_can_be_thrown_away() -> None:
    first()
    made = drafted()

    guidance.discard(catalogue=made)

    assert not GuidanceCatalogue.objects.filter(name="目录2026").exists()
    assert GuidanceItem.objects.count() == len(FIRST)


def test_two_versions_beside_each_other() -> None:
    found = guidance.compare(before=first(), after=drafted())

    assert [item.code for item in found.added] == ["B01"]
    assert [item.code for item in found.retired] == ["A02"]
    assert [(one.before.name, one.after.name, one.is_moved) for one in found.changed] == [
        ("集成电路", "集成电路与先进封装", False)
    ]
    assert found.same == 2


def test_programmes_citing_a_retired_item_are_named_before_and_after() -> None:
    first()
    kept, ending = seminar("A01"), seminar("A02")
    withdrawn = seminar("A02")
    programmes.withdraw_approval(programme=withdrawn, by=builders.user(), on=TODAY, reason="停办")
    made = drafted()
    every = Programme.objects.all()

    assert list(guidance.citing_retired(every, on=TODAY)) == []
    assert list(guidance.citing_what_ends(every, after=made, on=TODAY)) == [ending]

    guidance.publish(catalogue=made, by=builders.user(), at=MORNING)

    assert list(guidance.citing_retired(every, on=NEXT)) == [ending]
    assert kept not in guidance.citing_retired(every, on=NEXT)


def test_toml_says_the_same_as_a_sheet() -> None:
    first()
    text = (
        '[[items]]\ncode = "A"\nname = "战略性新兴产业"\n\n[[items]]\ncode = "A01"\nname = "集成电路"\nparent = "A"\n'
    )

    made = drafted(text, file="目录.toml")

    assert [(item.code, item.name) for item in made.items.order_by("code")] == [
        ("A", "战略性新兴产业"),
        ("A01", "集成电路"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("代码,名称,上级代码\nA,甲,\nA,乙,\n", "3"),
        ("代码,名称,上级代码\nA,甲,Z\n", "Z"),
        ("代码,名称,上级代码\nA,甲,B\nB,乙,A\n", "2"),
        ("代码,名称,上级代码\n,甲,\n", "2"),
        ("代码,名称,上级代码\nA,,\n", "2"),
    ],
)
def test_every_wrong_row_is_named_and_nothing_is_imported(content: str, told: str) -> None:
    with pytest.raises(guidance.RowsWrong) as refusal:
        drafted(content)

    assert told in str(refusal.value)
    assert not GuidanceCatalogue.objects.exists()


@pytest.mark.parametrize(
    "content", ["a = ", "items = 3", "[[items]]\n[items.code]\n", "[[items]]\n", f"a = {'9' * 5000}"]
)
def test_toml_that_holds_no_items_is_refused(content: str) -> None:
    with pytest.raises((sheets.SheetUnreadable, guidance.RowsWrong)):
        drafted(content, file="目录.toml")

    assert not GuidanceCatalogue.objects.exists()


@pytest.mark.parametrize("value", ["2.0", "true", "2026-01-01", "[1]", "0x" + "f" * 9000])
def test_a_value_of_another_kind_is_refused_with_its_row(value: str) -> None:
    with pytest.raises(guidance.RowsWrong) as refusal:
        drafted(
            f'[[items]]\ncode = "A"\nname = "甲"\n[[items]]\ncode = 11\nname = "乙"\nnote = {value}\n', file="目录.toml"
        )

    assert refusal.value.facts["count"] == 1
    assert "2" in str(refusal.value.facts["faults"])
    assert not GuidanceCatalogue.objects.exists()


def test_a_version_begins_after_the_one_before_and_not_in_the_past() -> None:
    first()

    for day in (date(2024, 1, 1), date(2026, 3, 1)):
        with pytest.raises(guidance.BeginsTooEarly):
            drafted(valid_from=day)
    with pytest.raises(guidance.NameTaken):
        drafted(name="目录2025")


def test_the_sheet_of_a_version_imports_as_the_same_version() -> None:
    former = first()

    made = guidance.draft(
        file=SimpleUploadedFile("目录.xlsx", guidance.as_sheet(former, kind="xlsx")),
        name="再版",
        reference="",
        valid_from=NEXT,
        by=builders.user(),
        at=MORNING,
    )

    assert guidance.compare(before=former, after=made) == guidance.Comparison(
        added=(), retired=(), changed=(), same=len(FIRST)
    )
