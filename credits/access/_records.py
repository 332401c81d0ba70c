"""What a person sees of the own record, and what any reader of a record sees."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from credits.models import Certificate, ConnectedSource, Entry, RecordLook, RulebookVersion, Standing
from credits.models.certificates import present
from learning.accounts import access as roles
from learning.accounts import people
from learning.accounts.models import Person, User


@dataclass(frozen=True, kw_only=True)
class Record:
    """The whole record of one human: the person asked for, and the keys of all records joined to it."""

    person: Person
    ids: tuple[int, ...]


def own_record(user: User) -> Record:
    """Return the record of the person whose login `user` is, or 404."""
    return record_of(roles.person_of(user))


def entries(record: Record) -> QuerySet[Entry]:
    """Return the lines of `record`, without the texts of the rulebooks, which are long."""
    return (
        Entry.objects.filter(person__in=record.ids)
        .select_related("claim", "version", "act")
        .defer("version__body", "version__text")
    )


def entry(*, record: Record, pk: int) -> Entry:
    """Return one line of `record`, or 404."""
    rows = Entry.objects.filter(person__in=record.ids).select_related("claim__act__by", "version", "act__by")
    return get_object_or_404(rows, pk=pk)


def standings(record: Record) -> QuerySet[Standing]:
    """Return what is owed by the person of `record`, the newest cycle first."""
    rows = (
        Standing.objects.filter(person__in=record.ids)
        .select_related("version", "region")
        .defer("version__body", "version__text")
    )
    return rows.order_by("-cycle_ends_before", "family", "pk")


def standing(*, record: Record, pk: int) -> Standing:
    """Return one standing of `record`, or 404."""
    return get_object_or_404(standings(record), pk=pk)


def standings_beside(row: Standing, *, families: Collection[str]) -> dict[str, Standing]:
    """Return what the person of `row` owes under `families` in the cycles that overlap its own, the latest of each."""
    rows = Standing.objects.filter(
        person=row.person_id,
        family__in=families,
        cycle_starts_on__lt=row.cycle_ends_before,
        cycle_ends_before__gt=row.cycle_starts_on,
    )
    return {other.family: other for other in rows.order_by("cycle_starts_on", "pk")}


def certificate(*, record: Record, pk: int) -> Certificate:
    """Return one certificate of `record`, with its present state, or 404."""
    return get_object_or_404(present(Certificate.objects.filter(person__in=record.ids)), pk=pk)


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


def record_of(person: Person) -> Record:
    """Return the record of `person`, whatever records are joined to it."""
    return Record(person=person, ids=tuple(people.joined([person.pk]).get(person.pk, (person.pk,))))
