"""What the bases of the filling teach: applied for, decided, with pages and pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from cms import publishing
from cms.management.province._taught import MINUTES_PER_HOUR
from cms.management.province.filling import _alone, _organisations, _pictures, _planned, _words
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan
from cms.management.province.filling._topics import BRANCHES, CLUSTERS, Topic
from learning.accounts.enums import Sector, Series, TitleLevel
from learning.accounts.models import Organisation, User
from seminars import guidance, programmes
from seminars.enums import Category, Level, Mode, ProgrammeKind

SEMINAR_HOURS, COURSE_HOURS = 36, (24, 32, 40)
# How numbers of documents call a city.
SHORT = {
    "320100": "宁", "320200": "锡", "320300": "徐", "320400": "常", "320500": "苏府", "320600": "通", "320700": "连", "320800": "淮",
    "320900": "盐", "321000": "扬", "321100": "镇", "321200": "泰", "321300": "宿",
}  # fmt: skip
THESIS = "结合承担的项目或岗位工作，就所学专题写一篇论文，三千字以上，附数据来源。"
REASONS = (
    "课程大纲与所列学时不符：第三单元缺少教学内容，请补充后重新提交。",
    "师资中缺少企业一线专家，请按申报要求补充至少一名。",
    "面向对象写得过宽，请写明岗位和职称要求。",
)


@dataclass(frozen=True)
class Desk:
    """A base, who acts for it, and who decides."""

    plan: Plan
    of: BasePlan
    base: Organisation
    manager: User
    province: User
    city: User


def teach(plan: Plan, of: BasePlan) -> None:
    """Have the programmes of a base approved and their pages published, and leave some applications under way."""
    base = _organisations.base_of(of)
    desk = Desk(
        plan,
        of,
        base,
        _organisations.manager_of(base),
        _organisations.province_officer(),
        _organisations.officer_of(of.city),
    )
    for place, topic in enumerate((*of.seminars, *of.courses)):
        programme = _approved(desk, topic, place)
        page = _written(desk, programme, topic)
        # One page goes through the whole moderation; the officer publishes the others at once, as the right allows.
        _through_moderation(desk, page) if place == 0 else _publish(desk, page)
    _leave_open(desk)
    _amend(desk)
    _alone.offer(plan, of)
    _picture(desk)


def _approved(desk: Desk, topic: Topic, place: int) -> Any:
    at = _applied_at(desk, topic, place)
    application = _drafted(desk, topic, place, at=at)
    programmes.submit(application=application, by=desk.manager, at=at + timedelta(days=2))
    is_seminar = _is_seminar(topic)
    office = _organisations.regulator(_organisations.PROVINCE if is_seminar else desk.of.city)
    decided = at + timedelta(days=12)
    number = (
        f"{'苏' if is_seminar else SHORT[desk.of.city]}人社演〔{decided.year}〕{desk.of.number * 20 + place + 101}号"
    )
    version = programmes.approve(
        application=application,
        by=desk.province if is_seminar else desk.city,
        organisation=office,
        approval_number=number,
        at=decided,
    )
    return version.programme


def _applied_at(desk: Desk, topic: Topic, place: int) -> datetime:
    """Return a morning: seminars over the years, about as many in each; courses in the last two."""
    plan = desk.plan
    back = _planned.years_back(desk.of, place) if _is_seminar(topic) else 1 + place % 2
    year = plan.today.year - back
    return min(plan.past(year, 1, 8 + place), plan.begun_at - timedelta(days=20))


def _drafted(desk: Desk, topic: Topic, place: int, *, at: datetime) -> Any:
    chance = desk.plan.chance("programme", desk.of.key, place)
    is_seminar = _is_seminar(topic)
    hours = SEMINAR_HOURS if is_seminar else COURSE_HOURS[place % 3]
    mode = Mode.LIVE if topic.is_public and place % 2 else Mode.ON_SITE
    facts: dict[str, Any] = {
        "kind": _kind(topic),
        "title": topic.title,
        "summary": _words.summary(topic, hours=hours, is_seminar=is_seminar),
        "category": Category.PUBLIC if topic.is_public else Category.PROFESSIONAL,
        "hours": Decimal(hours),
        "minutes": hours * MINUTES_PER_HOUR,
        "sector": topic.sector or (topic.field if topic.field in Sector.values else desk.of.sector),
        "cluster": topic.field if topic.field in CLUSTERS else "",
        "level": Level.PROVINCIAL if is_seminar else Level.CITY,
        "mode": mode,
        "audience": _words.AUDIENCES[is_seminar],
        "teachers": _words.teachers(chance, count=3 if is_seminar else 2),
        "host": _organisations.regulator(_organisations.PROVINCE).name if is_seminar else desk.base.name,
        "organiser": desk.base.name,
        "fee": 0 if is_seminar or topic.is_public else 300 + 100 * (place % 7),
        "guidance_item": guidance.guidance_items(at.date()).get(code=topic.item) if is_seminar else None,
        "plan_row": _planned.row_of(desk.plan, desk.base, topic.title, year=at.year) if is_seminar else None,
    }
    if is_seminar and place == 0:
        facts["eligible_levels"] = [TitleLevel.INTERMEDIATE, TitleLevel.SENIOR]
    if is_seminar and place == 1:
        facts |= {"deliverable": "结业论文", "deliverable_expected": THESIS, "deliverable_days": 30}
    if "安全" in topic.title:
        facts["certificate_years"] = 3
    if topic.field == Sector.ACCOUNTING:
        facts["eligible_series"] = [Series.ACCOUNTING, Series.GENERAL]
    return programmes.draft(base=desk.base, by=desk.manager, at=at, **facts)


def _written(desk: Desk, programme: Any, topic: Topic) -> Any:
    page = publishing.programme_page(programme=programme)
    is_seminar = _is_seminar(topic)
    page.introduction = _words.introduction(
        topic, desk.plan.chance("words", desk.of.key, topic.title), is_seminar=is_seminar
    )
    page.words = _words.words_of_programme(topic, is_seminar=is_seminar)
    return page


def _publish(desk: Desk, page: Any) -> None:
    assert page.permissions_for_user(desk.city).can_publish()
    page.save_revision(user=desk.manager, clean=False).publish(user=desk.city)


def _through_moderation(desk: Desk, page: Any) -> None:
    page.save_revision(user=desk.manager)
    publishing.submit(page=page, by=desk.manager)
    page.refresh_from_db()
    publishing.approve(page=page, by=desk.city)


def _leave_open(desk: Desk) -> None:
    """Let applications wait for a decision, or be with the base again, or be refused; which, goes round."""
    for part, topic in enumerate(_spare(desk)):
        at = desk.plan.begun_at - timedelta(days=3 + (desk.of.number * 2 + part) % 17)
        application = _drafted(desk, topic, 20 + part, at=at)
        turn = (desk.of.number + part) % 5
        if turn == 4:  # a draft
            continue
        programmes.submit(application=application, by=desk.manager, at=at)
        office = _organisations.regulator(desk.of.city)
        decision = {"application": application, "by": desk.city, "organisation": office, "at": at + timedelta(days=2)}
        if turn == 2:
            programmes.send_back(**decision, reason=REASONS[desk.of.number % len(REASONS)])
        elif turn == 3:
            programmes.refuse(**decision, reason="与本市已备案的同类课程内容重复，建议改报专题方向。")


def _spare(desk: Desk) -> Iterator[Topic]:
    for topic, ending in zip(desk.of.courses[-2:], ("进阶班", "案例工作坊"), strict=False):
        yield Topic(title=topic.title + ending, modules=topic.modules, field=topic.field)


def _amend(desk: Desk) -> None:
    """Let every third base ask for an amendment that waits, and every seventh lose an approval."""
    taught = [row for row in programmes.of_base(desk.base).order_by("pk") if row.current_id]
    if desk.of.number % 3 == 0 and taught:
        amendment = programmes.amend(
            programme=taught[-1],
            by=desk.manager,
            at=desk.plan.begun_at - timedelta(days=4),
            reason="主讲教师调离，更换为同专业教师。",
        )
        programmes.submit(application=amendment, by=desk.manager, at=desk.plan.begun_at - timedelta(days=4))
    if desk.of.number % 7 == 0 and len(taught) > 1:
        programmes.withdraw_approval(
            programme=taught[1],
            by=desk.province,
            on=desk.plan.today - timedelta(days=20),
            reason="基地申请停办，已开班次办完为止。",
        )


def _picture(desk: Desk) -> None:
    page = publishing.make_base_pages(base=desk.base)
    images = [_image(desk, page, number) for number in range(2)]
    fields = list(dict.fromkeys(topic.title.removesuffix("高级研修班") for topic in desk.of.seminars))
    page.introduction = f"<p>{desk.base.name}面向{desk.base.region.name}及周边地区专业技术人员，开展高级研修、专业科目和公需科目培训。</p>"
    page.words = _words.words_of_base(desk.base.name, fields, images)
    _through_moderation(desk, page)


def _image(desk: Desk, page: Any, number: int) -> tuple[int, str]:
    data, alternative = _pictures.draw(desk.plan.chance("picture", desk.of.key, number))
    name = f"base-{desk.of.city}-{desk.of.place}-{number}.jpg"
    image = get_image_model()(
        title=f"{desk.base.name} {number + 1}",
        description=alternative,
        file=ContentFile(data, name=name),
        collection=desk.base.editorial_group.collection,
        uploaded_by_user=desk.manager,
    )
    image.save()
    return image.pk, alternative


def _is_seminar(topic: Topic) -> bool:
    return topic.field in CLUSTERS or topic.field in BRANCHES


def _kind(topic: Topic) -> ProgrammeKind:
    if topic.is_public:
        return ProgrammeKind.PUBLIC_COURSE
    return ProgrammeKind.ADVANCED_SEMINAR if _is_seminar(topic) else ProgrammeKind.BASE_COURSE
