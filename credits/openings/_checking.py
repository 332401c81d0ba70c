"""The dry run: what each row of a sheet would do. And the word that lets it be done."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import posting
from credits.enums import OpeningOutcome, SheetState
from credits.hours import to_decimal, to_hundredths
from credits.models import OpeningRow, OpeningSheet
from credits.models.rows import insert
from credits.openings._columns import LAYOUT
from credits.openings._finding import known_names, persons_of
from credits.openings._stating import Stated, stated
from learning.accounts import access
from learning.accounts.models import Organisation, User
from learning.errors import Refusal
from learning.sheets import Cells, Upload, take, why

# Provincial and city offices bring hours of earlier systems along; a county hands its sheet to its city.
DEEPEST = 2
OUTCOMES = {
    posting.Outcome.NEW: OpeningOutcome.ACCEPTED,
    posting.Outcome.OPENED: OpeningOutcome.OPENED,
    posting.Outcome.KNOWN: OpeningOutcome.KNOWN,
    posting.Outcome.REFUSED: OpeningOutcome.REFUSED,
}
DOES_NOT_COUNT = _(
    "This rulebook takes no hours over from earlier cycles: the cycle becomes known, the hours do not count in it."
)


class NobodyOfYours(Refusal):
    """No record, another name, or another region: which of them is nobody's business."""

    field = "number"
    sentence = _(
        "Among the people of your region nobody bears this number and this name. Compare both with the document; a record is made by a base or in the register."
    )


class AlreadyConfirmed(Refusal):
    """Somebody was faster."""

    sentence = _("This sheet is being registered already. Nothing was done twice.")


class NothingAccepted(Refusal):
    """There is nothing to do."""

    sentence = _("No row of this sheet can be registered. Mend the rows that are refused and hand the sheet in again.")


def office_of(*, user: access.AnyUser, on: date) -> Organisation:
    """Return the office for which `user` brings hours along, the widest one; 404 where there is none."""
    office = _offices(user, on).order_by("region__depth", "pk").first()
    if office is None:
        raise Http404
    return office


def may_open(*, user: access.AnyUser, on: date) -> bool:
    """Say whether `user` brings hours along for an office."""
    return _offices(user, on).exists()


@transaction.atomic
def check(*, file: Upload, by: User, office: Organisation, at: datetime) -> OpeningSheet:
    """
    Keep what each row of `file` states and would do; nothing is registered, and the file is not kept.

    :raises SheetTooLarge: and the other refusals of `learning.sheets`, if the sheet as a whole cannot be taken
    """
    given = take(file, LAYOUT)
    rows = _checked(given.rows, by=by, on=timezone.localdate(at))
    sheet = OpeningSheet.objects.create(
        name=given.name,
        digest=given.digest,
        office=office,
        uploaded_by=by,
        uploaded_at=at,
        not_before=at,
        total=len(rows),
    )
    insert(OpeningRow, [{"sheet_id": sheet.pk, **row} for row in rows])
    return sheet


@transaction.atomic
def confirm(*, sheet: OpeningSheet, by: User, at: datetime) -> OpeningSheet:
    """
    Let the accepted rows of `sheet` be registered, chunk by chunk.

    :raises AlreadyConfirmed: if somebody was faster
    :raises NothingAccepted: if no row can be registered
    """
    kept = OpeningSheet.objects.select_for_update().get(pk=sheet.pk)
    if kept.state != SheetState.CHECKED:
        raise AlreadyConfirmed
    kept.to_register = kept.rows.filter(outcome=OpeningOutcome.ACCEPTED).count()
    if not kept.to_register:
        raise NothingAccepted
    kept.state, kept.confirmed_by, kept.confirmed_at, kept.not_before = SheetState.APPLYING, by, at, at
    kept.save(update_fields=["to_register", "state", "confirmed_by", "confirmed_at", "not_before"])
    return kept


def opening_of(row: Any) -> posting.Opening:
    """Return what a kept row asks to be registered."""
    return posting.Opening(
        person_id=row.person_id,
        family=row.family,
        year=row.year,
        source=row.source,
        category=row.category,
        carried_in=_decimal(row.carried_in),
        shortfall=_decimal(row.shortfall),
    )


def outcome_of(verdict: posting.Verdict) -> dict[str, Any]:
    """Return the columns of a row that say what became of it."""
    field, message = why(verdict.refusal) if verdict.refusal else ("", "" if verdict.counts else str(DOES_NOT_COUNT))
    return {"outcome": OUTCOMES[verdict.outcome], "field": field, "message": message}


def _checked(raws: Sequence[Cells], *, by: User, on: date) -> list[dict[str, Any]]:
    """Return the rows to be kept, in the order of the sheet."""
    known = known_names()
    found: dict[int, dict[str, Any]] = {}
    good: list[Stated] = []
    for raw in raws:
        try:
            good.append(stated(raw, known))
        except Refusal as refusal:
            found[raw.number] = _refused(raw, refusal)
    persons = persons_of(good, by=by, on=on)
    for one in good:
        if one.number not in persons:
            found[one.number] = {**_columns(one, None), **_why(NobodyOfYours())}
    ours = [one for one in good if one.number in persons]
    rows = [_columns(one, persons[one.number]) for one in ours]
    verdicts = posting.judge_openings([opening_of(_Row(row)) for row in rows]) if rows else []
    for row, verdict in zip(rows, verdicts, strict=True):
        found[row["number"]] = {**row, **outcome_of(verdict)}
    return [found[number] for number in sorted(found)]


def _offices(user: access.AnyUser, on: date) -> QuerySet[Organisation]:
    return access.regulators_of(user, on, roles=access.DECIDING_ROLES).filter(region__depth__lte=DEEPEST)


class _Row:
    """The columns of a row that is not kept yet, by their names."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self.__dict__.update(columns)


def _columns(one: Stated, person: int | None) -> dict[str, Any]:
    return {
        "number": one.number,
        "person_id": person,
        "name": one.name,
        "number_tail": one.tail,
        "family": one.family,
        "year": one.year,
        "category": one.category,
        "carried_in": _hundredths(one.carried_in),
        "shortfall": _hundredths(one.shortfall),
        "source": one.source,
    }


def _refused(raw: Cells, refusal: Refusal) -> dict[str, Any]:
    return {
        "number": raw.number,
        "person_id": None,
        "name": raw.plain("name", most=50),
        "number_tail": raw.plain("number", most=40)[-4:],
        "family": "",
        "year": None,
        "category": "",
        "carried_in": None,
        "shortfall": None,
        "source": raw.plain("source", most=200),
        **_why(refusal),
    }


def _why(refusal: Refusal) -> dict[str, Any]:
    field, message = why(refusal)
    return {"outcome": OpeningOutcome.REFUSED, "field": field, "message": message}


def _hundredths(amount: Decimal | None) -> int | None:
    return None if amount is None else to_hundredths(amount)


def _decimal(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else to_decimal(hundredths)
