"""What must be there before people are: bases and employers, rules in force, connected sources, the acts that hand claims in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import polars as pl
from django.db import models

from credits import rulebooks
from credits.enums import ActKind, RulebookStatus
from credits.models import Act, Claim, Entry, RulebookVersion, Standing
from credits.models.rows import copy, next_ids
from deploy.bench.tools import claims, people, rows
from deploy.bench.tools.tables import Bases, Scale
from learning.accounts.enums import OrganisationKind
from learning.accounts.models import Organisation, Person, PersonFact, Region

DEMONSTRATION = "jiangsu-general"


def laid(scale: Scale) -> Bases:
    """Lay the ground for `scale` in the database; return the ids that follow."""
    province = Region.objects.get(code="320000")
    for draft in RulebookVersion.objects.filter(family=DEMONSTRATION, status=RulebookStatus.DRAFT):
        rulebooks.publish(version=draft, by=None, at=scale.at, reference="示例", is_demo=True)
    for family in {row.family for row in rulebooks.books().holding}:
        since = date(scale.years.start, 1, 1)
        rulebooks.connect_source(family=family, region=province, since=since, name="省继续教育平台")
    return Bases(
        person=_following(Person),
        fact=_following(PersonFact),
        claim=_following(Claim),
        entry=_following(Entry),
        standing=_following(Standing),
        employers=_organisations(OrganisationKind.EMPLOYER, people.EMPLOYERS, province, scale.at),
        providers=_organisations(OrganisationKind.BASE, claims.BASES, province, scale.at),
        acts=_acts(scale),
    )


def _following(model: type[models.Model]) -> int:
    newest = model._default_manager.aggregate(newest=models.Max("pk"))["newest"]
    return (newest or 0) + 1


def _organisations(kind: OrganisationKind, count: int, region: Region, at: datetime) -> int:
    """Add so many organisations; return the id of the first, behind which the others follow."""
    kinds, ids = people.kinds_of_employers(), next_ids(Organisation, count)
    table = [
        {
            "id": pk,
            "kind": kind,
            "name": f"{kind.value.title()} {pk}",
            "region_id": region.pk,
            "sector": "GENERAL",
            "employer_kind": kinds[place] if kind == OrganisationKind.EMPLOYER else "",
            "phone": "",
            "address": "",
            "created_at": at,
        }
        for place, pk in enumerate(ids)
    ]
    copy(Organisation, table)
    return ids[0]


def _acts(scale: Scale) -> pl.DataFrame:
    """Add the acts, one a month and base; return month, base, act, act_text, recorded_at."""
    handed = [(month, base, _at(month, base, scale)) for month in _months(scale) for base in range(claims.BASES)]
    ids = next_ids(Act, len(handed))
    origins = [f"roster:{month:%Y-%m}:{base + 1}" for month, base, _at in handed]
    given = list(zip(ids, handed, origins, strict=True))
    copy(
        Act,
        [
            {"id": pk, "kind": ActKind.CREDIT, "at": at, "reason": "", "origin": origin}
            for pk, (_month, _base, at), origin in given
        ],
    )
    told = [
        (month, base, pk, rows.act_text(act=pk, kind=ActKind.CREDIT.value, at=at, origin=origin), rows.moment(at))
        for pk, (month, base, at), origin in given
    ]
    schema = {"month": pl.Date, "base": pl.Int64, "act": pl.Int64, "act_text": pl.String, "recorded_at": pl.String}
    return pl.DataFrame(told, schema=schema, orient="row")


def _months(scale: Scale) -> Iterator[date]:
    """Yield the last day of each month until today, and today."""
    first = date(scale.years.start, 1, 1)
    while (last := (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)) < scale.today:
        yield last
        first = last + timedelta(days=1)
    yield scale.today


def _at(month: date, base: int, scale: Scale) -> datetime:
    # One base after the other, as the order of positions has it.
    return min(datetime.combine(month, datetime.min.time(), UTC) + timedelta(minutes=base), scale.at)
