"""What the enrolled of a run are told when it changes."""

from datetime import datetime

from credits import reminders
from credits.enums import ReminderKind
from seminars.enums import HELD
from seminars.models import FiledChange, Run
from seminars.runs._queries import reminder_facts


def changed(change: FiledChange, *, at: datetime) -> None:
    """Tell everybody enrolled that a session changed."""
    session = change.session
    facts = {
        "session": session.title,
        "before": change.before,
        "after": change.after,
        "reason": change.reason,
        "is_cancelled": False,
    }
    _tell(session.run, key=f"change:{change.pk}", facts=facts, at=at)


def cancelled(run: Run, *, at: datetime) -> None:
    """Tell everybody enrolled that the run does not take place."""
    _tell(run, key=f"run:{run.pk}:cancelled", facts={"reason": run.cancelled_reason, "is_cancelled": True}, at=at)


def _tell(run: Run, *, key: str, facts: dict[str, object], at: datetime) -> None:
    everybody = (
        run.enrolments.filter(state__in=HELD).order_by("person_id").values_list("person_id", flat=True).distinct()
    )
    reminders.plan(
        dues=[
            reminders.Due(
                key=f"{key}:{person}",
                person_id=person,
                kind=ReminderKind.RUN_CHANGED,
                anchor=f"run:{run.pk}",
                facts={**reminder_facts(run), **facts},
            )
            for person in everybody
        ],
        at=at,
    )
