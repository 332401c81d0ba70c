"""What was held, is held and will be held in the demo province: runs, people in them, attendance, hours."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cms.management.province import _deliverables
from cms.management.province._cast import Cast
from cms.management.province._taught import LOGIN_OF, PLAN, courses
from learning.accounts.models import Person, Region
from seminars import attendance, closing, enrolment, runs
from seminars.enums import Admission, Mode

SHANGHAI = ZoneInfo("Asia/Shanghai")
HALF_DAYS = ((time(8, 30), time(11, 40)), (time(13, 30), time(16, 40)))
MINUTES = 180  # of instruction in a half-day: four hours of 45 minutes
HOURS_PER_HALF_DAY = 4


def moment(day: date, hour: int = 9) -> datetime:
    """Return a local time of a day."""
    return datetime.combine(day, time(hour), SHANGHAI)


def hold_year(
    cast: Cast, taught: dict[str, dict[str, Any]], year: int, *, now: datetime, chance: random.Random
) -> None:
    """Hold every base's courses of a past part of `year`: enrolled, present, closed. What would end after `now` is left out."""
    months = {"public": 3, "long": 5, "short": 7, "seminar": 9}
    for city in PLAN:
        for course in courses(city):
            start = _weekday(date(year, months[course.key], 4 + int(city[2:4]) % 5))
            run = _open(
                cast,
                taught,
                city,
                course.key,
                course.hours,
                start=start,
                places=70 if course.key == "seminar" else 30,
                at=moment(start - timedelta(days=30)),
            )
            if moment(run.ends_on, 20) > now:
                continue
            _take_part(cast, run, city, list(_who(cast, city, course.key, year, chance)), chance=chance)


def announce(cast: Cast, taught: dict[str, dict[str, Any]], *, now: datetime, chance: random.Random) -> None:
    """Open runs that are to come: one tomorrow, one that chooses its people, one nearly full; one ended yesterday and waits for its attendance."""
    today = now.astimezone(SHANGHAI).date()
    yesterday = _open(
        cast,
        taught,
        "320100",
        "short",
        24,
        start=today - timedelta(days=3),
        places=30,
        at=moment(today - timedelta(days=30)),
    )
    _deliverables.ask_for_thesis(yesterday)
    _enrol(cast, yesterday, "320100", cast.people["320100"][4:12], at=moment(today - timedelta(days=20)))
    _deliverables.hand_in(yesterday, by=cast.logins[LOGIN_OF["320100"]], now=now)
    tomorrow = _open(
        cast, taught, "320100", "long", 40, start=today + timedelta(days=1), places=30, at=now - timedelta(days=20)
    )
    _deliverables.ask_for_proposal(tomorrow)
    _enrol(cast, tomorrow, "320100", cast.people["320100"][0:3], at=now - timedelta(days=5))
    full = _open(
        cast, taught, "320200", "short", 24, start=today + timedelta(days=16), places=5, at=now - timedelta(days=10)
    )
    _enrol(cast, full, "320200", cast.people["320200"][3:10], at=now - timedelta(days=4))
    for city, key, hours, days in (
        ("320200", "long", 40, 12),
        ("320500", "public", 32, 9),
        ("320500", "long", 40, 20),
        ("320100", "public", 32, 14),
    ):
        _open(cast, taught, city, key, hours, start=today + timedelta(days=days), places=40, at=now - timedelta(days=3))
    for city in PLAN:
        chosen = _open(
            cast,
            taught,
            city,
            "seminar",
            36,
            start=today + timedelta(days=25),
            places=50,
            at=now - timedelta(days=9),
            admission=Admission.SELECTION,
        )
        _enrol(cast, chosen, city, cast.people[city][10:14], at=now - timedelta(days=2))


def _open(  # noqa: PLR0913  (a run has many facts)
    cast: Cast,
    taught: dict[str, dict[str, Any]],
    city: str,
    key: str,
    hours: int,
    *,
    start: date,
    places: int,
    at: datetime,
    admission: Admission = Admission.IN_ORDER,
) -> Any:
    sessions = list(_sessions(start, hours // HOURS_PER_HALF_DAY))
    last = sessions[-1].ends_at.date()
    return runs.open_run(
        programme=taught[city][key],
        by=cast.logins[LOGIN_OF[city]],
        at=at,
        sessions=sessions,
        starts_on=start,
        ends_on=last,
        place=f"{cast.bases[city].address}三楼报告厅",
        region=Region.objects.get(pk=city),
        mode=Mode.ON_SITE,
        places=places,
        admission=admission,
        enrol_from=at,
        enrol_until=moment(start, 8) - timedelta(hours=12),
        results_by=start - timedelta(days=1) if admission == Admission.SELECTION else None,
        contact="教务处",
        telephone="025-96178",
    )


def _sessions(start: date, count: int) -> Iterator[runs.SessionFacts]:
    for number in range(count):
        day = start + timedelta(days=number // 2)
        begins, ends = HALF_DAYS[number % 2]
        yield runs.SessionFacts(
            title=f"第{number + 1}讲",
            starts_at=datetime.combine(day, begins, SHANGHAI),
            ends_at=datetime.combine(day, ends, SHANGHAI),
            minutes=MINUTES,
            room="三楼报告厅",
            teacher="高明远" if number % 2 == 0 else "林嘉",
        )


def _take_part(cast: Cast, run: Any, city: str, who: list[Person], *, chance: random.Random) -> None:
    by = cast.logins[LOGIN_OF[city]]
    _enrol(cast, run, city, who, at=run.opened_at + timedelta(days=3))
    for session in run.sessions.order_by("number"):
        # One in twenty misses a session; one leaves half-way.
        minutes = {
            row.enrolment_id: chance.choices([MINUTES, 0, 90], [19, 1, 0.4])[0] for row in attendance.roster(session)
        }
        attendance.confirm(session=session, minutes=minutes, by=by, at=session.ends_at + timedelta(minutes=20))
    closing.close(run=run, by=by, at=moment(run.ends_on, 20))


def _enrol(cast: Cast, run: Any, city: str, who: list[Person], *, at: datetime) -> None:
    enrolment.enrol_group(run=run, group=who, by=cast.logins[LOGIN_OF[city]], at=at)


def _who(cast: Cast, city: str, key: str, year: int, chance: random.Random) -> Iterator[Person]:
    share = {"public": 0.95, "long": 0.9, "short": 0.75, "seminar": 0.3}[key]
    first, *others = cast.people[city]
    if _leads(city, key, year):
        yield first
    for person in others:
        if chance.random() < share:
            yield person


def _leads(city: str, key: str, year: int) -> bool:
    """Say whether the city's demo login takes part: in Nanjing always, in Wuxi without the short course, in Suzhou only in public subjects."""
    return {"320100": True, "320200": key in {"public", "long"}, "320500": key == "public"}[city]


def _weekday(day: date) -> date:
    return day if day.weekday() == 0 else day + timedelta(days=7 - day.weekday())
