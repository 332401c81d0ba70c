"""Builders of the pages' tests: logins with their roles, and rows around today, because pages read the clock."""

from datetime import date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from learning.accounts import organisations
from learning.accounts.enums import LoginProof, Role
from learning.accounts.models import Organisation, Person, PersonLogin, User
from seminars.models import Application, Programme, Run, Session
from tests.seminars import builders

PASSWORD_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def now() -> datetime:
    """Return this moment."""
    return timezone.now()


def today() -> date:
    """Return the local day."""
    return timezone.localdate()


def member(
    organisation: Organisation, role: str, *, since: date | None = None, ends_before: date | None = None
) -> User:
    """Make a login with a second factor that acts for `organisation`."""
    user = builders.user()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    organisations.appoint(
        user=user,
        organisation=organisation,
        role=role,
        since=since or date(2020, 1, 1),
        ends_before=ends_before,
        by=None,
        at=now(),
    )
    return user


def manager(base: Organisation) -> User:
    """Make a manager of a base."""
    return member(base, Role.BASE_MANAGER)


def staff(base: Organisation) -> User:
    """Make a member of a base's staff who manages nothing."""
    return member(base, Role.BASE_STAFF)


def officer(regulator: Organisation) -> User:
    """Make an officer of a regulator."""
    return member(regulator, Role.REGULATOR_OFFICER)


def professional(person: Person | None = None) -> User:
    """Make a login that is joined to a record."""
    user = builders.user(name="王小明")
    PersonLogin.objects.create(
        person=person or builders.person(at=now()), user=user, proof=LoginProof.IN_PERSON, since=now()
    )
    return user


def browser(user: User | None = None) -> Client:
    """Return a client, signed in as `user`."""
    client = Client()
    if user:
        client.force_login(user, backend=PASSWORD_BACKEND)
    return client


def approved(base: Organisation | None = None, **changed: Any) -> Programme:
    """Make a programme approved an hour ago."""
    return builders.approved(owner=base, at=now() - timedelta(hours=1), **changed)


def coming(base: Organisation | None = None, *, programme: Programme | None = None, **changed: Any) -> Run:
    """Open a run that takes enrolments now and begins in ten days."""
    first = today() + timedelta(days=10)
    facts = {
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "enrol_from": now() - timedelta(hours=1),
        "enrol_until": now() + timedelta(days=8),
        **changed,
    }
    programme = programme or approved(base)
    return builders.opened(
        programme=programme, at=now() - timedelta(hours=1), sittings=builders.sessions(first=first), **facts
    )


def past(base: Organisation | None = None, *, people: int = 1, **changed: Any) -> Run:
    """Open a run as of twenty days ago, with people in it; its sessions are over today."""
    opened_at, first = now() - timedelta(days=20), today() - timedelta(days=5)
    programme = builders.approved(owner=base, at=opened_at)
    facts = {
        "starts_on": first,
        "ends_on": first + timedelta(days=1),
        "enrol_from": opened_at,
        "enrol_until": opened_at + timedelta(days=8),
        **changed,
    }
    run = builders.opened(programme=programme, at=opened_at, sittings=builders.sessions(first=first), **facts)
    for _number in range(people):
        builders.enrolled(run=run, at=opened_at)
    return run


def selecting(base: Organisation | None = None, *, people: int = 1) -> Run:
    """Open a run whose enrolment is over and whose places are given after a selection, with applicants."""
    opened_at, first = now() - timedelta(days=9), today() + timedelta(days=10)
    run = builders.opened(
        programme=builders.approved(owner=base, at=opened_at),
        at=opened_at,
        sittings=builders.sessions(first=first),
        starts_on=first,
        ends_on=first + timedelta(days=1),
        enrol_from=opened_at,
        enrol_until=now() - timedelta(days=1),
        admission="SELECTION",
        results_by=today() + timedelta(days=2),
        places=2,
    )
    for _number in range(people):
        builders.enrolled(run=run, at=opened_at)
    return run


def first_session(run: Run) -> Session:
    """Return the session that comes first."""
    return run.sessions.order_by("number")[:1].get()


def application_form(**changed: Any) -> dict[str, Any]:
    """Return what somebody types into the application form, all steps of it."""
    return {
        "kind": "BASE_COURSE",
        "title": "先进封装工艺",
        "sector": "GENERAL",
        "level": "city",
        "category": "professional",
        "hours": "12",
        "minutes": "540",
        "mode": "on_site",
        "summary": "封装工艺与可靠性。",
        "audience": "工程技术人员",
        "teachers": "张教授，教授，东南大学\n李工，高级工程师",
        "host": "南京市人社局",
        "organiser": "南京集成电路培训基地",
        "fee": "0",
        "deed": "next",
        **changed,
    }


def step(application: Application, key: str) -> str:
    """Return the address of a step of an application."""
    return reverse("seminars:application-step", args=[application.pk, key])


def walked(client: Client, base: Organisation, **typed: Any) -> Application:
    """Begin an application and fill in all its steps, as somebody at the keyboard does."""
    client.post(reverse("seminars:write-application", args=[base.pk]), application_form(**typed))
    application = Application.objects.latest("pk")
    for key in ("basics", "hours", "content", "audience", "certificate"):
        client.post(step(application, key), application_form(**typed))
    application.refresh_from_db()
    return application


def run_form(**changed: Any) -> dict[str, Any]:
    """Return what somebody types into the form of a run of a day and a half: 540 minutes."""
    first = today() + timedelta(days=20)
    rows = [
        (first, "09:00", "12:00", 180),
        (first, "14:00", "17:00", 180),
        (first + timedelta(days=1), "09:00", "12:00", 180),
    ]
    typed: dict[str, Any] = {
        "starts_on": first.isoformat(),
        "ends_on": (first + timedelta(days=1)).isoformat(),
        "region": "320102",
        "place": "南京市玄武区北京东路1号",
        "places": "50",
        "admission": "IN_ORDER",
        "enrol_from": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "enrol_until": f"{first - timedelta(days=2):%Y-%m-%d}T18:00",
        "sessions-TOTAL_FORMS": "5",
        "sessions-INITIAL_FORMS": "0",
        "quotas-TOTAL_FORMS": "3",
        "quotas-INITIAL_FORMS": "0",
        "deed": "open",
    }
    for number, (day, begins, ends, minutes) in enumerate(rows):
        row = {"title": f"第{number + 1}讲", "day": day.isoformat(), "begins": begins, "ends": ends, "minutes": minutes}
        typed |= {f"sessions-{number}-{name}": value for name, value in row.items()}
    return {**typed, **changed}
