"""Who is in the demo province: regulators, bases, employers, logins, people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from stdnum.cn.ric import calc_check_digit

from learning.accounts import consents, joining, organisations, people
from learning.accounts.enums import (
    ConsentKind,
    DocumentKind,
    EmployerKind,
    FactKind,
    OrganisationKind,
    Role,
    Sector,
    Series,
    TitleLevel,
)
from learning.accounts.models import Organisation, Person, Region, User
from learning.accounts.web.demo import FACTOR_SECRET
from seminars import bases
from seminars.enums import Level

# The demo's logins are public knowledge; nobody else's password is usable.
PASSWORD = "Xueshi-Demo-2026"  # noqa: S105

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = [
    "伟",
    "芳",
    "敏",
    "静",
    "磊",
    "洋",
    "艳",
    "勇",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀兰",
    "建国",
    "晓东",
    "雨桐",
    "子涵",
    "志强",
    "丽华",
    "文博",
    "思远",
    "佳怡",
    "俊杰",
]
# Cities whose people the demo knows, with a county each for employers.
CITIES = {"320100": "320115", "320200": "320214", "320500": "320571"}
PER_CITY = 20


@dataclass(frozen=True)
class Login:
    """One login of the demo."""

    mobile: str
    name: str
    what: str
    is_staff: bool = False


LOGINS = {
    "professional": Login("+8613800000001", "王伟", "专业技术人员（南京，按时完成）"),
    "short": Login("+8613800000002", "李芳", "专业技术人员（无锡，今年还差学时）"),
    "new": Login("+8613800000003", "陈静", "专业技术人员（苏州，今年刚开始学习）"),
    "base": Login("+8613900000001", "周文博", "继续教育基地管理员（南京）", is_staff=True),
    "base_wuxi": Login("+8613900000002", "吴敏", "继续教育基地管理员（无锡）", is_staff=True),
    "base_suzhou": Login("+8613900000003", "徐磊", "继续教育基地管理员（苏州）", is_staff=True),
    "province": Login("+8613700000001", "孙涛", "省人社厅工作人员", is_staff=True),
    "nanjing": Login("+8613700000002", "胡娟", "南京市人社局工作人员", is_staff=True),
    "wuxi": Login("+8613700000003", "朱勇", "无锡市人社局工作人员", is_staff=True),
    "suzhou": Login("+8613700000004", "林艳", "苏州市人社局工作人员", is_staff=True),
}

# Which city's regulator each officer belongs to.
OFFICERS = {"nanjing": "320100", "wuxi": "320200", "suzhou": "320500"}


@dataclass
class Cast:
    """Everybody, by what they are."""

    logins: dict[str, User] = field(default_factory=dict)
    province: Organisation | None = None
    regulators: dict[str, Organisation] = field(default_factory=dict)
    bases: dict[str, Organisation] = field(default_factory=dict)
    employers: dict[str, list[Organisation]] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)


BASES = {
    "320100": ("金陵智能制造继续教育基地（示例）", Sector.INDUSTRY, Level.NATIONAL),
    "320200": ("太湖集成电路继续教育基地（示例）", Sector.INDUSTRY, Level.PROVINCIAL),
    "320500": ("姑苏生物医药继续教育基地（示例）", Sector.HEALTH, Level.PROVINCIAL),
}
EMPLOYERS = {
    "320100": [
        ("紫金精密装备有限公司（示例）", EmployerKind.PRIVATE_ENTERPRISE),
        ("秦淮工程设计研究院（示例）", EmployerKind.PUBLIC_INSTITUTION),
    ],
    "320200": [
        ("惠山微电子股份有限公司（示例）", EmployerKind.STATE_ENTERPRISE),
        ("梁溪传感技术有限公司（示例）", EmployerKind.PRIVATE_ENTERPRISE),
    ],
    "320500": [
        ("独墅湖生物科技有限公司（示例）", EmployerKind.PRIVATE_ENTERPRISE),
        ("虎丘药物研究所（示例）", EmployerKind.PUBLIC_INSTITUTION),
    ],
}


def assemble(*, first_year: int, at: datetime, chance: random.Random) -> Cast:
    """Make everybody; the duty of the people begins with `first_year`."""
    cast = Cast()
    _sign_up(cast, at=at)
    _regulate(cast, first_year=first_year, at=at)
    _found(cast, first_year=first_year, at=at)
    for city, home in CITIES.items():
        cast.people[city] = list(_settle(cast, city, home, first_year=first_year, at=at, chance=chance))

    return cast


def _sign_up(cast: Cast, *, at: datetime) -> None:
    hashed = make_password(PASSWORD)  # once: it is slow on purpose, and everybody knows this one
    for key, login in LOGINS.items():
        user = User.objects.create_user(mobile=login.mobile, name=login.name)
        user.password = hashed
        user.save(update_fields=["password"])
        if login.is_staff:
            TOTP.activate(user, FACTOR_SECRET)
        cast.logins[key] = user


def _regulate(cast: Cast, *, first_year: int, at: datetime) -> None:
    since = date(first_year, 1, 1)
    province = Region.objects.get(pk="320000")
    cast.province = organisations.create(
        kind=OrganisationKind.REGULATOR, name="江苏省人力资源和社会保障厅（演示）", region=province, by=None, at=at
    )
    for city in Region.objects.filter(parent=province).order_by("code"):
        name = f"{city.name}人力资源和社会保障局（演示）"
        cast.regulators[city.code] = organisations.create(
            kind=OrganisationKind.REGULATOR, name=name, region=city, parent=cast.province, by=None, at=at
        )
    organisations.create(
        kind=OrganisationKind.REGULATOR,
        name="江苏省财政厅会计处（演示）",
        region=province,
        sector=Sector.ACCOUNTING,
        parent=cast.province,
        by=None,
        at=at,
    )
    organisations.appoint(
        user=cast.logins["province"],
        organisation=cast.province,
        role=Role.REGULATOR_OFFICER,
        since=since,
        by=None,
        at=at,
    )
    for key, code in OFFICERS.items():
        organisations.appoint(
            user=cast.logins[key],
            organisation=cast.regulators[code],
            role=Role.REGULATOR_OFFICER,
            since=since,
            by=cast.logins["province"],
            at=at,
        )


def _found(cast: Cast, *, first_year: int, at: datetime) -> None:
    officer, since = cast.logins["province"], date(first_year, 1, 1)
    managers = {"320100": "base", "320200": "base_wuxi", "320500": "base_suzhou"}
    for number, (code, (name, sector, level)) in enumerate(BASES.items(), start=1):
        city = Region.objects.get(pk=code)
        base = organisations.create(
            kind=OrganisationKind.BASE,
            name=name,
            region=city,
            sector=sector,
            by=officer,
            at=at,
            phone="025-96178",
            address=f"{city.name}示例路{number}号",
        )
        bases.recognise(
            base=base,
            level=level,
            number=f"苏人社演〔{first_year - 1}〕{number}号",
            since=date(first_year - 1, 6, 1),
            ends_before=date(first_year + 6, 6, 1),
            at=at,
        )
        organisations.appoint(
            user=cast.logins[managers[code]], organisation=base, role=Role.BASE_MANAGER, since=since, by=officer, at=at
        )
        cast.bases[code] = base
        cast.employers[code] = [
            organisations.create(
                kind=OrganisationKind.EMPLOYER, name=employer, region=city, employer_kind=kind, by=officer, at=at
            )
            for employer, kind in EMPLOYERS[code]
        ]


def _settle(
    cast: Cast, city: str, home: str, *, first_year: int, at: datetime, chance: random.Random
) -> Iterator[Person]:
    region, officer = Region.objects.get(pk=city), cast.logins["province"]
    firsts = {"320100": "professional", "320200": "short", "320500": "new"}
    for number in range(PER_CITY):
        login = LOGINS[firsts[city]] if number == 0 else None
        name = login.name if login else chance.choice(SURNAMES) + chance.choice(GIVEN)
        employer = cast.employers[city][number % 2]
        person = people.record(
            name=name,
            document_kind=DocumentKind.RESIDENT_ID,
            number=identity_number(home, born=date(1970 + number, 1 + number % 12, 3 + number), serial=901 + number),
            mobile=login.mobile if login else f"+86133{city[2:4]}{number:06d}",
            organisation=employer,
            by=officer,
            at=at,
            is_verified=True,
        )
        _state(
            person,
            employer=employer,
            region=region,
            level=_level(number),
            since=date(first_year, 1, 1),
            by=officer,
            at=at,
        )
        yield person


def _state(
    person: Person, *, employer: Organisation, region: Region, level: TitleLevel, since: date, by: User, at: datetime
) -> None:
    fact = partial(people.Stated, since=since)
    stated = [
        fact(kind=FactKind.SERIES, code=Series.GENERAL.value),
        fact(kind=FactKind.TARGET_LEVEL, code=level.value),
        fact(
            kind=FactKind.TITLE,
            code=(TitleLevel.INTERMEDIATE if level == TitleLevel.SENIOR else TitleLevel.JUNIOR).value,
            label="工程师" if level == TitleLevel.SENIOR else "助理工程师",
        ),
        fact(kind=FactKind.REGION, region=region),
        fact(kind=FactKind.EMPLOYER, organisation=employer, code=employer.employer_kind),
        fact(kind=FactKind.OBLIGED),
    ]
    people.state_facts(person=person, stated=stated, by=by, at=at, source="演示数据")


def _level(number: int) -> TitleLevel:
    return TitleLevel.SENIOR if number % 2 == 0 else TitleLevel.INTERMEDIATE


def sign_in(cast: Cast, *, at: datetime) -> None:
    """Let the logins agree to the notice in force and join their records: today, since nobody agrees to words before they are written."""
    for user in cast.logins.values():
        consents.agree(user=user, kind=ConsentKind.NOTICE, at=at)
    pairs = {"professional": "320100", "short": "320200", "new": "320500"}
    for login, city in pairs.items():
        person, user = cast.people[city][0], cast.logins[login]
        number = people.full_number(person)
        joining.begin(
            user=user,
            name=user.name,
            document_kind=DocumentKind.RESIDENT_ID,
            number=number,
            agrees=True,
            address=None,
            at=at,
        )
        joining.confirm_in_person(person=person, user=user, by=cast.logins["province"], at=at)


def identity_number(county: str, *, born: date, serial: int) -> str:
    """Return a resident identity number that is well formed and nobody's: serials from 900 up are those of centenarians."""
    body = f"{county}{born:%Y%m%d}{serial:03d}"
    return body + str(calc_check_digit(body + "0"))
