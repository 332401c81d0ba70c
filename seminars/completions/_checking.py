"""The dry run: what each row of a table would do. And the word that lets it be done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits.enums import SheetState
from learning.accounts import identity, people
from learning.accounts.models import User
from learning.errors import Refusal
from learning.sheets import Cells, Upload, take, why
from seminars.completions._claims import Known, known_of
from seminars.completions._layout import LAYOUT
from seminars.completions._stating import Stated, stated
from seminars.enums import CompletionOutcome
from seminars.models import CompletionRow, CompletionSheet, Programme, ProgrammeVersion

ROWS_AN_INSERT = 1000


class NotSelfPaced(Refusal):
    """The programme has runs, or no approval."""

    field = "file"
    sentence = _(
        "“%(code)s” is no self-paced programme that is approved. Hours of other programmes come from closing their runs."
    )


class AlreadyConfirmed(Refusal):
    """Somebody was faster."""

    sentence = _("This table is being registered already. Nothing was done twice.")


class NothingAccepted(Refusal):
    """There is nothing to do."""

    sentence = _("No row of this table can be registered. Mend the rows that are refused and hand the table in again.")


class NameDiffers(Refusal):
    """The number is recorded under another name, which is not told."""

    field = "name"
    sentence = _(
        "This number is recorded under another name. Compare name and number with the document; a changed name is recorded by a regulator."
    )


class StatedTwice(Refusal):
    """The same person and year stand in the table above."""

    field = "year"
    sentence = _("This person stands in row %(row)d for the same learning year already. Delete one of the two rows.")


class RegisteredOtherwise(Refusal):
    """The ledger has it with another day."""

    field = "completed_on"
    sentence = _(
        "Registered already for %(year)d as completed on %(day)s. A registration is corrected by the regulator, not by another table."
    )


class Reversed(Refusal):
    """A regulator reversed it."""

    field = "year"
    sentence = _(
        "The registration for %(year)d was reversed by a regulator; a table cannot bring it back. Ask the regulator."
    )


class ApprovalEnded(Refusal):
    """Completed when the programme was no longer approved."""

    field = "completed_on"
    sentence = _(
        "The approval of the programme was withdrawn on %(day)s. What was completed from then on is not registered."
    )


@dataclass
class _Reading:
    """What is known while the rows of a table are judged."""

    version: ProgrammeVersion
    found: dict[str, int] = field(default_factory=dict)  # number → record
    named: set[tuple[int, str]] = field(default_factory=set)
    known: Mapping[tuple[int, int], Known] = field(default_factory=dict)
    humans: Mapping[int, int] = field(default_factory=dict)  # record → the lowest of those joined with it
    seen: dict[tuple[int | str, int], int] = field(default_factory=dict)  # human or number, and year → row


@transaction.atomic
def check(*, programme: Programme, file: Upload, by: User, at: datetime) -> CompletionSheet:
    """
    Keep what each row of `file` states and would do; nothing is registered, and the file is not kept.

    :raises NotSelfPaced: if the programme is none, or not approved
    :raises SheetTooLarge: and the other refusals of `learning.sheets`, if the table as a whole cannot be taken
    """
    version = programme.current
    if version is None or not version.is_self_paced:
        raise NotSelfPaced(code=programme.code)
    given = take(file, LAYOUT)
    sheet = CompletionSheet.objects.create(
        programme=programme,
        version=version,
        name=given.name,
        digest=given.digest,
        uploaded_by=by,
        uploaded_at=at,
        not_before=at,
        total=len(given.rows),
    )
    rows = _judged(given.rows, sheet, at=at)
    CompletionRow.objects.bulk_create(rows, batch_size=ROWS_AN_INSERT)
    return sheet


@transaction.atomic
def confirm(*, sheet: CompletionSheet, by: User, at: datetime) -> CompletionSheet:
    """
    Let the accepted rows of `sheet` be registered, chunk by chunk.

    :raises AlreadyConfirmed: if somebody was faster
    :raises NothingAccepted: if no row can be registered
    """
    kept = CompletionSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    if kept.state != SheetState.CHECKED:
        raise AlreadyConfirmed
    kept.to_register = kept.rows.filter(outcome=CompletionOutcome.ACCEPTED).count()
    if not kept.to_register:
        raise NothingAccepted
    kept.state, kept.confirmed_by, kept.confirmed_at, kept.not_before = SheetState.APPLYING, by, at, at
    kept.save(update_fields=["to_register", "state", "confirmed_by", "confirmed_at", "not_before"])
    return kept


def known_already(known: Known | None, row: CompletionRow) -> bool:
    """
    Say whether the ledger has the completion that `row` states.

    :raises Reversed: if it was reversed
    :raises RegisteredOtherwise: if it was registered with another day
    """
    if known is None:
        return False
    if not known.is_live:
        raise Reversed(year=row.year)
    if known.completed_on != row.completed_on:
        raise RegisteredOtherwise(year=row.year, day=known.completed_on)
    return True


def require_first(row: CompletionRow, whose: int | str, seen: dict[tuple[int | str, int], int]) -> None:
    """
    Note in `seen` that `row` is about somebody and a year.

    :raises StatedTwice: if a row that was seen is
    """
    assert row.year
    first = seen.setdefault((whose, row.year), row.number)
    if first != row.number:
        raise StatedTwice(row=first)


def refused(row: CompletionRow, refusal: Refusal) -> CompletionRow:
    """Note on `row` what is wrong with it. It is not saved yet."""
    row.outcome, row.number_encrypted = CompletionOutcome.REFUSED, ""
    row.field, row.message = why(refusal)
    return row


def _judged(cells: Iterable[Cells], sheet: CompletionSheet, *, at: datetime) -> list[CompletionRow]:
    reading = _Reading(version=sheet.version)
    rows: list[CompletionRow] = []
    good: list[tuple[CompletionRow, Stated]] = []
    for one in cells:
        row = CompletionRow(
            sheet=sheet,
            number=one.number,
            name=one.plain("name", most=50),
            number_tail=one.plain("number", most=40)[-4:],
        )
        rows.append(row)
        try:
            good.append((row, stated(one, sheet.version, today=timezone.localdate(at))))
        except Refusal as refusal:
            refused(row, refusal)
    _look_up(reading, [one for _row, one in good])
    for row, told in good:
        _judge(row, told, reading)
    return rows


def _look_up(reading: _Reading, good: list[Stated]) -> None:
    reading.found = people.by_numbers({one.document.number for one in good})
    pairs = {(pk, one.name) for one in good if (pk := reading.found.get(one.document.number))}
    reading.named = people.named(pairs)
    records = sorted({pk for pk, _name in pairs})
    reading.humans = {pk: joined[0] for pk, joined in people.joined(records).items()}
    reading.known = known_of(reading.version.programme_id, records)


def _judge(row: CompletionRow, one: Stated, reading: _Reading) -> None:
    row.name, row.number_tail = one.name, one.tail
    row.year, row.completed_on, row.score = one.year, one.completed_on, one.score
    row.person_id = reading.found.get(one.document.number)
    try:
        _require_sound(row, one, reading)
        is_known = row.person_id is not None and known_already(reading.known.get((row.person_id, one.year)), row)
    except Refusal as refusal:
        # Whose record it is stays unsaid where the name does not fit.
        row.person_id = None if isinstance(refusal, NameDiffers) else row.person_id
        refused(row, refusal)
        return
    row.outcome = CompletionOutcome.KNOWN if is_known else CompletionOutcome.ACCEPTED
    if row.person_id is None:
        row.number_encrypted = identity.encrypted(f"{one.document.kind}:{one.document.number}").decode()


def _require_sound(row: CompletionRow, one: Stated, reading: _Reading) -> None:
    if row.person_id is not None and (row.person_id, one.name) not in reading.named:
        raise NameDiffers
    # Two records that are joined are one human: whichever documents are stated, the year counts once.
    whose = one.document.number if row.person_id is None else reading.humans[row.person_id]
    require_first(row, whose, reading.seen)
    programme = reading.version.programme
    if programme.is_withdrawn_on(one.completed_on):
        raise ApprovalEnded(day=programme.withdrawn_on)
