"""What the sweeps of a running system would do within their first minutes, done before the filling says that it is done."""

from cms import search
from cms.management.province.filling._plan import Plan
from credits import reminders, standing


def sweep(plan: Plan) -> None:
    """Open and refresh standings, plan reminders, bring the search up to date. Certificates are left to the worker."""
    for due in (standing.open_due, standing.refresh_due, search.refresh_due):
        while due(at=plan.begun_at):
            pass
    reminders.plan_cycle_ends(at=plan.begun_at)
