"""The cast of the tests of cms: bases, regulators, programmes and their pages, made by the real operations."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator

from cms import publishing
from cms.models import ProgrammePage
from learning.accounts.enums import OrganisationKind, Role, Sector
from learning.accounts.models import Membership, Organisation, Region, User
from seminars import bases, programmes, runs
from seminars.enums import Admission, Category, Level, Mode, ProgrammeKind

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
NANJING, SUZHOU, PROVINCE = "320100", "320500", "320000"


def user(*, name: str = "王芳") -> User:
    """Make a login without a usable way in."""
    return User.objects.create_user(email=f"user{User.objects.count()}@example.com", name=name)


def superuser() -> User:
    """Make a login that may do everything in Wagtail's admin, with its second factor."""
    made = user(name="管理员")
    made.is_superuser = True
    made.save()
    return with_second_factor(made)


def with_second_factor(made: User) -> User:
    """Let staff in."""
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data={})
    return made


def page_form(**fields: str) -> dict[str, str]:
    """Return what Wagtail's page editor sends, with `fields`."""
    empty = {
        f"{name}-{part}": value
        for name in ("comments",)
        for part, value in (
            ("TOTAL_FORMS", "0"),
            ("INITIAL_FORMS", "0"),
            ("MIN_NUM_FORMS", "0"),
            ("MAX_NUM_FORMS", ""),
        )
    }
    return {"words-count": "0", "slug": "", **empty, **fields}


def block(kind: str, **values: object) -> dict[str, str]:
    """Return what Wagtail's page editor sends for words of one block, a list of `kind` with one row."""
    row = "words-0-value-0"
    return {
        "words-count": "1",
        "words-0-deleted": "",
        "words-0-order": "0",
        "words-0-type": kind,
        "words-0-id": "",
        "words-0-value-count": "1",
        **{f"{row}-{part}": value for part, value in (("deleted", ""), ("order", "0"), ("id", ""))},
        **{f"{row}-value-{name}": str(value) for name, value in values.items()},
    }


def regulator(*, name: str, region: str = NANJING, sector: Sector = Sector.GENERAL) -> Organisation:
    """Make a regulator."""
    return Organisation.objects.create(kind=OrganisationKind.REGULATOR, name=name, region_id=region, sector=sector)


def base(*, name: str, region: str = NANJING, sector: Sector = Sector.GENERAL) -> Organisation:
    """Make a base that is recognised throughout the tests."""
    made = Organisation.objects.create(kind=OrganisationKind.BASE, name=name, region_id=region, sector=sector)
    bases.recognise(
        base=made, level=Level.PROVINCIAL, number=f"苏人社发〔2024〕{made.pk}号", since=date(2024, 1, 1), at=AT
    )
    return made


def member(
    organisation: Organisation,
    *,
    role: Role,
    name: str = "王芳",
    since: date = date(2026, 1, 1),
    ends_before: date | None = None,
) -> User:
    """Make somebody who acts for `organisation`."""
    made = user(name=name)
    Membership.objects.create(user=made, organisation=organisation, role=role, since=since, ends_before=ends_before)
    return made


@cache
def _facts() -> dict[str, Any]:
    return {
        "kind": ProgrammeKind.BASE_COURSE,
        "summary": "从基础到应用。",
        "category": Category.PROFESSIONAL,
        "hours": Decimal(16),
        "minutes": 720,
        "sector": Sector.INDUSTRY,
        "level": Level.PROVINCIAL,
        "audience": "专业技术人员",
        "mode": Mode.ON_SITE,
    }


def draft(organisation: Organisation, *, title: str, **facts: Any) -> Any:
    """Make a programme that nobody approved yet."""
    return programmes.draft(base=organisation, by=user(), at=AT, title=title, **{**_facts(), **facts})


def approved(organisation: Organisation, *, title: str, at: datetime = AT, **facts: Any) -> Any:
    """Make an approved programme."""
    application = draft(organisation, title=title, **facts)
    programmes.submit(application=application, by=user(), at=at)
    by = Organisation.objects.filter(kind=OrganisationKind.REGULATOR).first() or regulator(
        name="江苏省人力资源和社会保障厅", region=PROVINCE
    )
    programmes.approve(
        application=application, by=user(), organisation=by, approval_number="苏人社函〔2026〕1号", at=at
    )
    application.programme.refresh_from_db()
    return application.programme


def public(organisation: Organisation, *, title: str, **facts: Any) -> ProgrammePage:
    """Make an approved programme whose page is public, whoever moderates it."""
    page = publishing.programme_page(programme=approved(organisation, title=title, **facts))
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def run(
    programme: Any,
    *,
    starts_on: date = date(2026, 12, 1),
    region: str = NANJING,
    places: int = 30,
    taken: int = 0,
    **facts: Any,
) -> Any:
    """Open a run of two days, with some places taken."""
    made = runs.open_run(
        programme=programme,
        by=user(),
        at=AT,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        place="第一教室",
        region=Region.objects.get(pk=region),
        mode=programme.current.mode,
        places=places,
        admission=facts.pop("admission", Admission.IN_ORDER),
        enrol_from=AT - timedelta(days=1),
        enrol_until=_at(starts_on - timedelta(days=3), 18),
        sessions=[
            _session(starts_on, programme.current.minutes // 2),
            _session(starts_on + timedelta(days=1), programme.current.minutes // 2),
        ],
        **facts,
    )
    type(made).objects.filter(pk=made.pk).update(places_taken=taken)
    return made


def _session(day: date, minutes: int) -> runs.SessionFacts:
    return runs.SessionFacts(
        title="授课", starts_at=_at(day, 9), ends_at=_at(day, 9) + timedelta(minutes=minutes + 60), minutes=minutes
    )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=SHANGHAI)
