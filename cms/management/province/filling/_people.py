"""The professionals of the filling: recorded by their employers, with facts and the hours of six years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from cms.management.province._cast import identity_number
from cms.management.province._held import moment
from cms.management.province.filling import _histories, _organisations, _places, _words
from cms.management.province.filling._parts import Part, part_of
from cms.management.province.filling._plan import PEOPLE_A_STEP, Plan
from learning.accounts import identity, people
from learning.accounts.enums import (
    DocumentKind,
    EmployerKind,
    FactKind,
    OrganisationKind,
    Series,
    StatusCode,
    TitleLevel,
)
from learning.accounts.models import Organisation, Person, Region, User

LEVELS = (TitleLevel.JUNIOR, TitleLevel.INTERMEDIATE, TitleLevel.INTERMEDIATE, TitleLevel.SENIOR)
TITLES = {
    TitleLevel.JUNIOR: ("助理工程师", "助理会计师", "医师", "二级教师"),
    TitleLevel.INTERMEDIATE: ("工程师", "会计师", "主治医师", "一级教师"),
    TitleLevel.SENIOR: ("高级工程师", "高级会计师", "副主任医师", "高级教师"),
}


@dataclass(frozen=True, kw_only=True)
class Role:
    """Somebody of a city, before the record is made."""

    city: str
    number: int
    name: str
    document: str
    part: Part
    series: Series
    level: TitleLevel


@dataclass(frozen=True, kw_only=True)
class Settled:
    """Somebody with a record, and the second record where there is one."""

    role: Role
    person: Person
    second: Person | None = None


def settle(plan: Plan, city: str, step: int) -> None:
    """Record the people of one step of a city, with their facts; then credit their hours."""
    numbers = range(step * PEOPLE_A_STEP, min((step + 1) * PEOPLE_A_STEP, plan.people_a_city))
    officer = _organisations.officer_of(city)
    employers = _employers(city)
    settled = [_record(plan, role_of(plan, city, number), employers, officer) for number in numbers]
    _histories.credit(plan, city, settled, by=officer)


def people_of(plan: Plan, city: str) -> list[Person]:
    """Return everybody of a city who was recorded, in the order of their numbers."""
    documents = [role_of(plan, city, number).document for number in range(plan.people_a_city)]
    indexes = [identity.number_index(kind=DocumentKind.RESIDENT_ID, number=document) for document in documents]
    found = {person.number_index: person for person in Person.objects.filter(number_index__in=indexes)}
    return [found[index] for index in indexes if index in found]


def role_of(plan: Plan, city: str, number: int) -> Role:
    """Return who the `number`-th person of a city is."""
    chance = plan.chance("person", city, number)
    born = date(1966, 1, 1) + timedelta(days=number * 67 % 12000)
    # Serials of centenarians: nobody's number.
    document = identity_number(f"{city[:4]}{chance.choice(('01', '02', '03'))}", born=born, serial=950 + number % 50)
    return Role(
        city=city,
        number=number,
        name=_words.name(chance),
        document=document,
        part=part_of(number),
        series=_series(number),
        level=LEVELS[number % len(LEVELS)],
    )


def fits(number: int, version: Any) -> bool:
    """Return whether the `number`-th person of a city is one of those whom a programme is for."""
    level, series = LEVELS[number % len(LEVELS)], _series(number)
    return (not version.eligible_levels or level in version.eligible_levels) and (
        not version.eligible_series or series in version.eligible_series
    )


def _series(number: int) -> Series:
    # The parts that every city has are all under the general rules, so that they look alike everywhere.
    if number < 16 or number % 10 < 8:
        return Series.GENERAL
    return Series.ACCOUNTING if number % 10 == 8 else Series.CME


def _employers(city: str) -> list[Organisation]:
    names = [name for name, _kind in _places.employers(city)]
    rows = Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, name__in=names).select_related("region")
    return list(rows.order_by("pk"))


def _record(plan: Plan, role: Role, employers: list[Organisation], officer: User) -> Settled:
    employer = None if role.part == Part.SELF_EMPLOYED else employers[role.number % len(employers)]
    at = moment(date(plan.first_year, 1, 5))
    person = people.record(
        name=role.name,
        document_kind=DocumentKind.RESIDENT_ID,
        number=role.document,
        # Every eighth can be reached: the outbox of the demo is to be read by people.
        mobile=f"+86188{role.city[2:4]}{role.number:06d}" if role.number % 8 == 0 else None,
        organisation=employer,
        by=officer,
        at=at,
        is_verified=True,
    )
    _state(plan, role, person, employer, officer)
    return Settled(
        role=role, person=person, second=_second(plan, role, employer, officer) if role.part == Part.JOINED else None
    )


def _state(plan: Plan, role: Role, person: Person, employer: Organisation | None, officer: User) -> None:
    start = date(plan.today.year - 1 if role.part == Part.NEW else plan.first_year, 1, 1)
    stated = [
        *_usual(role, employer, since=start),
        *_of_part(plan, role),
        people.Stated(kind=FactKind.OBLIGED, since=start),
    ]
    people.state_facts(
        person=person, stated=stated, by=officer, at=moment(start + timedelta(days=5)), source="单位申报"
    )


def _usual(role: Role, employer: Organisation | None, *, since: date) -> Iterator[people.Stated]:
    fact = partial(people.Stated, since=since)
    yield fact(kind=FactKind.SERIES, code=role.series.value)
    yield fact(kind=FactKind.TITLE, code=role.level.value, label=TITLES[role.level][role.number % 4])
    # Whoever has no level recorded owes what nobody can say, where the requirement hangs on it.
    if role.part != Part.UNKNOWN:
        yield fact(kind=FactKind.TARGET_LEVEL, code=_wanted(role.level).value)
    yield fact(kind=FactKind.REGION, region=employer.region if employer else Region.objects.get(pk=role.city))
    code = employer.employer_kind if employer else EmployerKind.SELF_EMPLOYED.value
    yield fact(kind=FactKind.EMPLOYER, organisation=employer, code=code)
    if role.series == Series.ACCOUNTING and role.part != Part.UNKNOWN:
        yield fact(kind=FactKind.INFO_COLLECTED)


def _of_part(plan: Plan, role: Role) -> Iterator[people.Stated]:
    year = plan.today.year
    if role.part == Part.ON_LEAVE:
        code = StatusCode.MATERNITY_LEAVE if role.number % 2 else StatusCode.SICK_LEAVE
        yield people.Stated(
            kind=FactKind.STATUS, since=date(year - 1, 2, 1), ends_before=date(year, 2, 1), code=code.value
        )
    if role.part == Part.STUDYING:
        yield people.Stated(
            kind=FactKind.STATUS,
            since=date(year - 2, 9, 1),
            ends_before=date(year, 7, 1),
            code=StatusCode.DEGREE_STUDY.value,
            consent=True,
        )
    if role.part == Part.TRANSFERRED:
        yield people.Stated(kind=FactKind.TRANSFERRED, since=date(year - 3, 4, 1), label="上海市")


def _wanted(level: TitleLevel) -> TitleLevel:
    return TitleLevel.INTERMEDIATE if level == TitleLevel.JUNIOR else TitleLevel.SENIOR


def _second(plan: Plan, role: Role, employer: Organisation | None, officer: User) -> Person:
    """Return the record that somebody made by passport before anybody knew of the other."""
    at = moment(date(plan.first_year + 1, 3, 1))
    return people.record(
        name=role.name,
        document_kind=DocumentKind.PASSPORT,
        number=f"E{role.city[2:4]}{role.number:06d}",
        organisation=employer,
        by=officer,
        at=at,
    )
