"""Runs of the filling: held and closed, under way, and to come, in order and by selection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cms.management.province._held import HALF_DAYS, HOURS_PER_HALF_DAY, MINUTES, SHANGHAI, moment
from cms.management.province.filling import _amended, _organisations, _people
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan
from credits import hours
from learning.accounts.models import Organisation, Person, User
from seminars import attendance, closing, enrolment, programmes, questions, runs
from seminars.enums import Admission, Mode, ProgrammeKind

PEOPLE_A_RUN = 16
APPLICANTS, FEW = 8, 5
BOARD = "统一安排，费用自理（住宿每人每天280元以内）"
ASKED = (
    questions.Asked(text="住宿", kind="CHOICE", choices=("不住宿", "单间", "合住"), is_required=True),
    questions.Asked(text="用餐", kind="CHOICE", choices=("普通餐", "清真餐", "素食", "不用餐"), is_required=True),
    questions.Asked(text="发票抬头"),
)
ROOMS = ("一楼报告厅", "三楼多功能厅", "实训中心二层", "五楼研讨室")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A base that holds runs, with what it teaches and the people of its city."""

    plan: Plan
    of: BasePlan
    base: Organisation
    manager: User
    seminars: Sequence[Any]
    courses: Sequence[Any]
    people: Sequence[Person]

    def some(self, programme: Any, turn: int, count: int) -> list[Person]:
        """Return `count` people whom `programme` is for; bases of one city and runs of one time get different ones."""
        fitting = [person for number, person in enumerate(self.people) if _people.fits(number, programme.current)]
        first = self.of.place * count + turn * 29
        return [fitting[(first + number) % len(fitting)] for number in range(min(count, len(fitting)))]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A run to be opened: what, when, how many places, and how they are given."""

    programme: Any
    starts_in: int  # days from today
    opened_before: int = 20  # days before today, or before its start where that is past
    places: int = 30
    is_chosen: bool = False
    enrol_days: int = 0  # so many days before today enrolment ended; 0: it ends the evening before


def close_one(plan: Plan, of: BasePlan, part: int) -> None:
    """Hold one run of a base, from its opening to its closing."""
    desk = _desk(plan, of)
    taught = desk.courses if part else (desk.seminars or desk.courses)
    offer = Offer(programme=taught[part % len(taught)], starts_in=-(24 + 40 * part + of.number % 14), opened_before=30)
    run = _open(desk, offer)
    _enrol(desk, run, desk.some(offer.programme, 7 + part, PEOPLE_A_RUN), at=run.opened_at + timedelta(days=3))
    chance = plan.chance("attendance", of.key, part)
    for session in run.sessions.order_by("number"):
        # One in twenty misses a session; one leaves half-way.
        minutes = {
            row.enrolment_id: chance.choices([MINUTES, 0, 90], [19, 1, 0.4])[0] for row in attendance.roster(session)
        }
        attendance.confirm(
            session=session, minutes=minutes, by=desk.manager, at=session.ends_at + timedelta(minutes=20)
        )
    closing.close(run=run, by=desk.manager, at=moment(run.ends_on, 20))
    _amended.correct(plan, of, part, run=run, by=desk.manager)


def announce(plan: Plan, of: BasePlan) -> None:
    """Open what a base has under way and to come, with people in it; a week each, so that nobody has to be in two places."""
    desk = _desk(plan, of)
    chosen = desk.seminars or desk.courses
    # The small world has a run of its first seminar to come already.
    _applied(
        desk, Offer(programme=chosen[1 if of.login else 0], starts_in=25 + of.number % 3, places=60, is_chosen=True)
    )
    _decided(
        desk,
        Offer(
            programme=chosen[-1], starts_in=9 + of.number % 2, places=4, is_chosen=True, enrol_days=4, opened_before=25
        ),
    )
    _in_order(desk, desk.courses[0], starts_in=16 + of.number % 2, places=40)
    _waiting(desk, desk.courses[1], starts_in=34 + of.number % 5)
    _under_way(desk, desk.courses[-1])


def _applied(desk: Desk, offer: Offer) -> None:
    run = _open(desk, offer)
    _enrol(desk, run, desk.some(offer.programme, 0, APPLICANTS), at=desk.plan.begun_at - timedelta(days=6))


def _decided(desk: Desk, offer: Offer) -> None:
    run = _open(desk, offer)
    rows = _enrol(desk, run, desk.some(offer.programme, 1, APPLICANTS), at=desk.plan.begun_at - timedelta(days=12))
    keys = [row.pk for row in rows]
    enrolment.select(
        run=run,
        admitted=keys[:4],
        waiting=keys[4:6],
        refused=dict.fromkeys(keys[6:], "本期优先保障相关专业岗位，欢迎报名下一期。"),
        by=desk.manager,
        at=desk.plan.begun_at - timedelta(days=2),
    )


def _in_order(desk: Desk, programme: Any, *, starts_in: int, places: int) -> None:
    """Open a run that asks whoever enrols, and whose notice says everything."""
    run = _open(desk, Offer(programme=programme, starts_in=starts_in, places=places))
    runs.state_notice(run=run, notice_number=f"继教通〔{desk.plan.today.year}〕{desk.of.number + 1}号")
    asked = questions.ask(run=run, asked=ASKED)
    at = desk.plan.begun_at - timedelta(days=8)
    for number, person in enumerate(desk.some(programme, 2, FEW)):
        answers = {one.pk: _answer(one, number) for one in asked}
        enrolment.enrol(run=run, person=person, by=desk.manager, at=at + timedelta(minutes=7 * number), answers=answers)


def _answer(question: Any, number: int) -> str:
    if question.choices:
        return str(question.choices[number % len(question.choices)])
    return "江苏示例科技有限公司" if number % 2 == 0 else ""


def _waiting(desk: Desk, programme: Any, *, starts_in: int) -> None:
    """Let two more people come than there are places; somebody withdraws, and the first who waits gets the place."""
    run = _open(desk, Offer(programme=programme, starts_in=starts_in, places=5))
    rows = _enrol(desk, run, desk.some(programme, 3, APPLICANTS), at=desk.plan.begun_at - timedelta(days=9))
    enrolment.withdraw(enrolment=rows[0], by=desk.manager, at=desk.plan.begun_at - timedelta(days=3))


def _under_way(desk: Desk, programme: Any) -> None:
    """Open a run that began two days ago; attendance of the first day is confirmed."""
    run = _open(desk, Offer(programme=programme, starts_in=-2, opened_before=20, places=20))
    _enrol(desk, run, desk.some(programme, 4, FEW), at=run.opened_at + timedelta(days=4))
    for session in run.sessions.order_by("number")[:2]:
        attendance.confirm(session=session, minutes={}, by=desk.manager, at=session.ends_at + timedelta(minutes=30))


def _desk(plan: Plan, of: BasePlan) -> Desk:
    base = _organisations.base_of(of)
    approved = programmes.of_base(base).exclude(current=None).filter(withdrawn_on=None).order_by("pk")
    # What people learn alone has no runs.
    taught = [row for row in approved if row.current and not row.current.is_self_paced]
    seminars = [row for row in taught if row.current and row.current.kind == ProgrammeKind.ADVANCED_SEMINAR]
    return Desk(
        plan=plan,
        of=of,
        base=base,
        manager=_organisations.manager_of(base),
        seminars=seminars,
        courses=[row for row in taught if row not in seminars],
        people=_people.people_of(plan, of.city),
    )


def _open(desk: Desk, offer: Offer) -> Any:
    plan, programme = desk.plan, offer.programme
    start = plan.today + timedelta(days=offer.starts_in)
    at = moment(min(start, plan.today) - timedelta(days=offer.opened_before))
    # Whoever chooses needs a week; who comes first may come until the evening before.
    ends = moment(start, 17) - timedelta(days=7 if offer.is_chosen else 1)
    if offer.enrol_days:
        ends = plan.begun_at - timedelta(days=offer.enrol_days)
    sessions = list(_sessions(desk, programme, start))
    is_on_site = programme.current.mode == Mode.ON_SITE
    return runs.open_run(
        programme=programme,
        by=desk.manager,
        at=at,
        sessions=sessions,
        starts_on=start,
        ends_on=sessions[-1].ends_at.date(),
        place=f"{desk.base.address}{ROOMS[desk.of.number % len(ROOMS)]}" if is_on_site else "线上直播，报名后可见地址",
        region=desk.base.region,
        mode=programme.current.mode,
        places=offer.places,
        admission=Admission.SELECTION if offer.is_chosen else Admission.IN_ORDER,
        enrol_from=at,
        enrol_until=ends,
        results_by=start - timedelta(days=2) if offer.is_chosen else None,
        wants_recommendation=offer.is_chosen and desk.of.number % 2 == 0,
        contact="教务处",
        telephone="025-96178",
        board=BOARD,
    )


def _sessions(desk: Desk, programme: Any, start: Any) -> Any:
    version = programme.current
    modules, teachers = _modules(desk, version.title), [row["name"] for row in version.teachers] or [""]
    count = int(hours.to_decimal(version.hours)) // HOURS_PER_HALF_DAY
    for number in range(count):
        day = start + timedelta(days=number // 2)
        begins, ends = HALF_DAYS[number % 2]
        yield runs.SessionFacts(
            title=f"第{number + 1}讲 {modules[number * len(modules) // count]}",
            starts_at=datetime.combine(day, begins, SHANGHAI),
            ends_at=datetime.combine(day, ends, SHANGHAI),
            minutes=MINUTES,
            room=ROOMS[desk.of.number % len(ROOMS)] if version.mode == Mode.ON_SITE else "直播间",
            teacher=teachers[number % len(teachers)],
        )


def _modules(desk: Desk, title: str) -> Sequence[str]:
    every = {topic.title: topic.modules for topic in (*desk.of.seminars, *desk.of.courses)}
    return every.get(title, ("专题讲授", "案例研讨", "实操练习", "总结考核"))


def _enrol(desk: Desk, run: Any, who: Sequence[Person], *, at: datetime) -> list[Any]:
    return enrolment.enrol_group(run=run, group=who, by=desk.manager, at=at)
