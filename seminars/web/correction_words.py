"""Corrections as pages show them: who is concerned, what was stated before and after, the old and the new lines of the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from credits.enums import EntryKind
from learning import tags
from learning.accounts import people
from seminars import corrections
from seminars.enums import Category, CorrectionKind, CorrectionState
from seminars.models import HoursCorrection

TONES = {
    CorrectionState.WAITING: "warn",
    CorrectionState.RETURNED: "bad",
    CorrectionState.REFUSED: "bad",
    CorrectionState.APPROVED: "good",
}


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """One person concerned: the hours before and after, the lines and minutes that say so, and what else moves."""

    name: str
    number: str  # masked
    role: str
    before: str
    after: str
    is_moved: bool
    lines: list[dict[str, Any]]
    figures: list[Any]
    others: list[str]
    shifts: list[str]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A correction as a page shows it."""

    correction: HoursCorrection
    tone: str
    people: list[Concerned]
    papers: list[Any]


def shown(rows: Sequence[HoursCorrection], *, foreseen: corrections.Foreseen | None = None) -> list[Shown]:
    """Return `rows` as pages show them; with `foreseen`, of the one row, what approving would do."""
    effects = {rows[0].pk: foreseen.effects} if foreseen else corrections.effects(rows)
    figures = {rows[0].pk: list(foreseen.figures)} if foreseen else corrections.figures(rows)
    ids = {one.person_id for row in rows for one in effects[row.pk]}
    known = (people.current_names(ids), people.masked_numbers(ids))
    shifts = foreseen.shifts if foreseen else ()
    return [
        Shown(
            correction=row,
            tone=TONES[CorrectionState(row.state)],
            people=[_concerned(row, one, known, figures[row.pk], shifts) for one in effects[row.pk]],
            papers=list(row.evidence.all()),
        )
        for row in rows
    ]


_Known = tuple[dict[int, str], dict[int, str]]


def _concerned(
    row: HoursCorrection,
    effect: corrections.Effect,
    known: _Known,
    figures: Iterable[Any],
    shifts: Iterable[corrections.Shift],
) -> Concerned:
    names, numbers = known
    return Concerned(
        name=names.get(effect.person_id, ""),
        number=numbers.get(effect.person_id, ""),
        role=_role(row, effect.person_id),
        before=tags.hours(effect.before),
        after=tags.hours(effect.after),
        is_moved=any(line.is_new for line in effect.lines),
        lines=[_line(line) for line in effect.lines],
        figures=[one for one in figures if one.person_id == effect.person_id],
        others=[_moved(one) for one in effect.others],
        shifts=[_shift(one) for one in shifts if one.person_id == effect.person_id],
    )


def _role(row: HoursCorrection, person: int) -> str:
    if row.kind != CorrectionKind.WRONG_PERSON:
        return ""
    return _("credited by mistake") if person == row.person_id else _("was there")


def _line(line: Any) -> dict[str, Any]:
    return {
        "at": line.at,
        "kind": str(EntryKind(line.kind).label),
        "category": _category(line.category),
        "hours": tags.signed_hours(line.hours) if line.hours else "0",
        "is_new": line.is_new,
    }


def _moved(one: corrections.Moved) -> str:
    facts = {
        "year": one.cycle_starts_on.year if one.cycle_starts_on else "",
        "category": _category(one.category),
        "hours": tags.signed_hours(one.hours),
    }
    return _("Another registration of the cycle from %(year)s, %(category)s: %(hours)s hours") % facts


def _shift(one: corrections.Shift) -> str:
    facts = {
        "rulebook": one.rulebook,
        "year": one.cycle_starts_on.year,
        "before": tags.hours(one.missing_before),
        "after": tags.hours(one.missing_after),
    }
    return _("%(rulebook)s, cycle from %(year)s: %(before)s hours missing → %(after)s hours missing") % facts


def _category(code: str) -> str:
    return str(dict(Category.choices).get(code, code)) if code else _("no category")
