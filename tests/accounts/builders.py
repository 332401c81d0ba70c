"""Small builders of people and organisations, through the real operations."""

from datetime import UTC, date, datetime
from itertools import count

from allauth.mfa.totp.internal.auth import TOTP
from stdnum.cn import ric

from learning.accounts import consents, organisations, people
from learning.accounts.enums import ConsentKind, FactKind, OrganisationKind, Role, Sector
from learning.accounts.models import Organisation, Person, Region, User

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 9, 1)
PASSWORD = "a-long-Password-9"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

_numbers = count(1)


def resident_number(*, county: str = "320102", born: str = "19800101", order: int | None = None) -> str:
    """Return a number whose check character is right."""
    body = f"{county}{born}{(next(_numbers) if order is None else order):03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def mobile() -> str:
    """Return a mobile number that nobody has yet."""
    return f"+86138{next(_numbers):08d}"


def user(*, number: str | None = None, email: str | None = None) -> User:
    """Return a login that proved its mobile number."""
    made = User.objects.create_user(mobile=number or mobile(), email=email, password=PASSWORD)
    consents.agree(user=made, kind=ConsentKind.NOTICE, at=AT)
    return made


def organisation(
    *, kind: str = OrganisationKind.BASE, region: str = "320100", sector: str = Sector.GENERAL
) -> Organisation:
    """Return an organisation of `kind`."""
    place = Region.objects.get(code=region)
    return organisations.create(
        kind=kind, name=f"{place} {kind} {next(_numbers)}", region=place, sector=sector, by=None, at=AT
    )


def member(*, of: Organisation, role: str, with_factor: bool = True) -> User:
    """Return a login that acts for an organisation, with a second factor unless said otherwise."""
    login = user()
    organisations.appoint(user=login, organisation=of, role=role, since=date(2026, 1, 1), by=None, at=AT)
    if with_factor:
        TOTP.activate(login, SECRET)
    return login


def officer(*, region: str = "320100", sector: str = Sector.GENERAL) -> User:
    """Return an officer of a regulator."""
    return member(
        of=organisation(kind=OrganisationKind.REGULATOR, region=region, sector=sector), role=Role.REGULATOR_OFFICER
    )


def person(
    *,
    name: str = "李晓明",
    number: str | None = None,
    region: str | None = None,
    contact: str | None = None,
    by: Organisation | None = None,
) -> Person:
    """Return a record, in a region from 2020 on if one is named, with a contact that `by` (or some employer) recorded if one is given."""
    recorder = by or (organisation(kind=OrganisationKind.EMPLOYER) if contact else None)
    made = people.record(
        name=name,
        document_kind="RESIDENT_ID",
        number=number or resident_number(),
        by=None,
        at=AT,
        organisation=recorder,
        mobile=contact,
    )
    if region:
        state(made, FactKind.REGION, region=Region.objects.get(code=region))
    return made


def state(of: Person, kind: str, *, since: date = date(2020, 1, 1), **facts: object) -> None:
    """State a fact about a person."""
    people.state_fact(person=of, kind=kind, since=since, by=None, at=AT, **facts)  # type: ignore[arg-type]
