"""What the plan holds."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from credits.hours import to_decimal
from learning import sheets
from learning.accounts.enums import Sector
from learning.accounts.models import Organisation
from seminars.enums import ApplicationState, PlanOutcome
from seminars.models import Application, GuidanceItem, PlannedSeminar, PlanSheet, PlanSheetRow
from seminars.planning._layout import LAYOUT

TAKEN = (ApplicationState.SUBMITTED, ApplicationState.APPROVED)
OPEN = (ApplicationState.DRAFT, ApplicationState.RETURNED, *TAKEN)


def rows(year: int) -> QuerySet[PlannedSeminar]:
    """Return the rows of the plan of a year, by code, with what was applied for under each; those that were taken out as well."""
    newest = Application.objects.filter(plan_row=OuterRef("pk"), state__in=OPEN).order_by("-pk")
    return (
        PlannedSeminar.objects.filter(year=year)
        .select_related("base", "guidance_item")
        .annotate(
            applied=Subquery(newest.values("state")[:1]),
            application=Subquery(newest.values("pk")[:1]),
            programme=Subquery(newest.values("programme")[:1]),
        )
        .order_by("code", "pk")
    )


def years() -> list[int]:
    """Return the years that have a plan, the newest first."""
    return list(PlannedSeminar.objects.order_by("-year").values_list("year", flat=True).distinct())


def open_rows(base: Organisation, *, on: date, also: int | None = None) -> QuerySet[PlannedSeminar]:
    """Return the rows of `base` in the plans of this year and the next that no programme has taken yet; and that of key `also`."""
    taken = Application.objects.filter(plan_row=OuterRef("pk"), state__in=TAKEN)
    # What the plan says later does not concern that day.
    still = Q(withdrawn_at=None, year__in=(on.year, on.year + 1), changed_at__date__lte=on) & ~Exists(taken)
    return PlannedSeminar.objects.filter(Q(base=base) & (still | Q(pk=also))).order_by("year", "code", "pk")


def locked(row: PlannedSeminar) -> PlannedSeminar:
    """Return `row` as it stands now; until the transaction ends no sheet changes it, and nobody else hands in under it."""
    return PlannedSeminar.objects.select_for_update(no_key=True).get(pk=row.pk)


def is_taken(row: PlannedSeminar, *, but_for: int) -> bool:
    """Say whether a programme other than the one of key `but_for` was applied for under `row`."""
    return Application.objects.filter(plan_row=row, state__in=TAKEN).exclude(programme=but_for).exists()


def taken_by(plan: Iterable[PlannedSeminar]) -> dict[int, str]:
    """Return the title of what was applied for under each row of `plan` that is taken."""
    applied = Application.objects.filter(plan_row__in=[row.pk for row in plan], state__in=TAKEN).order_by("pk")
    return {row: title for row, title in applied.values_list("plan_row", "title") if row is not None}


def sheets_of(year: int) -> QuerySet[PlanSheet]:
    """Return the sheets that were handed in for a year, the newest first."""
    return PlanSheet.objects.filter(year=year).select_related("uploaded_by", "office").order_by("-pk")


def counts(sheet: PlanSheet) -> dict[str, int]:
    """Return how many rows of `sheet` would do what."""
    found = sheet.rows.order_by().values_list("outcome").annotate(Count("pk"))
    return {**dict.fromkeys(PlanOutcome.values, 0), **dict(found)}


def rows_of(sheet: PlanSheet, *, outcome: str = "") -> list[PlanSheetRow]:
    """Return the rows of `sheet`, those of one outcome or all, in its order; what vanished comes last."""
    found = sheet.rows.order_by("pk")
    return list(found.filter(outcome=outcome) if outcome in PlanOutcome.values else found)


def names_in(given: Collection[PlanSheetRow]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the names of the bases and of the guidance items that rows mention, by key."""
    values = [facts for row in given for facts in (row.facts, row.before)]
    bases = {facts["base_id"] for facts in values if "base_id" in facts}
    items = {facts["guidance_item_id"] for facts in values if "guidance_item_id" in facts}
    return (
        dict(Organisation.objects.filter(pk__in=bases).order_by("pk").values_list("pk", "name")),
        {row.pk: str(row) for row in GuidanceItem.objects.filter(pk__in=items).order_by("pk")},
    )


def template(year: int, *, kind: str) -> bytes:
    """Return a sheet to begin with: the plan of the year as it stands, or a row that shows how."""
    found = [_line(row) for row in rows(year).filter(withdrawn_at=None)]
    return sheets.template(LAYOUT, found or [EXAMPLE], kind)


EXAMPLE: dict[str, Any] = {
    "code": "001",
    "title": "（示例，请删除本行）智能制造系统集成高级研修班",
    "base": "请填写基地全称",
    "sector": "工业和信息化",
    "guidance_item": "A01",
    "month": "5",
    "hours": "36",
    "places": "70",
}


def _line(row: PlannedSeminar) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "base": row.base.name,
        "sector": Sector(row.sector).label,
        "guidance_item": row.guidance_item.code,
        "month": row.month,
        "hours": f"{to_decimal(row.hours).normalize():f}",
        "places": row.places,
        "host": row.host,
    }
