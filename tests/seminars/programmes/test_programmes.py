"""From a draft to an approved version."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from learning.errors import Refusal
from seminars import programmes
from seminars.enums import ApplicationState, Category, Level, ProgrammeKind
from seminars.models import Application, ProgrammeVersion
from tests.seminars import builders
from tests.seminars.builders import MORNING

pytestmark = pytest.mark.django_db


def approve(application: Application, number: str = "宁人社继〔2026〕1号") -> ProgrammeVersion:
    return programmes.approve(
        application=application,
        by=builders.user(),
        organisation=builders.regulator(),
        approval_number=number,
        at=MORNING,
    )


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


def test_approve_fixes_the_facts_and_makes_them_current() -> None:
    item = builders.guidance_item()
    application = builders.submitted(
        kind=ProgrammeKind.ADVANCED_SEMINAR, guidance_item=item, teachers=[{"name": "陈静"}], level=Level.PROVINCIAL
    )

    version = approve(application, number=" 苏人社函〔2026〕7号 ")

    version.refresh_from_db()
    application.refresh_from_db()
    assert application.programme.current == version
    assert application.state == ApplicationState.APPROVED
    assert (version.number, version.approval_number, version.approved_on) == (
        1,
        "苏人社函〔2026〕7号",
        date(2026, 3, 2),
    )
    assert (version.title, version.hours, version.minutes, version.guidance_item) == (
        application.title,
        1200,
        540,
        item,
    )
    assert version.teachers == [{"name": "陈静"}]
    assert [decision.state for decision in programmes.decisions(application)] == [ApplicationState.APPROVED]


def test_approve_twice_makes_one_version() -> None:
    application = builders.submitted()
    same = Application.objects.get(pk=application.pk)
    approve(application)

    with pytest.raises(programmes.NotSubmitted):
        approve(same)

    assert ProgrammeVersion.objects.filter(programme=application.programme).count() == 1


def test_approve_refuses_without_a_number() -> None:
    application = builders.submitted()

    with pytest.raises(programmes.ApprovalNumberMissing):
        approve(application, number="  ")

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED
    assert not application.decisions.exists()


def test_application_sent_back_can_be_submitted_again() -> None:
    application, by = builders.submitted(), builders.user()

    programmes.send_back(
        application=application, by=by, organisation=builders.regulator(), reason="师资不足", at=MORNING
    )
    programmes.save(application=application, by=by, at=MORNING, teachers=[{"name": "陈静"}])
    programmes.submit(application=application, by=by, at=MORNING)
    approve(application)

    assert [(row.state, row.reason) for row in programmes.decisions(application)] == [
        (ApplicationState.RETURNED, "师资不足"),
        (ApplicationState.APPROVED, ""),
    ]


@pytest.mark.parametrize("decide", [programmes.send_back, programmes.refuse])
def test_no_without_a_reason_is_refused(decide: Any) -> None:
    application = builders.submitted()

    with pytest.raises(programmes.ReasonMissing):
        decide(application=application, by=builders.user(), organisation=builders.regulator(), reason=" ", at=MORNING)

    application.refresh_from_db()
    assert application.state == ApplicationState.SUBMITTED


def test_refused_application_stays_refused() -> None:
    application, by = builders.submitted(), builders.user()
    programmes.refuse(application=application, by=by, organisation=builders.regulator(), reason="重复立项", at=MORNING)

    with pytest.raises(programmes.ApplicationSubmitted):
        programmes.submit(application=application, by=by, at=MORNING)
    with pytest.raises(programmes.NotSubmitted):
        approve(application)


def test_amendment_becomes_the_next_version_and_leaves_the_first_as_it_was() -> None:
    programme, by = builders.approved(), builders.user()
    first = programme.current
    amendment = programmes.amend(programme=programme, by=by, at=MORNING, reason="增加实训")
    programmes.save(application=amendment, by=by, at=MORNING, hours=16, minutes=720)

    changes = programmes.changes(amendment)
    programmes.submit(application=amendment, by=by, at=MORNING)
    second = approve(amendment)

    programme.refresh_from_db()
    assert first is not None
    first.refresh_from_db()
    assert [(change.field, change.before, change.after) for change in changes] == [
        ("hours", 1200, 1600),
        ("minutes", 540, 720),
    ]
    assert (programme.current, second.number, second.hours, first.hours) == (second, 2, 1600, 1200)
    assert list(programmes.versions(programme)) == [second, first]


def test_amend_refuses_a_second_open_application() -> None:
    programme, by = builders.approved(), builders.user()
    programmes.amend(programme=programme, by=by, at=MORNING, reason="增加实训")

    with pytest.raises(programmes.ApplicationOpen):
        programmes.amend(programme=programme, by=by, at=MORNING, reason="再增加")


def test_amend_refuses_what_was_never_approved() -> None:
    application = builders.submitted()

    with pytest.raises(programmes.NotApproved):
        programmes.amend(programme=application.programme, by=builders.user(), at=MORNING, reason="增加实训")


def test_catalogue_shows_what_is_approved_only() -> None:
    programme = builders.approved(title="绿色建筑节能改造")
    builders.submitted(title="待批课程")
    withdrawn = builders.approved(title="已撤课程")
    programmes.withdraw_approval(programme=withdrawn, by=builders.user(), on=date(2026, 3, 10), reason="师资造假")

    assert list(programmes.catalogue(on=date(2026, 3, 9))) == [withdrawn, programme]
    assert list(programmes.catalogue(on=date(2026, 3, 10))) == [programme]


def test_catalogue_narrows_by_fact_region_and_words() -> None:
    here = builders.approved(owner=builders.base(code="320102"), title="绿色建筑节能改造")
    there = builders.approved(
        owner=builders.base(code=builders.SUZHOU),
        title="公共服务能力",
        kind=ProgrammeKind.PUBLIC_COURSE,
        category=Category.PUBLIC,
    )
    on = date(2026, 3, 9)

    assert list(programmes.catalogue(on=on, kind=ProgrammeKind.PUBLIC_COURSE)) == [there]
    assert list(programmes.catalogue(on=on, category=Category.PROFESSIONAL, kind="")) == [here]
    assert list(programmes.catalogue(on=on, region=builders.region(builders.NANJING))) == [here]
    assert list(programmes.catalogue(on=on, region=builders.region(builders.JIANGSU))) == [there, here]
    assert list(programmes.catalogue(on=on, text="节能 绿色")) == [here]
    assert list(programmes.catalogue(on=on, text="节能 公共")) == []


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

    assert former in programmes.guidance_items(date(2025, 12, 31))
    assert present not in programmes.guidance_items(date(2025, 12, 31))
    assert [item.code for item in programmes.guidance_items(date(2026, 1, 1))] == ["A", "A01"]
    assert former not in programmes.guidance_items(date(2026, 1, 1))
