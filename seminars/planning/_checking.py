"""The dry run: what a sheet would change in the plan of a year."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _now_in_words
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Organisation, User
from learning.errors import Refusal
from learning.sheets import Cells, Upload, take, why
from seminars.enums import PlanOutcome
from seminars.models import PlannedSeminar, PlanSheet, PlanSheetRow
from seminars.planning._layout import FACTS, LAYOUT
from seminars.planning._queries import taken_by
from seminars.planning._stating import STORED, Known, code_of, known_on, stated

COLUMNS = tuple(STORED.get(name, name) for name in FACTS)
NAMES = dict(zip(COLUMNS, FACTS, strict=True))


class YearNotPlanned(Refusal):
    """A year that nobody plans any more, or not yet."""

    field = "year"
    sentence = _("A plan is made for this year or one of the next two, not for %(year)s.")


class CodeTwice(Refusal):
    """The code stands in the sheet above."""

    field = "code"
    sentence = _("Row %(row)d has the code “%(code)s” already. Give each row a code of its own.")


class CodeUnread(Refusal):
    """Nobody can tell which row of the plan it is."""

    field = "code"
    sentence = _("%(why)s Until each row has a code that can be read, the sheet takes nothing out of the plan.")


class BaseAtWork(Refusal):
    """The row would move to another base, and the present one has begun."""

    field = "base"
    sentence = _("The base “%(base)s” has applied for a programme under this row, so it cannot go to another base.")


@dataclass
class _Reading:
    known: Known
    plan: Mapping[str, PlannedSeminar]
    taken: Mapping[int, str]
    seen: dict[str, int] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)  # rows whose code is not known


@transaction.atomic
def check(*, file: Upload, year: int, by: User, office: Organisation, at: datetime) -> PlanSheet:
    """
    Keep what each row of `file` would change in the plan of `year`; the plan itself stays as it is.

    :raises YearNotPlanned: if the year is over, or far ahead
    :raises SheetTooLarge: and the other refusals of `learning.sheets`, if the sheet as a whole cannot be taken
    """
    today = timezone.localdate(at)
    if not today.year <= year <= today.year + 2:
        raise YearNotPlanned(year=year)
    given = take(file, LAYOUT)
    plan = {row.code: row for row in PlannedSeminar.objects.filter(year=year).select_related("base")}
    sheet = PlanSheet.objects.create(
        year=year,
        name=given.name,
        digest=given.digest,
        basis=digest_of(plan.values()),
        office=office,
        uploaded_by=by,
        uploaded_at=at,
    )
    reading = _Reading(known_on(max(today, date(year, 1, 1))), plan, taken_by(plan.values()))
    rows = [_judged(one, reading) for one in given.rows]
    rows += _vanished(reading)
    for row in rows:
        row.sheet = sheet
    PlanSheetRow.objects.bulk_create(rows)
    return sheet


def digest_of(plan: Iterable[PlannedSeminar]) -> str:
    """Return the SHA-256 of what a plan says."""
    lines = sorted([row.code, *(getattr(row, name) for name in COLUMNS), row.withdrawn_at is None] for row in plan)
    return hashlib.sha256(json.dumps(lines, ensure_ascii=False).encode()).hexdigest()


def _judged(cells: Cells, reading: _Reading) -> PlanSheetRow:
    row = PlanSheetRow(number=cells.number, code=cells.plain("code", most=30), title=cells.plain("title", most=100))
    try:
        row.code = _code(cells, reading)
        first = reading.seen.setdefault(row.code, cells.number)
        if first != cells.number:
            raise CodeTwice(row=first, code=row.code)
        row.facts = stated(cells, reading.known)
        _compare(row, reading)
    except Refusal as refusal:
        row.outcome, row.facts, row.before = PlanOutcome.REFUSED, {}, {}
        row.field, row.message = why(refusal)
    return row


def _code(cells: Cells, reading: _Reading) -> str:
    try:
        return code_of(cells)
    except Refusal as refusal:
        reading.unread.append(cells.number)
        raise CodeUnread(why=str(refusal)) from refusal


def _compare(row: PlanSheetRow, reading: _Reading) -> None:
    kept = reading.plan.get(row.code)
    if kept is not None and kept.pk in reading.taken and row.facts["base_id"] != kept.base_id:
        raise BaseAtWork(base=kept.base.name)
    if kept is None or kept.withdrawn_at is not None:
        row.outcome = PlanOutcome.NEW
        return
    row.before = {name: getattr(kept, name) for name, value in row.facts.items() if getattr(kept, name) != value}
    row.outcome = PlanOutcome.CHANGED if row.before else PlanOutcome.SAME


def _vanished(reading: _Reading) -> list[PlanSheetRow]:
    if reading.unread:
        return []  # a row that cannot be told may be any of those that the sheet seems to leave out
    return [
        PlanSheetRow(
            code=code,
            title=kept.title,
            outcome=PlanOutcome.VANISHED,
            before={name: getattr(kept, name) for name in COLUMNS},
            message=_applied_for(reading.taken.get(kept.pk, "")),
        )
        for code, kept in sorted(reading.plan.items())
        if kept.withdrawn_at is None and code not in reading.seen
    ]


def _applied_for(title: str) -> str:
    if not title:
        return ""
    return _now_in_words("A programme was applied for under this row and stays as it is: “%(title)s”.") % {
        "title": title
    }
