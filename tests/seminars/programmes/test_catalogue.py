"""What is approved can be found."""

from datetime import date
from typing import Any

import pytest

from seminars import guidance, programmes
from seminars.enums import Category, ProgrammeKind
from tests.seminars import builders

pytestmark = pytest.mark.django_db


def test_catalogue_shows_what_is_approved_only() -> None:
    programme = builders.approved(title="绿色建筑节能改造")
    builders.submitted(title="待批课程")
    withdrawn = builders.approved(title="已撤课程")
    programmes.withdraw_approval(programme=withdrawn, by=builders.user(), on=date(2026, 3, 10), reason="师资造假")

    assert list(programmes.catalogue(on=date(2026, 3, 9))) == [withdrawn, programme]
    assert list(programmes.catalogue(on=date(2026, 3, 10))) == [programme]


def test_catalogue_narrows_by_kind() -> None:
    base_course = builders.approved()
    public_course = builders.approved(kind=ProgrammeKind.PUBLIC_COURSE, category=Category.PUBLIC)

    assert list(programmes.catalogue(on=date(2026, 3, 9), kind=ProgrammeKind.PUBLIC_COURSE)) == [public_course]
    assert list(programmes.catalogue(on=date(2026, 3, 9))) == [public_course, base_course]


@pytest.mark.parametrize("count", [1, 3])
def test_catalogue_is_one_query(count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        builders.approved()

    with django_assert_num_queries(1):
        shown = [
            (row.current.title, row.base.name, row.base.region.name)
            for row in programmes.catalogue(on=date(2026, 3, 9))
            if row.current
        ]

    assert len(shown) == count


def test_publishing_a_guidance_catalogue_ends_the_one_before() -> None:
    former = builders.guidance_item(on=date(2025, 1, 1))
    present = builders.guidance_item(on=date(2026, 1, 1))

    assert former in guidance.guidance_items(date(2025, 12, 31))
    assert present not in guidance.guidance_items(date(2025, 12, 31))
    assert [item.code for item in guidance.guidance_items(date(2026, 1, 1))] == ["A", "A01"]
    assert former not in guidance.guidance_items(date(2026, 1, 1))
