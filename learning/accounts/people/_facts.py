"""Facts that policy reads: stated, replaced, taken away; each a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import EmployerKind, FactKind, Series, StatusCode, TitleLevel
from learning.accounts.models import Organisation, Person, PersonFact, Region, User
from learning.errors import Refusal

_CODES: dict[str, set[str]] = {
    FactKind.SERIES: set(Series.values),
    FactKind.TARGET_LEVEL: set(TitleLevel.values),
    FactKind.TITLE: set(TitleLevel.values),
    FactKind.STATUS: set(StatusCode.values),
    FactKind.EMPLOYER: {"", *EmployerKind.values},
}

# What a fact says; where it is from and when it became known are not part of that.
_TOLD = ("kind", "since", "ends_before", "code", "label", "region_id", "organisation_id", "consent")


class WrongSpan(Refusal):
    """It ends before it begins."""

    field = "ends_before"
    sentence = _("The last day lies before the first. Correct one of the two.")


class UnknownValue(Refusal):
    """The value is not one that this kind of fact can have."""

    field = "code"
    sentence = _("“%(value)s” is no value of “%(kind)s”. Choose one from the list.")


class FactOfAnotherPerson(Refusal):
    """A fact takes the place of one of the same person and kind only."""

    sentence = _("The fact to be replaced is of another person or kind. Open the record once more.")


class FactAlreadyReplaced(Refusal):
    """Somebody was faster."""

    sentence = _("This fact has been replaced already. Open the record once more.")


class FactKnown(Refusal):
    """The same stands in the record."""

    sentence = _("The record says exactly this already. Nothing was added.")


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What is said of somebody: a kind of fact, its value, and the days it holds."""

    kind: str
    since: date
    ends_before: date | None = None
    code: str = ""
    label: str = ""
    region: Region | None = None
    organisation: Organisation | None = None
    consent: bool | None = None


def state_fact(  # noqa: PLR0913  (the facts of a row, all named)
    *,
    person: Person,
    kind: str,
    since: date,
    by: User | None,
    at: datetime,
    ends_before: date | None = None,
    code: str = "",
    label: str = "",
    region: Region | None = None,
    organisation: Organisation | None = None,
    consent: bool | None = None,
    source: str = "",
    replaces: PersonFact | None = None,
) -> PersonFact:
    """
    Record a fact about `person`, in place of the one that it `replaces`.

    :raises WrongSpan: if it ends before it begins
    :raises UnknownValue: if this kind has no such value
    :raises FactKnown: if the record says the same
    :raises FactAlreadyReplaced: if another row took the place first
    """
    stated = Stated(
        kind=kind,
        since=since,
        ends_before=ends_before,
        code=code,
        label=label,
        region=region,
        organisation=organisation,
        consent=consent,
    )
    (fact,) = _unknown(person, [stated], recorded_at=at, recorded_by=by, source=source)
    fact.replaces = replaces

    return _append(fact)


def state_facts(
    *, person: Person, stated: Sequence[Stated], by: User | None, at: datetime, source: str = ""
) -> list[PersonFact]:
    """
    Record several facts about `person`, all or none: one question and one row a fact in one statement.

    :raises WrongSpan: if one ends before it begins
    :raises UnknownValue: if a kind has no such value
    :raises FactKnown: if the record says one of them already, or two of them are the same
    """
    return PersonFact.objects.bulk_create(_unknown(person, stated, recorded_at=at, recorded_by=by, source=source))


@transaction.atomic
def void_fact(*, fact: PersonFact, by: User | None, at: datetime, source: str = "") -> PersonFact:
    """
    Record that `fact` was never so.

    :raises FactAlreadyReplaced: if another row took its place first
    """
    return _append(
        PersonFact(
            person_id=fact.person_id,
            kind=fact.kind,
            since=fact.since,
            ends_before=fact.ends_before,
            region_id=fact.region_id,
            replaces=fact,
            is_void=True,
            source=source,
            recorded_at=at,
            recorded_by=by,
        )
    )


def _unknown(person: Person, stated: Sequence[Stated], **recorded: Any) -> list[PersonFact]:
    """Return what is `stated` as rows, if each is possible and none stands in the record."""
    for one in stated:
        if one.ends_before is not None and one.ends_before <= one.since:
            raise WrongSpan
        if one.code not in _CODES.get(one.kind, {one.code}) or (one.kind == FactKind.REGION and one.region is None):
            raise UnknownValue(value=one.code, kind=FactKind(one.kind).label)
    facts = [PersonFact(person=person, **vars(one), **recorded) for one in stated]
    standing = PersonFact.objects.filter(person=person, kind__in={one.kind for one in stated}, is_void=False)
    told = [tuple(getattr(fact, name) for name in _TOLD) for fact in facts]
    if len(set(told)) < len(told) or not set(told).isdisjoint(standing.filter(replaced_by=None).values_list(*_TOLD)):
        raise FactKnown

    return facts


def _append(fact: PersonFact) -> PersonFact:
    replaced = fact.replaces
    if replaced is not None and (replaced.person_id, replaced.kind) != (fact.person_id, fact.kind):
        raise FactOfAnotherPerson
    if replaced is None:
        fact.save(force_insert=True)
        return fact
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError:
        raise FactAlreadyReplaced from None
    return fact
