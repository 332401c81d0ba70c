"""What people are told about their enrolment."""

from collections.abc import Sequence
from datetime import datetime

from credits import reminders
from credits.enums import ReminderKind
from seminars import runs
from seminars.models import Enrolment, Run


def decided(run: Run, enrolments: Sequence[Enrolment], *, at: datetime) -> None:
    """Tell each of `enrolments` of `run` what was decided. The rank tells an enrolment from the same one made anew."""
    facts = runs.reminder_facts(run)
    reminders.plan(
        dues=[
            reminders.Due(
                key=f"enrolment:{row.pk}:{row.rank}:{row.state}",
                person_id=row.person_id,
                kind=ReminderKind.ENROLMENT_DECIDED,
                anchor=f"run:{run.pk}",
                facts={**facts, "state": str(row.state), "reason": row.reason},
            )
            for row in enrolments
        ],
        at=at,
    )
