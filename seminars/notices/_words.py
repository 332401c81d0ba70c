"""The words of a notice, section by section. What stands where is `_drawing`'s business."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from learning.tags import WEEKDAYS
from seminars.enums import ProgrammeKind
from seminars.notices._facts import Notice, Sitting

ATTACHMENT = "课程安排表"
_KINDS = {
    ProgrammeKind.ADVANCED_SEMINAR: "高级研修班",
    ProgrammeKind.BASE_COURSE: "培训班",
    ProgrammeKind.PUBLIC_COURSE: "公需科目培训班",
}
_ENDINGS = ("班", "研修", "培训", "课程", "课")
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True)
class Section:
    """A numbered heading with its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


def kind(notice: Notice) -> str:
    """Return what is held: 高级研修班."""
    return _KINDS[ProgrammeKind(notice.kind)]


def title(notice: Notice) -> str:
    """Return the title of the notice."""
    return f"关于举办{_held(notice)}的通知"


def opening(notice: Notice) -> str:
    """Return the sentence that says what is held, when, and who approved it."""
    return (
        f"经{notice.approved_by}批准（{notice.approval_number}），定于{span(notice)}举办{_held(notice)}。"
        "现将有关事项通知如下："
    )


def _held(notice: Notice) -> str:
    added = "" if notice.title.endswith(_ENDINGS) else kind(notice)
    return f"“{notice.title}”{added}（第{notice.number}期）"


def sections(notice: Notice) -> list[Section]:
    """Return the sections that have something to say, numbered."""
    stated = [
        ("组织单位", _organisers(notice)),
        ("时间、地点和方式", _time_and_place(notice)),
        ("研修内容", _content(notice)),
        ("参加对象和名额", _people(notice)),
        ("学时登记", _hours(notice)),
        ("结业要求", _certificate(notice)),
        ("费用和食宿", _fee(notice)),
        ("报名办法", _enrolment(notice)),
        ("联系方式", _contact(notice)),
    ]
    filled = [(heading, tuple(line for line in lines if line)) for heading, lines in stated]
    return [
        Section(f"{_NUMERALS[place]}、{heading}", lines)
        for place, (heading, lines) in enumerate([one for one in filled if one[1]])
    ]


def timetable(notice: Notice) -> list[tuple[str, str, str, str, str]]:
    """Return the rows of the attachment: number, time, content, teacher, room."""
    return [
        (str(number), sitting_time(one), one.title, one.teacher, one.room)
        for number, one in enumerate(notice.sittings, start=1)
    ]


def sitting_time(one: Sitting) -> str:
    """Return when a session is: 3月23日（星期一）09:00至11:30."""
    day = one.starts_at.date()
    ends = f"{one.ends_at:%H:%M}" if one.ends_at.date() == day else moment(one.ends_at)
    return f"{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）{one.starts_at:%H:%M}至{ends}"


def span(notice: Notice) -> str:
    """Return the days of the run: 2026年3月23日至3月24日."""
    first, last = notice.starts_on, notice.ends_on
    if first == last:
        return day(first)
    return f"{day(first)}至{day(last) if first.year != last.year else f'{last.month}月{last.day}日'}"


def day(when: date) -> str:
    """Return a day in full."""
    return f"{when.year}年{when.month}月{when.day}日"


def moment(when: datetime) -> str:
    """Return a day with a time."""
    return f"{day(when.date())}{when:%H:%M}"


def hours(notice: Notice) -> str:
    """Return the hours by category: 专业科目12学时."""
    return "、".join(f"{category}{amount}学时" for category, amount in notice.hours)


def fee(notice: Notice) -> str:
    """Return the fee in words."""
    return f"每人{notice.fee}元" if notice.fee else "免收培训费"


def board(notice: Notice) -> str:
    """Return what is stated of board and lodging, as one sentence."""
    return notice.board.rstrip("。；; ")


def _organisers(notice: Notice) -> Iterator[str]:
    yield f"主办单位：{notice.host}"
    yield f"承办单位：{notice.organiser}"


def _time_and_place(notice: Notice) -> Iterator[str]:
    yield f"时间：{span(notice)}，共{len(notice.sittings)}个课次，课程安排见附件。"
    if notice.sittings:
        yield f"开课：{sitting_time(notice.sittings[0]).partition('至')[0]}，请提前到场签到。"
    yield f"地点：{notice.place}"
    yield f"方式：{notice.mode}"


def _content(notice: Notice) -> Iterator[str]:
    yield from notice.summary
    if notice.teachers:
        yield f"授课教师：{'；'.join(notice.teachers)}。"


def _people(notice: Notice) -> Iterator[str]:
    yield f"对象：{notice.audience}" if notice.audience else ""
    if notice.results_by:
        yield f"名额：{notice.places}人，报名后择优确定，{day(notice.results_by)}前告知结果。"
    else:
        yield f"名额：{notice.places}人，按报名先后确定，额满后可登记候补。"
    yield "报名人员须由所在单位推荐。" if notice.wants_recommendation else ""


def _hours(notice: Notice) -> Iterator[str]:
    yield f"按要求完成学习并经考勤确认的，登记{hours(notice)}，本人可在学时平台查询。"


def _certificate(notice: Notice) -> Iterator[str]:
    if notice.deliverable and notice.deliverable_on:
        yield f"学员须于{day(notice.deliverable_on)}前提交{notice.deliverable}，通过后签发结业证书；学时照常登记。"
        yield f"具体要求：{notice.deliverable_expected.rstrip('。')}。" if notice.deliverable_expected else ""
    if notice.certificate_years:
        yield f"结业证书自研修结束之日起{notice.certificate_years}年内有效。"


def _fee(notice: Notice) -> Iterator[str]:
    yield f"培训费：{fee(notice)}。"
    yield f"食宿：{board(notice)}。" if notice.board else ""


def _enrolment(notice: Notice) -> Iterator[str]:
    yield f"请于{moment(notice.enrol_from)}至{moment(notice.enrol_until)}在学时平台报名：扫描文末二维码，或打开链接（{notice.address}）。"


def _contact(notice: Notice) -> Iterator[str]:
    yield f"联系人：{notice.contact}" if notice.contact else ""
    yield f"联系电话：{notice.telephone}" if notice.telephone else ""
    yield f"地址：{notice.base_address}" if notice.base_address else ""
