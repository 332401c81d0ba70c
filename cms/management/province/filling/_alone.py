"""Self-paced programmes of the public subject, and who completed them: the usual road to it."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cms import publishing
from cms.management.province.filling import _organisations, _people
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan
from learning.accounts.enums import Sector
from seminars import completions, programmes
from seminars.enums import Category, Level, Mode, ProgrammeKind

COMPLETED = 36


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A self-paced programme."""

    title: str
    summary: str
    hours: int
    has_exam: bool
    years_back: int


SUBJECTS = (
    Subject(title="数字经济与数据安全（公需科目自主选学）", summary="数字经济政策、数据分类分级、个人信息保护与岗位数据安全。", hours=30, has_exam=True, years_back=3),
    Subject(title="新质生产力与科技创新（公需科目自主选学）", summary="新质生产力内涵、科技创新政策、成果转化与知识产权保护。", hours=30, has_exam=True, years_back=2),
    Subject(title="职业道德与科研诚信（公需科目自主选学）", summary="专业技术人员职业道德、科研诚信规范与典型案例。", hours=12, has_exam=False, years_back=1),
    Subject(title="绿色低碳发展（公需科目自主选学）", summary="碳达峰碳中和政策、绿色制造与节能技术基础。", hours=18, has_exam=True, years_back=0),
)  # fmt: skip
MINUTES_PER_HOUR, PASSING = 45, 60


def subject_of(of: BasePlan) -> Subject | None:
    """Return what a base offers to learn alone, if it does."""
    return SUBJECTS[of.number] if of.number < len(SUBJECTS) else None


def offer(plan: Plan, of: BasePlan) -> None:
    """Have the self-paced programme of a base approved and its page published."""
    subject = subject_of(of)
    if subject is None:
        return
    base = _organisations.base_of(of)
    manager, officer = _organisations.manager_of(base), _organisations.officer_of(of.city)
    at, year = plan.past(plan.today.year, 1, 5), plan.today.year
    facts: Any = {
        "kind": ProgrammeKind.PUBLIC_COURSE,
        "title": subject.title,
        "summary": subject.summary,
        "category": Category.PUBLIC,
        "hours": Decimal(subject.hours),
        "minutes": subject.hours * MINUTES_PER_HOUR,
        "sector": Sector.GENERAL,
        "level": Level.CITY,
        "mode": Mode.SELF_PACED,
        "audience": "全省专业技术人员",
        "window_from": date(year, 1, 1),
        "window_until": date(year, 12, 31),
        "has_exam": subject.has_exam,
        "passing_score": PASSING if subject.has_exam else None,
        "learning_years": [year - back for back in range(subject.years_back, 0, -1)],
        "outside_address": f"https://learn{of.number + 1}.example.cn/public",
    }
    application = programmes.draft(base=base, by=manager, at=at, **facts)
    programmes.submit(application=application, by=manager, at=at)
    version = programmes.approve(
        application=application,
        by=officer,
        organisation=_organisations.regulator(of.city),
        approval_number=f"演人社继〔{year}〕公需{of.number + 1}号",
        at=at,
    )
    page = publishing.programme_page(programme=version.programme)
    page.save_revision(user=manager, clean=False).publish(user=officer)


def complete(plan: Plan, of: BasePlan) -> None:
    """Hand in who completed the programme of a base: some for this year, some making up an earlier one, some rows that are refused."""
    subject = subject_of(of)
    if subject is None:
        return
    base = _organisations.base_of(of)
    manager = _organisations.manager_of(base)
    programme = programmes.of_base(base).get(current__title=subject.title)
    file = SimpleUploadedFile("自主选学完成名单（示例）.csv", _table(plan, of, subject))
    sheet = completions.check(programme=programme, file=file, by=manager, at=plan.begun_at)
    if completions.counts(sheet)["ACCEPTED"]:
        completions.confirm(sheet=sheet, by=manager, at=plan.begun_at)
        completions.register_due(at=plan.begun_at)


def _table(plan: Plan, of: BasePlan, subject: Subject) -> bytes:
    chance = plan.chance("alone", of.key)
    year, text = plan.today.year, io.StringIO()
    table = csv.writer(text)
    table.writerow(("证件号码", "姓名", "学习年度", "完成日期", "考试成绩"))
    first, last = date(year, 1, 1), plan.today
    for number in range(min(COMPLETED, plan.people_a_city)):
        role = _people.role_of(plan, of.city, number)
        day = first + timedelta(days=chance.randrange((last - first).days + 1))
        back = chance.choice((0, 0, 0, min(1, subject.years_back)))
        score = chance.randrange(48, 100) if subject.has_exam else ""
        table.writerow((role.document, role.name, year - back, day, score))
    return text.getvalue().encode("utf-8-sig")
