"""
Access: the only way a view gets a row of credits. A row that is not there and a row that is not yours look alike: 404.

A person sees the own record, records joined to it included. A regulator sees the record of somebody whose region lies in the
regulator's subtree today and whose series belongs to its sector (a general regulator: every series); a person of whom no region
is known belongs to the province. Joined records are one human's: whoever may look at one of them reads all. A regulator's look
states its purpose first (`note_look`); the person can read who looked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.enums import RulebookStatus
from credits.models import Certificate, Claim, ConnectedSource, Entry, RecordLook, RulebookVersion, Standing
from learning.accounts import access as roles
from learning.accounts import people
from learning.accounts.access import AnyUser
from learning.accounts.enums import Sector
from learning.accounts.models import Organisation, Person, Region, User
from learning.errors import Refusal

PROVINCE_PATH = "/320000/"
# How long a stated purpose opens a record: long enough to read and compare days, short enough to be asked again tomorrow.
LOOK_LASTS = timedelta(minutes=30)


class PurposeMissing(Refusal):
    """A look at a record states what it is for."""

    sentence = _("Say what you look at this record for. The person can read it.")
    field = "purpose"


@dataclass(frozen=True, kw_only=True)
class Record:
    """The whole record of one human: the person asked for, and the keys of all records joined to it."""

    person: Person
    ids: tuple[int, ...]


# What a person sees


def own_record(user: User) -> Record:
    """Return the record of the person whose login `user` is, or 404."""
    return _record(roles.person_of(user))


def entries(record: Record) -> QuerySet[Entry]:
    """Return the lines of `record`, without the texts of the rulebooks, which are long."""
    return Entry.objects.filter(person__in=record.ids).select_related("claim", "version", "act").defer("version__body")


def entry(*, record: Record, pk: int) -> Entry:
    """Return one line of `record`, or 404."""
    rows = Entry.objects.filter(person__in=record.ids).select_related("claim__act__by", "version", "act__by")
    return get_object_or_404(rows, pk=pk)


def standings(record: Record) -> QuerySet[Standing]:
    """Return what is owed by the person of `record`, the newest cycle first."""
    rows = Standing.objects.filter(person__in=record.ids).select_related("version", "region").defer("version__body")
    return rows.order_by("-cycle_ends_before", "family", "pk")


def standing(*, record: Record, pk: int) -> Standing:
    """Return one standing of `record`, or 404."""
    return get_object_or_404(standings(record), pk=pk)


def certificate(*, record: Record, pk: int) -> Certificate:
    """Return one certificate of `record`, with its file, or 404."""
    return get_object_or_404(Certificate.objects.filter(person__in=record.ids), pk=pk)


def looks(record: Record) -> QuerySet[RecordLook]:
    """Return who looked at `record`, the newest first."""
    return RecordLook.objects.filter(person__in=record.ids).select_related("organisation").order_by("-pk")


def sources(families: Iterable[str]) -> list[ConnectedSource]:
    """Return what is connected for `families`: the name of the source, its region, and since when."""
    rows = ConnectedSource.objects.filter(family__in=set(families)).select_related("region")
    return list(rows.order_by("-region__depth", "pk"))


def category_names(version_ids: Iterable[int | None]) -> dict[int, list[dict[str, Any]]]:
    """Return the categories of versions of rulebooks, without reading the versions whole."""
    rows = RulebookVersion.objects.filter(pk__in={pk for pk in version_ids if pk})
    return {pk: names or [] for pk, names in rows.values_list("pk", "body__categories")}


def titles(version_ids: Iterable[int | None]) -> dict[int, str]:
    """Return what versions of rulebooks are called."""
    return dict(RulebookVersion.objects.filter(pk__in={pk for pk in version_ids if pk}).values_list("pk", "title"))


# What a regulator sees


def regulated_people(*, user: User, persons: Sequence[Person], on: date) -> list[Person]:
    """Return those of `persons` whose records `user` may look at, in their order."""
    facts = people.on_day([person.pk for person in persons], on)
    organisations = _regulators(user, on, deciding=False)
    paths = _paths({fact.region_id for fact in facts.values()})
    return [person for person in persons if _authority(organisations, facts.get(person.pk), paths)]


def regulated_record(*, user: User, pk: int, on: date, deciding: bool = False) -> tuple[Record, Organisation]:
    """Return the record of person `pk` and the organisation for which `user` may look at it (or decide about it), or 404."""
    person = get_object_or_404(Person, pk=pk)
    fact = people.on_day([pk], on).get(pk)
    authority = _authority(_regulators(user, on, deciding=deciding), fact, _paths({fact.region_id} if fact else set()))
    if authority is None:
        raise Http404
    return _record(person), authority


def claim_to_reverse(*, user: User, person_pk: int, pk: int, on: date) -> Claim:
    """Return a claim of the record of `person_pk` that `user`, an officer, may reverse, or 404."""
    record, _organisation = regulated_record(user=user, pk=person_pk, on=on, deciding=True)
    return get_object_or_404(Claim.objects.filter(person__in=record.ids), pk=pk)


def regulated_standings(*, user: User, on: date) -> QuerySet[Standing]:
    """Return the standings of the people that `user` regulates; 404 for somebody who is no regulator."""
    organisations = _regulators(user, on, deciding=False)
    return Standing.objects.filter(reduce(or_, map(_standings_of, organisations))).select_related("version", "region")


def regulated_regions(*, user: User, on: date) -> QuerySet[Region]:
    """Return the regions whose people `user` regulates, the larger first; 404 for somebody who is no regulator."""
    inside = reduce(or_, (Q(path__startswith=row.region.path) for row in _regulators(user, on, deciding=False)))
    return Region.objects.filter(inside).order_by("path")


def publishes_rulebooks(user: AnyUser, on: date) -> bool:
    """Return whether `user` is an officer of the province, who puts rulebooks into force."""
    offices = roles.regulators_of(user, on, roles=roles.DECIDING_ROLES)
    return offices.filter(region__path=PROVINCE_PATH, sector=Sector.GENERAL).exists()


def rulebooks(*, user: AnyUser, on: date) -> QuerySet[RulebookVersion]:
    """Return the versions that `user` may read: everybody those that were published, an officer of the province drafts too."""
    rows = RulebookVersion.objects.select_related("scope_region", "replaces").defer("body")
    return rows if publishes_rulebooks(user, on) else rows.exclude(status=RulebookStatus.DRAFT)


def rulebook(*, user: AnyUser, pk: int, on: date) -> RulebookVersion:
    """Return one version that `user` may read, or 404."""
    return get_object_or_404(rulebooks(user=user, on=on), pk=pk)


def draft_to_publish(*, user: User, pk: int, on: date) -> RulebookVersion:
    """Return a version that `user`, an officer of the province, may put into force, or 404."""
    if not publishes_rulebooks(user, on):
        raise Http404
    return get_object_or_404(RulebookVersion, pk=pk)


def may_decide(*, user: User, pk: int, on: date) -> bool:
    """Return whether `user` may reverse hours in the record of person `pk`."""
    try:
        regulated_record(user=user, pk=pk, on=on, deciding=True)
    except Http404:
        return False
    return True


# Looks are logged


def look_in_force(*, user: User, record: Record, at: datetime) -> RecordLook | None:
    """Return the look of `user` at `record` whose purpose was stated a short time ago, or None."""
    rows = RecordLook.objects.filter(user=user, person=record.person, at__gt=at - LOOK_LASTS, at__lte=at)
    return rows.order_by("-pk").first()


def note_look(*, user: User, pk: int, purpose: str, at: datetime) -> RecordLook:
    """
    Note that `user` looks at the record of person `pk`, and why.

    :raises PurposeMissing: if `purpose` says nothing
    """
    record, organisation = regulated_record(user=user, pk=pk, on=timezone.localdate(at))
    if not purpose.strip():
        raise PurposeMissing
    return RecordLook.objects.create(
        person=record.person, user=user, organisation=organisation, purpose=purpose.strip()[:200], at=at
    )


def _record(person: Person) -> Record:
    return Record(person=person, ids=tuple(people.joined([person.pk]).get(person.pk, (person.pk,))))


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
