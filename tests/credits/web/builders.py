"""People, logins, regulators, lines and standings for the tests of pages. What `posting` decides is decided by it; nothing is mocked."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from credits import posting
from credits.enums import Activity, StandingState
from credits.models import Entry, RulebookVersion, Standing
from learning.accounts import people
from learning.accounts.enums import DocumentKind, FactKind, LoginProof, OrganisationKind, Role, Sector
from learning.accounts.models import Membership, Organisation, Person, PersonLogin, Region, User

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
YESTERDAY = NOW - timedelta(days=1)
YEAR = TODAY.year
LAST_DAY = date(YEAR, 12, 31)


def person(
    *, name: str = "张三", number: str = "G10001234", region: str | None = "320100", series: str = "general"
) -> Person:
    """Record somebody of a series who lives in a region."""
    made = people.record(name=name, document_kind=DocumentKind.PASSPORT, number=number, by=None, at=YESTERDAY)
    since = date(2015, 1, 1)
    people.state_fact(person=made, kind=FactKind.SERIES, code=series, since=since, by=None, at=YESTERDAY)
    if region:
        place = Region.objects.get(code=region)
        people.state_fact(person=made, kind=FactKind.REGION, region=place, since=since, by=None, at=YESTERDAY)
    return made


def login(of: Person, *, mobile: str = "+8613800000001") -> User:
    """Give somebody a login that is joined to the record."""
    user = User.objects.create_user(mobile=mobile, name="")
    PersonLogin.objects.create(person=of, user=user, proof=LoginProof.IN_PERSON, since=YESTERDAY)
    return user


def regulator(
    *,
    region: str = "320100",
    sector: str = Sector.GENERAL,
    role: str = Role.REGULATOR_OFFICER,
    mobile: str = "+8613900000001",
) -> User:
    """Appoint somebody, with a second factor, at the regulator of a region."""
    place = Region.objects.get(code=region)
    organisation, _made = Organisation.objects.get_or_create(
        kind=OrganisationKind.REGULATOR, name=f"{place.name}{sector}", region=place, sector=sector
    )
    user = User.objects.create_user(mobile=mobile, name="王处长")
    Membership.objects.create(user=user, organisation=organisation, role=role, since=date(2020, 1, 1))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def signed_in(user: User, language: str = "en") -> Client:
    """Return a browser in which `user` is signed in and reads `language`."""
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


def opened(user: User, of: Person) -> Client:
    """Return a browser in which a regulator has stated the purpose of looking at a record."""
    client = signed_in(user)
    client.post(f"/register/{of.pk}/", {"purpose": "职称评审"})
    return client


def questions(client: Client, address: str, typed: dict[str, str] | None = None) -> int:
    """Return how many questions the database is asked for a page; `typed` is posted."""
    client.get("/rulebooks/")  # what is asked once a process is not the page's
    with CaptureQueriesContext(connection) as asked:
        assert (client.get(address) if typed is None else client.post(address, typed)).status_code == 200
    return len(asked)


def line(of: Person, *, key: str = "run:1", title: str = "集成电路研修班", hours: int = 24, **facts: Any) -> Entry:
    """Credit something done on the first day of this year, and return its line."""
    claim = posting.ClaimFacts(
        **{
            "person_id": of.pk,
            "key": key,
            "title": title,
            "activity": Activity.SEMINAR,
            "category": "professional",
            "starts_on": date(YEAR, 1, 1),
            "ends_on": date(YEAR, 1, 1),
            "hours": Decimal(hours),
            **facts,
        }
    )
    posting.credit(claims=[claim], by=None, at=YESTERDAY, origin=key)
    return Entry.objects.filter(person=of, claim__key=key).latest("pk")


def version(*, family: str = "nanjing-general", since: date = date(2023, 1, 1)) -> RulebookVersion:
    """Return a shipped version of a rulebook."""
    return RulebookVersion.objects.get(family=family, effective_from=since)


def standing(
    of: Person,
    *,
    counted: int = 24,
    required: int = 90,
    state: str = StandingState.SHORT,
    year: int = YEAR,
    region: str | None = "320100",
    decided_at: datetime = YESTERDAY,
    **facts: Any,
) -> Standing:
    """Write what somebody owes this year under the rules of Nanjing; amounts are whole hours."""
    missing = max(0, required - counted) if state == StandingState.SHORT else 0
    professional = {
        "code": "professional",
        "required": 6000,
        "counted": counted * 100,
        "missing": max(0, 60 - counted) * 100,
    }
    return Standing.objects.create(
        **{
            "person": of,
            "family": "nanjing-general",
            "version": version(),
            "cycle_starts_on": date(year, 1, 1),
            "cycle_ends_before": date(year + 1, 1, 1),
            "state": state,
            "required": required * 100,
            "counted": counted * 100,
            "missing": missing * 100,
            "categories": [professional, {"code": "public", "required": 0, "counted": 0, "missing": 0}],
            "deadline": date(year, 12, 31),
            "region_id": region,
            "series": "general",
            "decided_at": decided_at,
            **facts,
        }
    )
