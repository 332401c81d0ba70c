"""What a regulator sees: the people of its region and sector, their records and standings."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from credits.access._records import Record, record_of
from credits.models import Claim, Standing
from learning.accounts import access as roles
from learning.accounts import people
from learning.accounts.enums import FactKind, Sector
from learning.accounts.models import Organisation, Person, PersonFact, Region, User

PROVINCE_PATH = "/320000/"


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What a regulator sees: the subtree of a region, and the series of its sector; a general one sees every series."""

    path: str
    series: tuple[str, ...] | None


def regulated_people(*, user: User, persons: QuerySet[Person], on: date, deciding: bool = False) -> QuerySet[Person]:
    """Return those of `persons` whose records `user` may look at (or decide about); 404 for somebody who is no regulator (or no officer)."""
    facts = _in_force(on).filter(person=OuterRef("pk"), kind=FactKind.REGION).order_by("-since", "-pk")
    placed = persons.annotate(path_on_day=Coalesce(Subquery(facts.values("region__path")[:1]), Value(PROVINCE_PATH)))
    offices = _regulators(user, on, deciding=deciding)
    return placed.filter(reduce(or_, (_people_of(office, on) for office in offices)))


def regulated_record(*, user: User, pk: int, on: date, deciding: bool = False) -> tuple[Record, Organisation]:
    """
    Return the record of person `pk` and the organisation for which `user` may look at it (or decide about it), or 404.

    Nobody decides about the own record.
    """
    person = get_object_or_404(Person, pk=pk)
    if deciding and person.pk in roles.own_records(user):
        raise Http404
    fact = people.on_day([pk], on).get(pk)
    authority = _authority(_regulators(user, on, deciding=deciding), fact, _paths({fact.region_id} if fact else set()))
    if authority is None:
        raise Http404
    return record_of(person), authority


def claim_to_reverse(*, user: User, person_pk: int, pk: int, on: date) -> Claim:
    """Return a claim of the record of `person_pk` that `user`, an officer, may reverse, or 404."""
    record, _organisation = regulated_record(user=user, pk=person_pk, on=on, deciding=True)
    return get_object_or_404(Claim.objects.filter(person__in=record.ids), pk=pk)


def regulated_standings(*, user: User, on: date) -> QuerySet[Standing]:
    """Return the standings of the people that `user` regulates; 404 for somebody who is no regulator."""
    organisations = _regulators(user, on, deciding=False)
    return Standing.objects.filter(reduce(or_, map(_standings_of, organisations))).select_related("version", "region")


def sights(*, user: User, on: date) -> tuple[Sight, ...]:
    """Return what `user` regulates, as lists and figures read it; 404 for somebody who is no regulator."""
    return sights_of(_regulators(user, on, deciding=False))


def sights_of(offices: Iterable[Organisation]) -> tuple[Sight, ...]:
    """Return what these regulators look after."""
    return tuple(
        Sight(
            path=office.region.path,
            series=None if office.sector == Sector.GENERAL else tuple(sorted(_series_of(office))),
        )
        for office in offices
    )


def regulated_regions(*, user: User, on: date) -> QuerySet[Region]:
    """Return the regions whose people `user` regulates, the larger first; 404 for somebody who is no regulator."""
    return regions_within(sights(user=user, on=on))


def regions_within(seen: Collection[Sight]) -> QuerySet[Region]:
    """Return the regions that lie within these sights, the larger first."""
    inside = reduce(or_, (Q(path__startswith=sight.path) for sight in seen))
    return Region.objects.filter(inside).order_by("path")


def may_decide(*, user: User, pk: int, on: date) -> bool:
    """Return whether `user` may reverse hours in the record of person `pk`."""
    try:
        regulated_record(user=user, pk=pk, on=on, deciding=True)
    except Http404:
        return False
    return True


def _regulators(user: User, on: date, *, deciding: bool) -> list[Organisation]:
    organisations = list(
        roles.regulators_of(user, on, roles=roles.DECIDING_ROLES if deciding else roles.REGULATOR_ROLES)
    )
    if not organisations:
        raise Http404
    return organisations


def _paths(codes: set[str | None]) -> dict[str | None, str]:
    # Somebody of whom no region is known belongs to the province: nobody smaller may look.
    return {None: PROVINCE_PATH, **dict(Region.objects.filter(code__in=codes).values_list("code", "path"))}


def _authority(
    organisations: list[Organisation], fact: people.DayFacts | None, paths: dict[str | None, str]
) -> Organisation | None:
    path = paths[fact.region_id if fact else None]
    series = set(fact.series) if fact else set()
    for row in organisations:
        if path.startswith(row.region.path) and (row.sector == Sector.GENERAL or series & _series_of(row)):
            return row
    return None


def _standings_of(organisation: Organisation) -> Q:
    inside = Q(region__in=Region.objects.filter(path__startswith=organisation.region.path))
    if organisation.region.path == PROVINCE_PATH:
        inside |= Q(region=None)
    if organisation.sector == Sector.GENERAL:
        return inside
    return inside & Q(series__in=_series_of(organisation))


def _series_of(organisation: Organisation) -> set[str]:
    return set(roles.SERIES_OF_SECTOR.get(organisation.sector, ()))


def _people_of(organisation: Organisation, on: date) -> Q:
    inside = Q(path_on_day__startswith=organisation.region.path)
    if organisation.sector == Sector.GENERAL:
        return inside
    of_series = _in_force(on).filter(kind=FactKind.SERIES, code__in=_series_of(organisation))
    return inside & Q(pk__in=of_series.values("person"))


def _in_force(on: date) -> QuerySet[PersonFact]:
    lasting = PersonFact.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), since__lte=on)
    return lasting.filter(replaced_by=None, is_void=False)
