"""
A province of any size, the same for a seed: people with facts by COPY, and their history through posting, which writes by COPY.

Shaped like life: some learn much and most a little, November and December are full, several bases hold the courses, some claims
come twice and some of them wrong (longer than a day holds, of a category that nobody knows).
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from credits import posting
from credits.models import ConnectedSource
from credits.models.rows import copy, next_ids
from learning.accounts.enums import FactKind, OrganisationKind
from learning.accounts.models import Organisation, Person, PersonFact

AT = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
SINCE = date(2014, 1, 1)
# By month: half of a year's learning lies in its last two months.
MONTHS = (1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 7, 9)
ACTIVITIES = ("class", "class", "class", "seminar", "online_course", "conference")
CATEGORIES = ("professional", "professional", "professional", "public")
COURSES = 400
PEOPLE_A_BATCH = 200


@dataclass(frozen=True)
class Place:
    """Where people live, and the rulebook that decides for them there."""

    region: str
    family: str


NANJING = Place("320100", "nanjing-general")
TAIZHOU = Place("321200", "taizhou-general")  # counts some things once for a life: reach `career`


def settle(*, place: Place, people: int, since: date, seed: int = 1) -> list[int]:
    """Add `people` who are under the duty in `place`, where hours are known since `since`; return their ids."""
    chance = random.Random(seed)  # noqa: S311  (repeatable is the point)
    ids = next_ids(Person, people)
    copy(Person, [_person(pk) for pk in ids])
    copy(PersonFact, [fact for pk in ids for fact in _facts(pk, place, chance)])
    ConnectedSource.objects.get_or_create(
        family=place.family, region_id=place.region, defaults={"since": since, "name": "省继续教育平台"}
    )
    return ids


def teach(*, ids: Sequence[int], years: range, claims: int, seed: int = 1) -> int:
    """Give each of `ids` so many claims of history within `years`; return how many claims that are."""
    bases = _bases(ids)
    whole = 0
    for start in range(0, len(ids), PEOPLE_A_BATCH):
        chance = random.Random(f"{seed}:{start}")  # noqa: S311
        table = [
            claim
            for pk in ids[start : start + PEOPLE_A_BATCH]
            for claim in history(pk, years=years, claims=claims, bases=bases, chance=chance)
        ]
        posting.credit(claims=table, by=None, at=AT, origin="bench")
        whole += len(table)
    return whole


def history(
    person: int, *, years: range, claims: int, bases: Sequence[int], chance: random.Random
) -> Iterator[posting.ClaimFacts]:
    """Yield the claims of one person."""
    zeal = chance.lognormvariate(0, 0.6)
    for number in range(claims):
        day = date(chance.choice(years), chance.choices(range(1, 13), MONTHS)[0], chance.randint(1, 26))
        yield claim(person, f"history:{number}", day=day, zeal=zeal, base=chance.choice(bases), chance=chance)


def claim(person: int, key: str, *, day: date, zeal: float, base: int, chance: random.Random) -> posting.ClaimFacts:
    """Return one claim: a course of some days, now and then one that was taken before, or one with a wrong category."""
    course = chance.randrange(COURSES)
    days = chance.choice((1, 1, 2, 3))
    hours = Decimal(max(1, round(days * 8 * min(zeal, 1.4))))
    return posting.ClaimFacts(
        person_id=person,
        key=key,
        title=f"专业技术人员继续教育课程 {course}",
        provider=f"继续教育基地 {base % 7}",
        provider_organisation_id=base,
        provider_region="320000",
        declared_on=day + timedelta(days=days - 1),
        activity=chance.choice(ACTIVITIES),
        category=chance.choice(CATEGORIES) if chance.random() > 0.02 else "unheard_of",
        starts_on=day,
        ends_on=day + timedelta(days=days - 1),
        hours=hours,
        minutes=days * 360,
        attended_minutes=days * 360,
        absent_half_days=0,
        mode="on_site",
        passed=True,
        passed_on=day,
        item=f"programme:{course}",
    )


def _bases(ids: Sequence[int]) -> list[int]:
    place = PersonFact.objects.filter(person_id=ids[0], kind=FactKind.REGION).values_list("region_id", flat=True)[0]
    rows = [
        Organisation(kind=OrganisationKind.BASE, name=f"继续教育基地 {place}-{number}", region_id=place)
        for number in range(5)
    ]
    known = Organisation.objects.filter(name__startswith=f"继续教育基地 {place}-").order_by("pk")
    if not known:
        Organisation.objects.bulk_create(rows)
    return list(known.values_list("pk", flat=True))


def _person(pk: int) -> dict[str, object]:
    # Nobody signs in here: a number that no document bears.
    return {
        "id": pk,
        "document_kind": "PASSPORT",
        "number_encrypted": b"bench",
        "number_index": f"bench:{pk:058d}",
        "number_last_four": f"{pk % 10000:04d}",
        "is_verified": False,
        "created_at": AT,
    }


def _facts(pk: int, place: Place, chance: random.Random) -> Iterator[dict[str, object]]:
    usual = {
        "person_id": pk,
        "code": "",
        "label": "",
        "source": "",
        "is_void": False,
        "region_id": None,
        "since": SINCE,
        "recorded_at": AT,
    }
    yield usual | {"kind": FactKind.REGION, "region_id": place.region}
    yield usual | {"kind": FactKind.TARGET_LEVEL, "code": chance.choice(("intermediate", "senior"))}
    yield usual | {"kind": FactKind.OBLIGED, "since": date(chance.randint(2014, 2020), 1, 1)}
