"""Builders for tests about hours: people with facts, claims. Plain functions that call the real operations."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import Max

from credits import ledger, policy, posting, rulebooks
from credits.enums import ClaimState
from credits.hours import to_decimal
from credits.models import ConnectedSource, RulebookVersion
from learning.accounts import people
from learning.accounts.enums import DocumentKind, FactKind
from learning.accounts.models import Person, Region, User

NOON = datetime(2025, 6, 30, 4, 0, tzinfo=UTC)
YEAR = date(2025, 1, 1)
_numbers = count(1)


def person(
    *,
    region: str | None = "320100",
    obliged_since: date | None = date(2020, 1, 1),
    level: str | None = "senior",
    name: str = "张三",
    at: datetime = NOON,
) -> Person:
    """Record somebody of the general series: in a region, under the duty, working towards a title."""
    number = f"E{(Person.objects.aggregate(last=Max('pk'))['last'] or 0) + next(_numbers):08d}"
    made = people.record(name=name, document_kind=DocumentKind.PASSPORT, number=number, by=None, at=at)
    since = date(2014, 1, 1)
    if region:
        people.state_fact(
            person=made, kind=FactKind.REGION, region=Region.objects.get(pk=region), since=since, by=None, at=at
        )
    if level:
        people.state_fact(person=made, kind=FactKind.TARGET_LEVEL, code=level, since=since, by=None, at=at)
    if obliged_since:
        people.state_fact(person=made, kind=FactKind.OBLIGED, since=obliged_since, by=None, at=at)
    return made


def facts(who: Person | int, key: str, **stated: Any) -> posting.ClaimFacts:
    """Return a claim of a class of ten professional hours in Nanjing in May 2025, but for what is stated."""
    day = stated.pop("on", date(2025, 5, 12))
    usual: dict[str, Any] = {
        "person_id": who if isinstance(who, int) else who.pk,
        "key": key,
        "title": "数据治理研修班",
        "activity": "class",
        "category": "professional",
        "starts_on": day,
        "ends_on": day,
        "hours": Decimal(10),
    }
    return posting.ClaimFacts(**(usual | stated))


def credit(*claims: posting.ClaimFacts, at: datetime = NOON, origin: str = "test") -> list[posting.Receipt]:
    """Credit `claims` in one batch."""
    return posting.credit(claims=claims, by=None, at=at, origin=origin)


def connect(family: str = "nanjing-general", region: str = "320100", since: date = YEAR) -> ConnectedSource:
    """Say that the hours of a family are known in a region since a day."""
    return ConnectedSource.objects.create(family=family, region_id=region, since=since, name="南京继续教育平台")


def enact(of: str, *, since: date, at: datetime = NOON, **changes: Any) -> RulebookVersion:
    """Publish a version made from that of the family `of` that is in force, with `changes` to its body."""
    newest = RulebookVersion.objects.filter(family=of).order_by("-effective_from", "-pk")[0]
    body = {**newest.body, "since": since.isoformat(), **changes}
    draft = rulebooks.draft(version=policy.read_version(body, name="test"), at=at)
    return rulebooks.publish(version=draft, by=None, at=at, reference="宁人社〔2026〕1号")


def awarded(who: Person) -> dict[str, Decimal]:
    """Return the present hours of each live claim of a record, by key, over all rulebooks."""
    claims = {claim.pk: claim.key for claim in ledger.claims_of([who.pk], state=ClaimState.LIVE)}
    found = ledger.present_awards(list(claims))
    return {key: to_decimal(sum(award.hours for award in found.get(pk, []))) for pk, key in claims.items()}


def user(name: str = "王科长") -> User:
    """Return a login that may be named as who decided."""
    return User.objects.create_user(mobile=f"+8613{User.objects.count():09d}", name=name)
