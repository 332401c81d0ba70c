"""Registering what was confirmed, chunk by chunk: each is one transaction with its progress in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from credits import certificates, posting
from credits.enums import SheetState
from credits.hours import to_hundredths
from learning.accounts import identity, people
from learning.errors import Refusal
from learning.work import attempt, in_turn
from seminars.completions._certificates import orders
from seminars.completions._checking import known_already, refused, require_first
from seminars.completions._claims import claims_of, known_of
from seminars.enums import CompletionOutcome
from seminars.models import CompletionRow, CompletionSheet


class NotPosted(Refusal):
    """A rule asks for something that no table of completions states."""

    sentence = _(
        "A rule for this person asks for “%(fact)s”, which a table of completions does not state. Tell the regulator; nothing was registered."
    )


class PostedOtherwise(Refusal):
    """Somebody registered it with other facts at the same moment."""

    field = "year"
    sentence = _(
        "Registered already for this learning year with other facts. A registration is corrected by the regulator."
    )


PEOPLE_A_CHUNK = 200
CHUNKS_A_TICK = 20  # then others have their turn
WRITTEN = ("person", "number_encrypted", "outcome", "hours", "field", "message")


def register_due(*, at: datetime) -> int:
    """Register the accepted rows of confirmed tables; return how many chunks were done."""
    due = CompletionSheet.objects.filter(state=SheetState.APPLYING, not_before__lte=at)
    return in_turn(due, partial(_step, at=at), most=CHUNKS_A_TICK)


def _step(pk: int, *, at: datetime) -> bool:
    work = partial(_register, at=at)
    return attempt(CompletionSheet, pk, work, at=at, what="table of completions", state=SheetState.APPLYING)


def _register(sheet: CompletionSheet, *, at: datetime) -> None:
    rows = _chunk(sheet)
    if rows:
        known_now = [row for row in rows if _has_record(row, sheet, at=at)]
        _credit(_still_open(known_now, sheet), sheet, at=at)
        CompletionRow.objects.bulk_update(rows, WRITTEN)
    sheet.done += len(rows)
    if not sheet.rows.filter(outcome=CompletionOutcome.ACCEPTED).exists():
        sheet.state, sheet.finished_at = SheetState.DONE, at
    sheet.rest(at=at)
    sheet.save(update_fields=["done", "state", "finished_at", "attempts", "not_before", "last_error"])


def _chunk(sheet: CompletionSheet) -> Sequence[CompletionRow]:
    """Return the next rows that are about at most so many people: whoever has no record yet is one person a row."""
    waiting = sheet.rows.filter(outcome=CompletionOutcome.ACCEPTED)
    whose = waiting.annotate(whose=Coalesce("person_id", F("pk") * -1))
    chosen = list(whose.order_by("whose").values_list("whose", flat=True).distinct()[:PEOPLE_A_CHUNK])
    return list(whose.filter(whose__in=chosen).order_by("number"))


def _has_record(row: CompletionRow, sheet: CompletionSheet, *, at: datetime) -> bool:
    """Give `row` the record of its person, a new one where there is none; say whether it has one."""
    if row.person_id is not None:
        return True
    kind, _colon, number = identity.decrypted(row.number_encrypted.encode()).partition(":")
    try:
        with transaction.atomic():
            row.person = people.record(
                name=row.name,
                document_kind=kind,
                number=number,
                by=sheet.confirmed_by,
                at=at,
                organisation=sheet.programme.base,
            )
    except Refusal as refusal:
        _refuse(row, refusal)
        return False
    row.number_encrypted = ""
    return True


def _still_open(rows: Sequence[CompletionRow], sheet: CompletionSheet) -> list[CompletionRow]:
    """Return the rows that the ledger does not have: since the dry run another table may have brought them, or records were joined."""
    records = sorted({row.person_id for row in rows if row.person_id})
    # Locked before the ledger is asked: of two tables about one human, by one record or by two, the second sees what the first did.
    who, _heads = posting.locked(records)
    known = known_of(sheet.programme_id, records)
    found: list[CompletionRow] = []
    seen: dict[tuple[int | str, int], int] = {}
    for row in rows:
        assert row.person_id
        assert row.year
        try:
            if known_already(known.get((row.person_id, row.year)), row):
                row.outcome = CompletionOutcome.KNOWN
            else:
                require_first(row, who.of_record[row.person_id], seen)
                found.append(row)
        except Refusal as refusal:
            _refuse(row, refusal)
    return found


def _credit(rows: list[CompletionRow], sheet: CompletionSheet, *, at: datetime) -> None:
    """Post `rows`; those that posting refuses are refused here, all at once, and the others are posted without them."""
    # A table that was only looked at declares nothing: confirming it does.
    assert sheet.confirmed_at
    facts = claims_of(rows, sheet.version, declared_on=timezone.localdate(sheet.confirmed_at))
    while rows:
        try:
            with transaction.atomic():
                receipts = posting.credit(
                    claims=[facts[row.pk] for row in rows],
                    by=sheet.confirmed_by,
                    at=at,
                    origin=f"completions:{sheet.pk}",
                    reason=sheet.name,
                )
                certificates.order(orders=orders(rows, facts, receipts, sheet.version), at=at)
        except posting.RowRefused as refusal:
            rows = _without(rows, {row: NotPosted(fact=fact) for row, fact in refusal.rows.items()})
            continue
        except posting.KeyReused as refusal:
            rows = _without(rows, {int(refusal.facts["row"]) - 1: PostedOtherwise()})
            continue
        for row, receipt in zip(rows, receipts, strict=True):
            is_new = receipt.outcome == "credited"
            row.outcome = CompletionOutcome.CREDITED if is_new else CompletionOutcome.KNOWN
            row.hours = to_hundredths(receipt.hours)
        return


def _without(rows: Sequence[CompletionRow], refusals: Mapping[int, Refusal]) -> list[CompletionRow]:
    """Refuse the rows at these places; return the others."""
    for place, refusal in refusals.items():
        _refuse(rows[place], refusal)
    return [row for place, row in enumerate(rows) if place not in refusals]


def _refuse(row: CompletionRow, refusal: Refusal) -> None:
    # Whoever handed the table in reads what is said.
    with translation.override(row.sheet.uploaded_by.language):
        refused(row, refusal)
