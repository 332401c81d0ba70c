"""Which row of the yearly plan an advanced seminar carries out."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal
from seminars import planning
from seminars.enums import ProgrammeKind
from seminars.models import Application, PlannedSeminar


class PlanRowMissing(Refusal):
    """The base stands in the plan, and the application says nothing of it."""

    sentence = _("The yearly plan names your base. Choose the row of the plan that this seminar carries out.")
    field = "plan_row"


class PlanRowOfOthers(Refusal):
    """The row is another base's, or no longer in the plan."""

    sentence = _("“%(row)s” is not, or no longer, in the plan of your base. Choose another row.")
    field = "plan_row"


class PlanRowTaken(Refusal):
    """Another programme carries out that row."""

    sentence = _("Another programme of your base was applied for under “%(row)s”. Choose another row.")
    field = "plan_row"


def require_plan(application: Application, *, today: date) -> None:
    """
    Do nothing if `application` names a row of the plan where it has to, and one that it may; that row stays locked.

    :raises PlanRowMissing, PlanRowOfOthers, PlanRowTaken: if it does not
    """
    base, row = application.programme.base, application.plan_row
    if application.kind != ProgrammeKind.ADVANCED_SEMINAR:
        application.plan_row = None
    elif row is None:
        # An amendment of a seminar that was approved before there was a plan needs none.
        if application.programme.current_id is None and planning.open_rows(base, on=today).exists():
            raise PlanRowMissing
    else:
        _require_free(planning.locked(row), application)


def _require_free(row: PlannedSeminar, application: Application) -> None:
    if row.base_id != application.programme.base_id or row.withdrawn_at is not None:
        raise PlanRowOfOthers(row=row)
    if planning.is_taken(row, but_for=application.programme_id):
        raise PlanRowTaken(row=row)
