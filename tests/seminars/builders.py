"""Builders of seminars: a base, a regulator, an approved programme, a run, people in it. All by the real operations."""

import itertools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from stdnum.cn import ric

from learning.accounts import organisations, people
from learning.accounts.enums import DocumentKind, FactKind, OrganisationKind, Sector
from learning.accounts.models import Organisation, Person, Region, User
from seminars import attendance, bases, enrolment, guidance, programmes, runs
from seminars.enums import Admission, Category, Level, Mode, ProgrammeKind
from seminars.models import Application, Enrolment, GuidanceItem, Programme, Run

SHANGHAI = ZoneInfo("Asia/Shanghai")
NANJING, SUZHOU, JIANGSU = "320100", "320500", "320000"
_serial = itertools.count(1)


def moment(day: int, clock: str = "09:00", *, month: int = 3, year: int = 2026) -> datetime:
    """Return a moment of March 2026, in Shanghai."""
    hour, minute = map(int, clock.split(":"))
    return datetime(year, month, day, hour, minute, tzinfo=SHANGHAI)


MORNING = moment(2)  # approved, run opened
ENROL_UNTIL = moment(20, "18:00")
STARTS_ON, ENDS_ON = date(2026, 3, 23), date(2026, 3, 24)
AFTERNOON = moment(24, "18:00")  # the run is over


def user(*, name: str = "李老师") -> User:
    """Make a login."""
    return User.objects.create_user(mobile=f"+86139{next(_serial):08d}", name=name)


def region(code: str = NANJING) -> Region:
    """Return a region."""
    return Region.objects.get(pk=code)


def organisation(
    *, kind: str, name: str | None = None, code: str = NANJING, sector: str = Sector.GENERAL
) -> Organisation:
    """Make an organisation."""
    name = name or f"{OrganisationKind(kind).value}{next(_serial)}"
    return organisations.create(kind=kind, name=name, region=region(code), sector=sector, by=None, at=MORNING)


def base(
    *, name: str | None = None, code: str = NANJING, since: date = date(2020, 1, 1), ends_before: date | None = None
) -> Organisation:
    """Make a recognised base."""
    made = organisation(kind=OrganisationKind.BASE, name=name, code=code)
    bases.recognise(
        base=made,
        level=Level.PROVINCIAL,
        number="苏人社发〔2020〕1号",
        since=since,
        ends_before=ends_before,
        at=MORNING,
    )
    return made


def regulator(*, code: str = NANJING, sector: str = Sector.GENERAL) -> Organisation:
    """Make a regulator."""
    return organisation(kind=OrganisationKind.REGULATOR, code=code, sector=sector)


def number(serial: int | None = None) -> str:
    """Return a resident identity number that fits its check character."""
    serial = next(_serial) if serial is None else serial
    day = date(1960, 1, 1) + timedelta(days=serial % 14000)
    stem = f"320105{day:%Y%m%d}{serial // 14000:03d}"
    return stem + str(ric.calc_check_digit(stem + "0"))


def person(*, name: str = "王小明", at: datetime = MORNING) -> Person:
    """Record a person with a number of their own."""
    return people.record(name=name, document_kind=DocumentKind.RESIDENT_ID, number=number(), by=None, at=at)


def guidance_item(*, on: date = date(2026, 1, 1)) -> GuidanceItem:
    """Publish a guidance catalogue and return an item of it."""
    items = [
        guidance.GuidanceFacts(code="A", name="战略性新兴产业"),
        guidance.GuidanceFacts(code="A01", name="集成电路", parent="A"),
    ]
    catalogue = guidance.publish_guidance(name=f"产业引导目录{next(_serial)}", reference="", valid_from=on, items=items)
    return catalogue.items.get(code="A01")


def facts(**changed: Any) -> programmes.Facts:
    """Return the facts of a course of 12 hours in 540 minutes."""
    return {  # type: ignore[return-value]
        "kind": ProgrammeKind.BASE_COURSE,
        "title": "集成电路封装工艺",
        "category": Category.PROFESSIONAL,
        "hours": 12,
        "minutes": 540,
        "sector": Sector.GENERAL,
        "level": Level.CITY,
        "mode": Mode.ON_SITE,
        "audience": "从事封装测试工作的专业技术人员",
        **changed,
    }


