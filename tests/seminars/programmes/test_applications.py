"""A base drafts and submits an application."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from learning.errors import Refusal
from seminars import programmes
from seminars.enums import ApplicationState, ProgrammeKind
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.django_db


def test_draft_may_be_incomplete() -> None:
    base = builders.base(name="南京工业大学继续教育基地")

    application = programmes.draft(base=base, by=builders.user(), at=MORNING)

    application.refresh_from_db()
    assert (application.state, application.title, application.hours) == (ApplicationState.DRAFT, "", 0)
    assert (application.host, application.organiser) == (base.name, base.name)
    assert application.programme.current is None


def test_drafts_of_a_base_have_codes_of_their_own() -> None:
    base, by = builders.base(), builders.user()

    codes = [programmes.draft(base=base, by=by, at=MORNING).programme.code for _ in range(3)]

    assert codes == [f"2026-{base.pk}-001", f"2026-{base.pk}-002", f"2026-{base.pk}-003"]


def test_save_keeps_hours_as_hundredths() -> None:
    application = programmes.draft(base=builders.base(), by=builders.user(), at=MORNING, title="旧题")

    programmes.save(application=application, by=builders.user(), at=MORNING, title="新题", hours=Decimal("1.5"))

    application.refresh_from_db()
    assert (application.title, application.hours) == ("新题", 150)


@pytest.mark.parametrize(
    "facts, field",
    [
        ({"title": "长" * 101}, "title"),
        ({"summary": "长" * 4001}, "summary"),
        ({"kind": "LECTURE"}, "kind"),
        ({"sector": "NOWHERE"}, "sector"),
        ({"hours": Decimal("1.234")}, "hours"),
        ({"fee": -1}, "fee"),
        ({"eligible_series": ["wizards"]}, "eligible_series"),
        ({"eligible_levels": ["emeritus"]}, "eligible_levels"),
        ({"teachers": [{"name": "王"}] * 51}, "teachers"),
    ],
)
def test_save_refuses_what_cannot_be(facts: dict[str, Any], field: str) -> None:
    application = programmes.draft(base=builders.base(), by=builders.user(), at=MORNING, title="题")

    with pytest.raises(programmes.FactNotPossible) as refusal:
        programmes.save(application=application, by=builders.user(), at=MORNING, **facts)

    application.refresh_from_db()
    assert refusal.value.field == field
    assert (application.title, application.hours) == ("题", 0)


@pytest.mark.parametrize(
    "facts, refusal, field",
    [
        ({"title": " "}, programmes.FactMissing, "title"),
        ({"audience": ""}, programmes.FactMissing, "audience"),
        ({"hours": 0}, programmes.HoursNotPositive, "hours"),
        ({"minutes": 0}, programmes.MinutesDoNotFit, "minutes"),
        ({"minutes": 12 * 61}, programmes.MinutesDoNotFit, "minutes"),
        ({"kind": ProgrammeKind.PUBLIC_COURSE}, programmes.PublicCourseNotPublic, "category"),
        ({"kind": ProgrammeKind.ADVANCED_SEMINAR}, programmes.GuidanceItemMissing, "guidance_item"),
        ({"title": "全国注册封装工程师培训"}, programmes.BannedWord, "title"),
    ],
)
def test_submit_refuses_what_cannot_be_decided(facts: dict[str, Any], refusal: type[Refusal], field: str) -> None:
    application = programmes.draft(base=builders.base(), by=builders.user(), at=MORNING, **builders.facts(**facts))

    with pytest.raises(refusal) as said:
        programmes.submit(application=application, by=builders.user(), at=MORNING)

    application.refresh_from_db()
    assert said.value.field == field
    assert application.state == ApplicationState.DRAFT


def test_submit_refuses_an_item_of_a_former_catalogue() -> None:
    former = builders.guidance_item(on=date(2025, 1, 1))
    builders.guidance_item(on=date(2026, 2, 1))
    facts = builders.facts(kind=ProgrammeKind.ADVANCED_SEMINAR, guidance_item=former)
    application = programmes.draft(base=builders.base(), by=builders.user(), at=MORNING, **facts)

    with pytest.raises(programmes.GuidanceItemNotInForce):
        programmes.submit(application=application, by=builders.user(), at=MORNING)


def test_submit_refuses_a_base_that_is_not_recognised() -> None:
    base = builders.base(ends_before=date(2026, 3, 2))
    application = programmes.draft(base=base, by=builders.user(), at=MORNING, **builders.facts())

    with pytest.raises(programmes.NotRecognised):
        programmes.submit(application=application, by=builders.user(), at=MORNING)


def test_submitted_application_cannot_be_changed() -> None:
    application = builders.submitted()

    for change in (programmes.save, programmes.submit):
        with pytest.raises(programmes.ApplicationSubmitted):
            change(application=application, by=builders.user(), at=MORNING)


def test_a_copy_begins_with_the_facts_in_force_and_changes_nothing_of_its_source() -> None:
    programme = builders.approved(title="集成电路封装工艺", fee=800)

    copy = programmes.duplicate(programme=programme, by=builders.user(), at=MORNING)
    programmes.save(application=copy, by=copy.created_by, at=MORNING, title="集成电路测试工艺")

    programme.refresh_from_db()
    assert programme.current is not None
    assert (copy.state, copy.fee, copy.programme.base, copy.reason) == ("DRAFT", 800, programme.base, "")
    assert copy.programme != programme
    assert programme.current.title == "集成电路封装工艺"
