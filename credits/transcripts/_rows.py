"""What a paper or a page shows of a statement, in Chinese by law. Everything comes from the statement: a line's words from its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from credits import policy
from credits.enums import Activity, EntryKind, StandingState
from learning.tags import hours, signed_hours

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = {
    EntryKind.CREDIT: "登记",
    EntryKind.REVERSAL: "撤销登记",
    EntryKind.CORRECTION: "更正登记",
    EntryKind.REINSTATEMENT: "恢复登记",
    EntryKind.REDECISION: "按其他规则重新核算",
    EntryKind.ADJUSTMENT: "因其他登记变动重新核算",
}
ACTIVITIES = {
    Activity.CLASS: "培训班",
    Activity.SEMINAR: "高级研修班",
    Activity.PUBLIC_COURSE: "公需科目课程",
    Activity.ONLINE_COURSE: "网络课程",
    Activity.CONFERENCE: "学术会议",
    Activity.LECTURE_GIVEN: "学术讲座",
    Activity.TEACHING: "授课",
    Activity.OVERSEAS: "出国（境）培训",
    Activity.EXAM_PASSED: "考试合格",
    Activity.DEGREE_STUDY: "学历学位教育",
    Activity.FURTHER_STUDY: "进修",
    Activity.PAPER: "论文",
    Activity.BOOK: "著作",
    Activity.TEXTBOOK: "教材",
    Activity.EXAM_DRAFTING: "命题",
    Activity.PROJECT: "课题",
    Activity.SELF_STUDY: "自学",
    Activity.OTHER: "其他",
}
CATEGORIES = {"public": "公需科目", "professional": "专业科目", "elective": "选修", "": "未分类"}
STATES = {StandingState.MET: "已完成", StandingState.SHORT: "未完成", StandingState.UNKNOWN: "暂无数据"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line as it is shown."""

    title: str
    activity: str
    provider: str
    category: str
    learned: str
    cycle: str  # in which it counts; empty where in none
    recorded: str
    kind: str
    note: str
    hours: str
    is_covered: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is owed in one cycle, as it is shown."""

    rulebook: str
    cycle: str
    required: str
    counted: str
    missing: str
    state: str
    categories: str


def rows(stated: Mapping[str, Any]) -> list[Row]:
    """Return the lines of a statement as they are shown."""
    covered = {
        (record["person"], number)
        for record in stated["records"]
        for number, link in enumerate(record["chain"], start=1)
        if link["leaf"] is not None
    }
    return [_row(shown, covered) for shown in stated["lines"]]


def standings(stated: Mapping[str, Any]) -> list[Standing]:
    """Return the standings of a statement as they are shown."""
    return [_standing(one) for one in stated["standings"]]


def day(iso: str) -> str:
    """Return a day or a moment as a paper writes it: 2026年9月20日."""
    when = datetime.fromisoformat(iso).astimezone(ZONE).date() if "T" in iso else date.fromisoformat(iso)
    return f"{when.year}年{when.month}月{when.day}日"


def moment(iso: str) -> str:
    """Return a moment to the minute, as it was here."""
    when = datetime.fromisoformat(iso).astimezone(ZONE)
    return f"{when.year}年{when.month}月{when.day}日{when:%H:%M}"


def _row(shown: Mapping[str, Any], covered: set[tuple[int, int]]) -> Row:
    line, facts = shown["line"], shown["facts"]
    return Row(
        title=facts["title"],
        activity=ACTIVITIES.get(facts["activity"], facts["activity"]),
        provider=facts.get("provider") or "",
        category=shown["category"] or CATEGORIES.get(line["category"], line["category"]),
        learned=_span(facts["starts_on"], facts["ends_on"]),
        cycle=_cycle(*line["cycle"]) if line["cycle"][0] else "",
        recorded=day(line["recorded_at"]),
        kind=KINDS.get(line["kind"], line["kind"]),
        note=_note(line),
        hours=signed_hours(line["hours"]) if line["hours"] < 0 else hours(line["hours"]),
        is_covered=(line["person"], line["number"]) in covered,
    )


def _note(line: Mapping[str, Any]) -> str:
    """Return why a line gave nothing, or why it was not simply registered."""
    if line["kind"] != EntryKind.CREDIT:
        return str(line["act"][4])
    reasons = line["reasons"]
    if line["hours"] or not reasons:
        return ""
    took = [one for one in reasons if (one.get("amount") or 0) < 0]
    return policy.sentence({**(took or reasons)[-1], "document": "", "article": ""}, "zh")


def _standing(one: Mapping[str, Any]) -> Standing:
    parts = [
        f"{part['name'] or CATEGORIES.get(part['code'], part['code'])}{hours(part['counted'])}"
        + (f"／{hours(part['required'])}" if part.get("required") else "")
        for part in one["categories"]
    ]
    is_known = one["state"] != StandingState.UNKNOWN
    return Standing(
        rulebook=one["rulebook"],
        cycle=_cycle(*one["cycle"]),
        required=hours(one["required"]) if is_known else "—",
        counted=hours(one["counted"]),
        missing=hours(one["missing"]) if is_known else "—",
        state=STATES.get(one["state"], one["state"]),
        categories="，".join(parts),
    )


def _cycle(starts_on: str, ends_before: str) -> str:
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_before) - timedelta(days=1)
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return f"{first.year}年度"
    return _span(first.isoformat(), last.isoformat())


def _span(first: str, last: str) -> str:
    """Return the days from `first` to `last` without saying twice what both share: 2026年3月16日至19日."""
    if first == last:
        return day(first)
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if start.year != end.year:
        return f"{day(first)}至{day(last)}"
    return f"{day(first)}至{end.day}日" if start.month == end.month else f"{day(first)}至{end.month}月{end.day}日"