def submitted(*, owner: Organisation | None = None, at: datetime = MORNING, **changed: Any) -> Application:
    """Make an application that waits for a decision."""
    by = user()
    application = programmes.draft(base=owner or base(), by=by, at=at, **facts(**changed))
    return programmes.submit(application=application, by=by, at=at)


def approved(*, owner: Organisation | None = None, at: datetime = MORNING, **changed: Any) -> Programme:
    """Make an approved programme."""
    application = submitted(owner=owner, at=at, **changed)
    version = programmes.approve(
        application=application,
        by=user(),
        organisation=regulator(),
        approval_number=f"宁人社继〔2026〕{next(_serial)}号",
        at=at,
    )
    return version.programme


def sessions(*, first: date = STARTS_ON, days: int = 2, minutes: int = 135) -> list[runs.SessionFacts]:
    """Return a morning and an afternoon a day."""
    spans = [
        (first + timedelta(days=day), begin, end)
        for day in range(days)
        for begin, end in (("09:00", "11:30"), ("14:00", "16:30"))
    ]
    return [
        runs.SessionFacts(
            title=f"第{place}讲", starts_at=_at(day, begin), ends_at=_at(day, end), minutes=minutes, room="101"
        )
        for place, (day, begin, end) in enumerate(spans, start=1)
    ]


def run_facts(**changed: Any) -> runs.RunFacts:
    """Return the facts of a run of two days with 70 places in order of enrolment."""
    return {  # type: ignore[return-value]
        "starts_on": STARTS_ON,
        "ends_on": ENDS_ON,
        "place": "南京市江宁区诚信大道1号",
        "region": region(),
        "mode": Mode.ON_SITE,
        "places": 70,
        "admission": Admission.IN_ORDER,
        "enrol_from": MORNING,
        "enrol_until": ENROL_UNTIL,
        **changed,
    }


def opened(
    *,
    programme: Programme | None = None,
    at: datetime = MORNING,
    sittings: Sequence[runs.SessionFacts] | None = None,
    **changed: Any,
) -> Run:
    """Open a run."""
    return runs.open_run(
        programme=programme or approved(at=at),
        by=user(),
        at=at,
        sessions=sessions() if sittings is None else sittings,
        **run_facts(**changed),
    )


def selecting(**changed: Any) -> Run:
    """Open a run whose places are given after a selection."""
    return opened(**{"admission": Admission.SELECTION, "results_by": date(2026, 3, 21), **changed})


def enrolled(*, run: Run, at: datetime = MORNING, who: Person | None = None, **changed: Any) -> Enrolment:
    """Enrol somebody."""
    return enrolment.enrol(run=run, person=who or person(), by=user(), at=at, **changed)


def confirmed(run: Run, *, at: datetime = AFTERNOON, minutes: dict[int, int] | None = None) -> Run:
    """Confirm attendance of all sessions of `run`; `minutes` by enrolment count for every session."""
    for session in runs.timetable(run):
        attendance.confirm(session=session, minutes=minutes or {}, by=user(), at=at)
    return run


def confirmed_rest(run: Run, *, at: datetime = AFTERNOON) -> Run:
    """Confirm attendance of the sessions of `run` that are not confirmed yet: everybody was there."""
    for session in runs.timetable(run).filter(confirmed_at=None):
        attendance.confirm(session=session, minutes={}, by=user(), at=at)
    return run


def professional(*, code: str = NANJING, **named: Any) -> Person:
    """Record somebody of the general series under the duty in a region, so that a rulebook decides."""
    made = person(**named)
    for kind, value in (
        (FactKind.REGION, {"region": region(code)}),
        (FactKind.OBLIGED, {}),
        (FactKind.TARGET_LEVEL, {"code": "senior"}),
    ):
        people.state_fact(person=made, kind=kind, since=date(2014, 1, 1), by=None, at=MORNING, **value)
    return made


def _at(day: date, clock: str) -> datetime:
    return moment(day.day, clock, month=day.month, year=day.year)
