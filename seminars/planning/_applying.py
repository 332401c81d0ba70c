"""Applying a sheet: all of it at once, or nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.errors import Refusal
from seminars.enums import PlanOutcome, PlanSheetState
from seminars.models import PlannedSeminar, PlanSheet, PlanSheetRow
from seminars.planning._checking import COLUMNS, digest_of
from seminars.planning._queries import taken_by

CHANGING = (PlanOutcome.NEW, PlanOutcome.CHANGED, PlanOutcome.VANISHED)


class AlreadyApplied(Refusal):
    """Somebody was faster."""

    sentence = _("This sheet was applied already. Nothing was done twice.")


class NothingToApply(Refusal):
    """The plan is as the sheet says."""

    sentence = _("The sheet changes nothing: the plan is as it says, or all of its rows are refused.")


class PlanMoved(Refusal):
    """What the sheet was compared with is no longer so."""

    sentence = _(
        "The plan has changed since this sheet was checked. Hand the sheet in again to see what it would change now."
    )


class AppliedMeanwhile(Refusal):
    """A base was faster than the sheet that moves its row, or takes it out."""

    sentence = _(
        "A programme was applied for under “%(row)s” since this sheet was checked. Hand the sheet in again to see what it would change now."
    )


@transaction.atomic
def apply(*, sheet: PlanSheet, by: User, at: datetime) -> PlanSheet:
    """
    Let the plan be as `sheet` says: new rows, changed rows, and those it leaves out taken out; refused rows change nothing.

    :raises AlreadyApplied: if somebody was faster
    :raises PlanMoved: if the plan is no longer the one that the sheet was compared with
    :raises AppliedMeanwhile: if a base has applied under a row that the sheet gives to another one, or takes out without saying so
    :raises NothingToApply: if it changes nothing
    """
    _lock(sheet.year)
    kept = PlanSheet.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    if kept.state != PlanSheetState.CHECKED:
        raise AlreadyApplied
    plan = {row.code: row for row in _locked(kept.year)}
    if digest_of(plan.values()) != kept.basis:
        raise PlanMoved
    changing = list(kept.rows.filter(outcome__in=CHANGING).order_by("pk"))
    if not changing:
        raise NothingToApply
    _require_as_told(changing, plan)
    _write([_changed(row, plan.get(row.code) or PlannedSeminar(year=kept.year, code=row.code), at) for row in changing])
    kept.state, kept.applied_by, kept.applied_at = PlanSheetState.APPLIED, by, at
    kept.save(update_fields=["state", "applied_by", "applied_at"])
    return kept


def _locked(year: int) -> Iterable[PlannedSeminar]:
    # Whoever hands in an application locks its row as well: what is taken now stays what is taken until all is written.
    return PlannedSeminar.objects.filter(year=year).order_by("pk").select_for_update(no_key=True)


def _require_as_told(changing: Iterable[PlanSheetRow], plan: Mapping[str, PlannedSeminar]) -> None:
    taken = taken_by(plan.values())
    for row in changing:
        planned = plan.get(row.code)
        if planned is None or planned.pk not in taken:
            continue
        is_moved = row.facts.get("base_id", planned.base_id) != planned.base_id
        if is_moved or (row.outcome == PlanOutcome.VANISHED and not row.message):
            raise AppliedMeanwhile(row=planned)


def _changed(row: PlanSheetRow, planned: PlannedSeminar, at: datetime) -> PlannedSeminar:
    for name, value in row.facts.items():
        setattr(planned, name, value)
    planned.withdrawn_at = at if row.outcome == PlanOutcome.VANISHED else None
    planned.changed_at = at
    return planned


def _write(rows: list[PlannedSeminar]) -> None:
    PlannedSeminar.objects.bulk_create([row for row in rows if row.pk is None])
    PlannedSeminar.objects.bulk_update(
        [row for row in rows if row.pk is not None], [*COLUMNS, "withdrawn_at", "changed_at"]
    )


def _lock(year: int) -> None:
    # Two sheets of one year wait for each other, also where the plan has no row yet that could be locked.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('plan of ' || %s, 0))", [str(year)])
