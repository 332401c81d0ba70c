"""The hours of six years: brought along by table, as a platform that begins does it, and what happened to some of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from cms.management.province._held import moment
from cms.management.province.filling import _amended, _places, _topics
from cms.management.province.filling._parts import Part
from cms.management.province.filling._plan import Plan
from credits import ledger, posting
from credits.enums import Activity
from learning.accounts import people
from learning.accounts.enums import Series
from learning.accounts.models import User

if TYPE_CHECKING:
    from cms.management.province.filling._people import Settled

MINUTES_PER_HOUR = 45
NANJING = "320100"
PUBLIC_SUBJECT, PROFESSIONAL = "public", "professional"


class Learnt(NamedTuple):
    """Something that somebody did in a year: when, as what, how many hours."""

    key: str
    month: int
    activity: Activity
    category: str
    hours: int
    days: int


PUBLIC = Learnt("public", 3, Activity.PUBLIC_COURSE, PUBLIC_SUBJECT, 32, 4)
LITTLE_PUBLIC = Learnt("public-short", 3, Activity.PUBLIC_COURSE, PUBLIC_SUBJECT, 16, 2)
LONG = Learnt("long", 4, Activity.CLASS, PROFESSIONAL, 40, 5)
SHORT = Learnt("short", 5, Activity.CLASS, PROFESSIONAL, 24, 3)
ONLINE = Learnt("online", 6, Activity.ONLINE_COURSE, PROFESSIONAL, 24, 3)
SEMINAR = Learnt("seminar", 6, Activity.SEMINAR, PROFESSIONAL, 36, 5)
# Twelve hours in one day, where a rule counts eight.
LONG_DAY = Learnt("long-day", 2, Activity.CLASS, PROFESSIONAL, 12, 1)
COMPLETE = (PUBLIC, LONG, SHORT)
YEAR = {
    Part.SHORT_PUBLIC: (LITTLE_PUBLIC, LONG, SEMINAR),
    Part.SHORT_PROFESSIONAL: (PUBLIC, LONG),
    Part.SHORT_IN_ALL: (LITTLE_PUBLIC, SHORT),
    Part.OVER_CAP: (PUBLIC, LONG, LONG_DAY, ONLINE),
}


def credit(plan: Plan, city: str, settled: Sequence["Settled"], *, by: User) -> None:
    """
    Credit the years before the last in one table, the last two in another; then let happen what the parts ask for.

    The first is a history brought along: nobody declared it here. The other is what bases handed in.
    """
    recent = plan.today.year - 1
    _join(plan, settled, by=by)
    _open(plan, settled, by=by)
    before, lately = moment(date(recent, 1, 15)), plan.begun_at - timedelta(days=10)
    earlier = [facts for row in settled for facts in _claims(plan, city, row, range(plan.first_year, recent))]
    receipts = posting.credit(
        claims=earlier, by=by, at=before, origin=f"roster:{city}:{recent - 1}", reason="历年学时导入"
    )
    _mend(plan, settled, earlier, receipts, by=by)
    last_years = [facts for row in settled for facts in _claims(plan, city, row, range(recent, recent + 2))]
    later = [replace(facts, declared_on=timezone.localdate(lately)) for facts in last_years]
    posting.credit(claims=later, by=by, at=lately, origin=f"roster:{city}:{recent}", reason="基地报送结业名册")


def _claims(plan: Plan, city: str, row: "Settled", years: range) -> Iterator[posting.ClaimFacts]:
    for year in years:
        for learnt in _year(plan, row, year):
            facts = _facts(plan, city, row, year, learnt)
            if facts.ends_on < plan.today - timedelta(days=12):
                yield facts


def _year(plan: Plan, row: "Settled", year: int) -> Sequence[Learnt]:
    part, this = row.role.part, plan.today.year
    if part == Part.NEW and year < this - 1:
        return ()
    # What nobody brought along: a city that came late, somebody whose past nobody knows.
    if year < this - 2 and (row.role.city in _places.LATE or part in {Part.UNKNOWN, Part.OPENED}):
        return ()
    if part in {Part.ON_LEAVE, Part.STUDYING} and year == this - 1:
        return (PUBLIC,) if part == Part.STUDYING else ()
    learnt = YEAR.get(part, COMPLETE)
    if part in YEAR and (row.role.number + year) % 3 == 0:
        learnt = COMPLETE  # nobody is short every year
    # Until 2022 Nanjing asked for less, and less was done.
    return learnt[1:] if year < 2023 and row.role.city == NANJING and row.role.number % 3 else learnt


def _facts(plan: Plan, city: str, row: "Settled", year: int, learnt: Learnt) -> posting.ClaimFacts:
    chance = plan.chance("claim", city, row.role.number % 16, year, learnt.key)
    base = chance.choice([base for base in plan.bases if base.city == city] or plan.bases)
    topic = chance.choice(
        _topics.courses()["public"] if learnt.category == PUBLIC_SUBJECT else _shelf(base.sector, base.field, learnt)
    )
    start = date(year, learnt.month, 3) + timedelta(days=7 * chance.randrange(3))
    start += timedelta(days=-start.weekday() % 7)
    is_second = row.second is not None and learnt is LONG
    minutes = learnt.hours * MINUTES_PER_HOUR
    return posting.ClaimFacts(
        person_id=row.second.pk if is_second and row.second else row.person.pk,
        key=f"roster:{year}:{learnt.key}",
        item=f"roster:{year}:{topic.title}",
        title=topic.title,
        activity=str(learnt.activity),
        category=_category(row.role.series, year, learnt),
        provider=base.name,
        provider_region=base.city,
        organiser="base",
        approval_number=f"苏人社演〔{year}〕{base.number * 20 + learnt.month}号",
        approved_on=date(year, 1, 10),
        provider_since=date(plan.first_year - 1, 6, 1),
        level=_level(row.role.series, learnt),
        mode="recorded" if learnt.activity == Activity.ONLINE_COURSE else "on_site",
        starts_on=start,
        ends_on=start + timedelta(days=learnt.days - 1),
        hours=Decimal(learnt.hours),
        minutes=minutes,
        attended_minutes=minutes,
        absent_half_days=0,
        passed=True,
        passed_on=start + timedelta(days=learnt.days - 1),
    )


def _category(series: Series, year: int, learnt: Learnt) -> str | None:
    """Return the category in the words of the rules: health had two classes until 2024, and none since."""
    if series == Series.CME:
        return None if year >= 2025 else "class_1" if learnt is SHORT else "class_2"
    return learnt.category


def _level(series: Series, learnt: Learnt) -> str:
    if series == Series.CME:
        return "national"
    return "provincial" if learnt.activity == Activity.SEMINAR else "city"


def _shelf(sector: str, field: str, learnt: Learnt) -> Sequence[_topics.Topic]:
    return _topics.seminars()[field] if learnt.activity == Activity.SEMINAR else _topics.courses()[sector]


def _join(plan: Plan, settled: Sequence["Settled"], *, by: User) -> None:
    at = moment(date(plan.today.year - 1, 1, 10))
    for row in settled:
        if row.second is not None:
            people.join(first=row.person, second=row.second, reason="核对证件，两份档案为同一人", by=by, at=at)


def _open(plan: Plan, settled: Sequence["Settled"], *, by: User) -> None:
    """Say of some whose years before are unknown that they were complete: the cycle before the platform began."""
    year = plan.today.year - 3
    family = "nanjing-general" if settled[0].role.city == NANJING else "jiangsu-general"
    opened = [row for row in settled if row.role.part == Part.OPENED]
    if settled[0].role.city == NANJING:
        _amended.bring_along(plan, NANJING, [row.person for row in opened], family=family, year=year)
        return
    posting.open_balances(
        openings=[
            posting.Opening(
                person_id=row.person.pk,
                family=family,
                year=year,
                source="原系统结转",
                carried_in=Decimal(0),
                shortfall=Decimal(0),
            )
            for row in opened
        ],
        by=by,
        at=moment(date(year + 1, 1, 12)),
        origin="opening:demo",
        reason="原系统结转",
    )


def _mend(
    plan: Plan,
    settled: Sequence["Settled"],
    claims: Sequence[posting.ClaimFacts],
    receipts: Sequence[posting.Receipt],
    *,
    by: User,
) -> None:
    """Correct, reverse and reinstate what the parts ask for, each once a city."""
    at = moment(date(plan.today.year - 1, 2, 20))
    own = {
        receipt.person_id: (receipt, facts)
        for receipt, facts in zip(receipts, claims, strict=True)
        if facts.key.endswith(LONG.key)
    }
    for row in settled:
        if row.role.number < 3 and row.person.pk in own and row.role.series == Series.GENERAL:
            _act(row.role.part, *own[row.person.pk], by=by, at=at)


def _act(part: Part, receipt: posting.Receipt, facts: posting.ClaimFacts, *, by: User, at: datetime) -> None:
    claim = ledger.claims_of([receipt.person_id]).get(pk=receipt.claim_id)
    if part == Part.CORRECTED:
        less = replace(facts, hours=Decimal(20), minutes=20 * MINUTES_PER_HOUR, attended_minutes=20 * MINUTES_PER_HOUR)
        posting.correct(claim=claim, facts=less, by=by, at=at, reason="名册学时填写有误，按签到表更正为20学时")
    else:
        posting.reverse(claim=claim, by=by, at=at, reason="名册误报：本人未参加该班次")
    if part == Part.REINSTATED:
        posting.reinstate(claim=claim, by=by, at=at + timedelta(days=9), reason="本人提交签到表，核实后恢复登记")
