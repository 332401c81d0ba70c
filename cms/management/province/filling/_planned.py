"""What the province plans: the yearly plans of advanced seminars, the draft of the next guidance catalogue, what was looked for in vain."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cms.management.province.filling import _organisations
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan
from cms.management.province.filling._topics import Topic
from learning.accounts.enums import Sector
from seminars import demand, guidance, planning

ROWS = 150
HEADINGS = ("编号", "项目名称", "承办基地", "行业", "引导目录代码", "计划月份", "学时", "计划人数", "主办单位")
# Looked for in vain: how often on each of some days.
WANTED = (
    ("脑机接口临床应用", (4, 3, 5)), ("低空物流调度", (6, 4, 2)), ("量子测量", (3, 2, 1)), ("碳足迹核算师", (2, 2, 1)), ("古籍修复", (2, 3)),
    ("适老化改造", (4, 2, 1)), ("盐碱地种植", (3,)), ("跨境数据合规官", (3, 4, 1)), ("无障碍设计", (1, 1, 1)), ("非遗数字化", (2,)),
)  # fmt: skip
RETIRED = {"B13", "B19", "C16"}
ADDED = (("B22", "脑机交互与神经调控", "B"), ("B23", "低空物流与城市空中交通", "B"), ("C23", "碳管理服务", "C"))


def plan_ahead(plan: Plan) -> None:
    """Have the plans of this year and the next applied, the next guidance catalogue drafted, and some searches find nothing."""
    year = plan.today.year
    this = sorted(_taught(plan), key=lambda one: (_applied_in(plan, *one) != year, one[0].number))
    _apply(plan, year, this, at=plan.past(year, 1, 4))
    _apply(plan, year + 1, this[::-1], at=plan.begun_at)
    _draft(plan)
    for words, counts in WANTED:
        for ago, count in enumerate(counts):
            for _time in range(count):
                demand.note(text=words, on=plan.today - timedelta(days=7 * ago))


def row_of(plan: Plan, base: Any, title: str, *, year: int) -> Any:
    """Return the row of the plan of a year that is about a seminar of a base, if there is one."""
    return planning.rows(year).filter(base=base, title=title, withdrawn_at=None).first()


def years_back(of: BasePlan, place: int) -> int:
    """Return how many years ago a base applied for its seminar at a place: over the years, about as many in each."""
    years = 3 if of.login else 6  # the bases of the small world are recognised since then
    return (of.number + place) % years


def _taught(plan: Plan) -> Iterator[tuple[BasePlan, int, Topic]]:
    for base in plan.bases:
        for place, topic in enumerate(base.seminars):
            yield base, place, topic


def _applied_in(plan: Plan, of: BasePlan, place: int, _topic: Topic) -> int:
    return plan.today.year - years_back(of, place)


def _apply(plan: Plan, year: int, taught: list[tuple[BasePlan, int, Topic]], *, at: Any) -> None:
    again = [(base, place, replace(topic, title=f"{topic.title}（提高班）")) for base, place, topic in taught]
    chosen = [*taught, *again][: min(ROWS, 2 * len(taught))]
    lines = [_line(year, number, base, topic) for number, (base, _place, topic) in enumerate(chosen, start=1)]
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *lines])
    file = SimpleUploadedFile(f"{year}年度高级研修班计划（示例）.csv", text.getvalue().encode("utf-8-sig"))
    officer, office = _organisations.province_officer(), _organisations.regulator(_organisations.PROVINCE)
    sheet = planning.check(file=file, year=year, by=officer, office=office, at=at)
    planning.apply(sheet=sheet, by=officer, at=at)


def _line(year: int, number: int, base: BasePlan, topic: Topic) -> list[object]:
    sector = topic.sector or (topic.field if topic.field in Sector.values else base.sector)
    month = 3 + number % 9
    return [f"{year}-{number:03d}", topic.title, base.name, sector, topic.item, month, 36, 60 + 5 * (number % 4), ""]


def _draft(plan: Plan) -> None:
    present = guidance.guidance_items(plan.today).select_related("parent")
    kept = [(row.code, row.name, row.parent.code if row.parent else "") for row in present if row.code not in RETIRED]
    text = io.StringIO()
    csv.writer(text).writerows([("代码", "名称", "上级代码"), *kept, *ADDED])
    year = plan.today.year + 1
    guidance.draft(
        file=SimpleUploadedFile(f"引导目录{year}（示例）.csv", text.getvalue().encode("utf-8-sig")),
        name=f"高级研修项目产业引导目录（{year}年征求意见稿，演示）",
        reference="",
        valid_from=date(year, 1, 1),
        by=_organisations.province_officer(),
        at=plan.begun_at,
    )
