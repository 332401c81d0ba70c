"""What the plan holds."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from learning.accounts.models import Organisation
from seminars.enums import ApplicationState
from seminars.models import Application, PlannedSeminar

TAKEN = (ApplicationState.SUBMITTED, ApplicationState.APPROVED)


def rows(year: int) -> QuerySet[PlannedSeminar]:
    """Return the rows of the plan of a year, by code; those that were taken out as well."""
    return (
        PlannedSeminar.objects.filter(year=year).select_related("base__region", "guidance_item").order_by("code", "pk")
    )


def years() -> list[int]:
    """Return the years that have a plan, the newest first."""
    return list(PlannedSeminar.objects.order_by("-year").values_list("year", flat=True).distinct())


def open_rows(base: Organisation, *, on: date, also: int | None = None) -> QuerySet[PlannedSeminar]:
    """Return the rows of `base` in the plans of this year and the next that no programme has taken yet; and that of key `also`."""
    taken = Application.objects.filter(plan_row=OuterRef("pk"), state__in=TAKEN)
    still = Q(withdrawn_at=None, year__in=(on.year, on.year + 1)) & ~Exists(taken)
    return PlannedSeminar.objects.filter(Q(base=base) & (still | Q(pk=also))).order_by("year", "code", "pk")


def is_taken(row: PlannedSeminar, *, but_for: int) -> bool:
    """Say whether a programme other than the one of key `but_for` was applied for under `row`."""
    return Application.objects.filter(plan_row=row, state__in=TAKEN).exclude(programme=but_for).exists()
