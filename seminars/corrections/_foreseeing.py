"""What a correction would do: it is carried out and taken back. One code decides, so what is shown is what will be."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from credits import standing
from learning.accounts.models import Organisation, Person
from seminars.corrections._carrying_out import Deed, carry_out
from seminars.corrections._effects import Effect, effects
from seminars.corrections._queries import Figure, figures
from seminars.models import HoursCorrection, Run


@dataclass(frozen=True, kw_only=True)
class Shift:
    """How a standing would move: hours that are missing, in hundredths."""

    person_id: int
    rulebook: str
    cycle_starts_on: date
    cycle_ends_before: date
    required: int
    missing_before: int
    missing_after: int


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """What would be: figures of presence, the hours of the run, what else moves, which duties become short or met."""

    figures: tuple[Figure, ...]
    effects: tuple[Effect, ...]
    shifts: tuple[Shift, ...]


def foreseen(*, correction: HoursCorrection, office: Organisation, at: datetime) -> Foreseen:
    """
    Return what approving `correction` would do now; nothing is kept.

    :raises Refusal: whatever stands against it
    """
    with transaction.atomic():
        copy = HoursCorrection.objects.select_related("person", "right_person", "asked_by").get(pk=correction.pk)
        copy.run = _locked(correction.run_id)
        concerned = [one for one in (copy.person, copy.right_person) if one is not None]
        before = _standings(concerned)
        carry_out(Deed(correction=copy, by=copy.asked_by, office=office, at=at))
        found = Foreseen(
            figures=tuple(figures([copy])[copy.pk]),
            effects=effects([copy])[copy.pk],
            shifts=_shifts(before, _standings(concerned)),
        )
        transaction.set_rollback(True)
    return found


_Key = tuple[int, str, date]
_Kept = tuple[str, date, int, int]


def _locked(pk: int) -> Run:
    locked = Run.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("version__approved_by", "programme__base").get(pk=pk)


def _standings(concerned: list[Person]) -> dict[_Key, _Kept]:
    return {
        (person.pk, row.family, row.cycle_starts_on): (
            row.version.title,
            row.cycle_ends_before,
            row.required,
            row.missing,
        )
        for person in concerned
        for row in standing.history_of(person)
    }


def _shifts(before: dict[_Key, _Kept], after: dict[_Key, _Kept]) -> tuple[Shift, ...]:
    # A standing that appears or goes does so because versions or facts moved meanwhile, not because of the correction.
    moved = [key for key in sorted(before.keys() & after.keys()) if before[key][-1] != after[key][-1]]
    return tuple(_shift(key, before[key], after[key]) for key in moved)


def _shift(key: _Key, before: _Kept, after: _Kept) -> Shift:
    person, _family, starts_on = key
    rulebook, ends_before, required, missing = after
    return Shift(
        person_id=person,
        rulebook=rulebook,
        cycle_starts_on=starts_on,
        cycle_ends_before=ends_before,
        required=required,
        missing_before=before[-1],
        missing_after=missing,
    )
