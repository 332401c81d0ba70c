"""What corrections did to the ledger, read from its lines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q

from credits import ledger, posting
from seminars import closing
from seminars.models import HoursCorrection

Row = Any  # a line of the ledger, whose table is for credits alone


class Line(NamedTuple):
    """One line of the ledger about this run: when, what kind of line, of which category, how many hundredths."""

    at: datetime
    kind: str
    category: str
    hours: int
    is_new: bool  # written by the correction itself


class Moved(NamedTuple):
    """What another registration of the person won or lost by it. Which one is the person's own to read."""

    cycle_starts_on: date | None
    category: str
    hours: int


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What became of one person's hours, in hundredths, under the rulebook that gives most; `lines` are the old and the new ones."""

    person_id: int
    before: int
    after: int
    lines: tuple[Line, ...]
    others: tuple[Moved, ...]


def effects(corrections: Sequence[HoursCorrection]) -> dict[int, tuple[Effect, ...]]:
    """Return what each of `corrections` did to the hours of those concerned; as it was, where it did nothing yet."""
    by_person = defaultdict(list)
    for row in _entries(corrections):
        by_person[row.person_id].append(row)
    return {one.pk: tuple(_effect(one, person, by_person[person]) for person in _concerned(one)) for one in corrections}


def _concerned(one: HoursCorrection) -> list[int]:
    return [person for person in (one.person_id, one.right_person_id) if person]


def _entries(corrections: Sequence[HoursCorrection]) -> Iterable[Row]:
    persons = {person for one in corrections for person in _concerned(one)}
    keys = {closing.claim_key(one.run_id) for one in corrections}
    caused = Q(act__origin__startswith="correction:")
    rows = ledger.entries_of(persons).filter(Q(claim__key__in=keys) | caused)
    return rows.defer("version", "reasons").select_related(None).select_related("claim", "act").order_by("number")


def _effect(one: HoursCorrection, person: int, rows: Sequence[Row]) -> Effect:
    caused = [row for row in rows if _follows(row, one)]
    key = closing.claim_key(one.run_id)
    first = min((row.number for row in caused), default=None)
    own = [row for row in rows if row.claim.key == key]
    old = [row for row in own if first is None or row.number < first]
    new = [row for row in caused if row.claim.key == key]
    family = _telling([*old, *new])
    return Effect(
        person_id=person,
        before=_sum(old, family),
        after=_sum([*old, *new], family),
        lines=tuple(
            Line(row.recorded_at, row.kind, row.category, row.hours, row in new)
            for row in [*old, *new]
            if row.family == family
        ),
        others=tuple(
            Moved(row.cycle_starts_on, row.category, row.hours)
            for row in caused
            if row.claim.key != key and row.family == family
        ),
    )


def _follows(row: Row, one: HoursCorrection) -> bool:
    asked = posting.asked_of(row.act.origin)
    return asked is not None and asked.key == one.origin


def _telling(rows: Sequence[Row]) -> str:
    """Return the family that gave most of it."""
    given: dict[str, int] = defaultdict(int)
    for row in rows:
        given[row.family] += max(row.hours, 0)
    return max(sorted(given), key=lambda family: given[family], default="")


def _sum(rows: Iterable[Row], family: str) -> int:
    return sum(row.hours for row in rows if row.family == family)
