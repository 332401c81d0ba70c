"""Regulators, bases and employers of the filling, and who acts for them. Nobody of them has a password."""

from datetime import date, timedelta
from typing import Any

from cms import publishing
from cms.management.province._cast import OFFICERS
from cms.management.province.filling import _places, _words
from cms.management.province.filling._places import BasePlan
from cms.management.province.filling._plan import Plan
from credits import rulebooks
from learning.accounts import organisations
from learning.accounts.enums import OrganisationKind, Role, Sector
from learning.accounts.models import Organisation, Region, User
from seminars import bases

PROVINCE = "320000"
FAMILIES = ("cn-general", "jiangsu-general", "cn-accounting", "cme")
SECTOR_OFFICES = {
    Sector.EDUCATION: "江苏省教育厅教师工作处（演示）",
    Sector.HEALTH: "江苏省卫生健康委员会科教处（演示）",
    Sector.INDUSTRY: "江苏省工业和信息化厅人才处（演示）",
    Sector.TRANSPORT: "江苏省交通运输厅科技处（演示）",
    Sector.HOUSING: "江苏省住房和城乡建设厅人才处（演示）",
    Sector.AGRICULTURE: "江苏省农业农村厅科教处（演示）",
    Sector.ENVIRONMENT: "江苏省生态环境厅科技处（演示）",
    Sector.SOCIAL_WORK: "江苏省民政厅社会工作处（演示）",
    Sector.SPORT: "江苏省体育局科教处（演示）",
    Sector.INTELLECTUAL_PROPERTY: "江苏省知识产权局人才处（演示）",
}


def make(plan: Plan) -> None:
    """Make everybody who acts for somebody, with the pages of the bases, and say since when hours are known."""
    officer = province_officer()
    _regulate(plan, officer)
    for base in plan.bases:
        if not base.login:
            _found(plan, base, officer)
    for city in plan.cities:
        _employ(plan, city, officer)
    publishing.sync_editors(at=plan.begun_at)
    _connect(plan)


def province_officer() -> User:
    """Return the officer of the province, of the small world."""
    return _member(Organisation.objects.get(kind=OrganisationKind.REGULATOR, region=PROVINCE, sector=Sector.GENERAL))


def regulator(region: str, sector: str = Sector.GENERAL) -> Organisation:
    """Return the regulator of a region and sector."""
    return Organisation.objects.get(kind=OrganisationKind.REGULATOR, region=region, sector=sector)


def officer_of(city: str) -> User:
    """Return an officer of a city's regulator."""
    return _member(regulator(city))


def base_of(plan: BasePlan) -> Organisation:
    """Return the base that `plan` describes."""
    return Organisation.objects.select_related("region").get(kind=OrganisationKind.BASE, name=plan.name)


def manager_of(base: Organisation) -> User:
    """Return the manager of a base."""
    return _member(base)


def counties(city: str) -> list[Region]:
    """Return counties and districts of a city, without zones."""
    return list(Region.objects.filter(parent=city, is_zone=False).order_by("code"))


def _member(organisation: Organisation) -> User:
    return User.objects.filter(memberships__organisation=organisation).order_by("memberships__pk")[0]


def _regulate(plan: Plan, officer: User) -> None:
    province = regulator(PROVINCE)
    for city in plan.cities:
        if city not in OFFICERS.values():
            _appoint(plan, regulator(city), Role.REGULATOR_OFFICER, officer)
        above = regulator(city)
        for county in counties(city):
            _make(
                plan,
                f"{above.region.name}{county.name}人力资源和社会保障局（演示）",
                county,
                officer,
                kind=OrganisationKind.REGULATOR,
                parent=above,
            )
    for sector, name in SECTOR_OFFICES.items():
        office = _make(
            plan, name, province.region, officer, kind=OrganisationKind.REGULATOR, sector=sector, parent=province
        )
        _appoint(plan, office, Role.REGULATOR_OFFICER, officer)


def _found(plan: Plan, base: BasePlan, officer: User) -> None:
    city = Region.objects.get(pk=base.city)
    place = f"{city.name}示例路{10 + base.number}号"
    made = _make(
        plan, base.name, city, officer, kind=OrganisationKind.BASE, sector=base.sector, phone="025-96178", address=place
    )
    # The years before are those in which the hours of the filling were earned.
    since = date(plan.first_year - 1, 6, 1)
    number = f"苏人社演〔{since.year}〕基{base.number + 1}号"
    bases.recognise(
        base=made,
        level=base.level,
        number=number,
        since=since,
        ends_before=date(plan.today.year + 4, 6, 1),
        at=plan.begun_at,
    )
    _appoint(plan, made, Role.BASE_MANAGER, officer)
    publishing.make_base_pages(base=made)


def _employ(plan: Plan, city: str, officer: User) -> None:
    places = [Region.objects.get(pk=city), *counties(city)]
    for number, (name, kind) in enumerate(_places.employers(city)):
        # One in the city, the others out in its counties.
        region = places[0] if number == 0 else places[-(number % len(places)) or -1]
        _make(plan, name, region, officer, kind=OrganisationKind.EMPLOYER, employer_kind=kind)


def _connect(plan: Plan) -> None:
    start = date(plan.first_year, 1, 1)
    for city in plan.cities:
        # Where the sectors were never connected, nobody knows the hours of their people.
        since, families = (date(plan.today.year - 2, 1, 1), FAMILIES[:2]) if city in _places.LATE else (start, FAMILIES)
        for family in families:
            rulebooks.connect_source(family=family, region=Region.objects.get(pk=city), since=since, name="学时平台")
    if "320100" in plan.cities:
        rulebooks.connect_source(
            family="nanjing-general", region=Region.objects.get(pk="320100"), since=start, name="学时平台"
        )


def _make(plan: Plan, name: str, region: Region, officer: User, **facts: Any) -> Organisation:
    return organisations.create(name=name, region=region, by=officer, at=plan.begun_at - timedelta(days=400), **facts)


def _appoint(plan: Plan, organisation: Organisation, role: Role, officer: User) -> None:
    # The number of the organisation makes a mobile number of its own; no password: nobody can sign in.
    user = User.objects.create_user(
        mobile=f"+861990{organisation.pk:07d}", name=_words.name(plan.chance("user", organisation.name))
    )
    since = date(plan.first_year, 1, 1)
    organisations.appoint(user=user, organisation=organisation, role=role, since=since, by=officer, at=plan.begun_at)
