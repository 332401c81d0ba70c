"""Facts that policy reads: stated, replaced, taken away; each a row."""

from datetime import date, datetime

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
_TOLD = ("person", "kind", "since", "ends_before", "code", "label", "region", "organisation", "consent")


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


@transaction.atomic
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
    if ends_before is not None and ends_before <= since:
        raise WrongSpan
    if code not in _CODES.get(kind, {code}) or (kind == FactKind.REGION and region is None):
        raise UnknownValue(value=code, kind=FactKind(kind).label)
    fact = PersonFact(
        person=person,
        kind=kind,
        since=since,
        ends_before=ends_before,
        code=code,
        label=label,
        region=region,
        organisation=organisation,
        consent=consent,
        source=source,
        replaces=replaces,
        recorded_at=at,
        recorded_by=by,
    )
    if _is_known(fact):
        raise FactKnown
    return _append(fact)


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


def _is_known(fact: PersonFact) -> bool:
    same = {name: getattr(fact, name) for name in _TOLD}
    return PersonFact.objects.filter(**same, replaced_by=None, is_void=False).exists()


def _append(fact: PersonFact) -> PersonFact:
    replaced = fact.replaces
    if replaced is not None and (replaced.person_id, replaced.kind) != (fact.person_id, fact.kind):
        raise FactOfAnotherPerson
    try:
        with transaction.atomic():
            fact.save(force_insert=True)
    except IntegrityError:
        if replaced is None:
            raise
        raise FactAlreadyReplaced from None
    return fact
