"""What people are told about their enrolment."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy

from credits import reminders
from credits.reminders import filling
from seminars import runs
from seminars.enums import EnrolmentState
from seminars.models import Enrolment, Run

_FLAGS = {
    EnrolmentState.APPLIED: "received",
    EnrolmentState.ADMITTED: "admitted",
    EnrolmentState.WAITING: "waiting",
    EnrolmentState.REFUSED: "refused",
    EnrolmentState.WITHDRAWN: "cancelled",
}


def decided(run: Run, enrolments: Sequence[Enrolment], *, at: datetime, promoted: bool = False) -> None:
    """Tell each of `enrolments` of `run` what was decided. The rank tells an enrolment from the same one made anew."""
    facts = runs.reminder_facts(run)
    reminders.plan(
        dues=[
            reminders.Due(
                source=DECIDED.code,
                key=f"enrolment:{row.pk}:{row.rank}:{row.state}",
                person_id=row.person_id,
                anchor=f"run:{run.pk}",
                facts={**facts, "state": str(row.state), "reason": row.reason},
                flags=frozenset({"promoted" if promoted else _FLAGS[EnrolmentState(row.state)]}),
            )
            for row in enrolments
        ],
        at=at,
    )


DECIDED = reminders.register(
    reminders.Source(
        code="enrolment.decided",
        label=gettext_lazy("An enrolment is received or decided"),
        path=lambda _facts: "/learning/",
        facts=frozenset({"title", "state", "starts_on"}),
        flags={
            "received": gettext_lazy("received, not decided yet"),
            "admitted": gettext_lazy("admitted"),
            "promoted": gettext_lazy("admitted from the waiting list"),
            "waiting": gettext_lazy("on the waiting list"),
            "refused": gettext_lazy("not admitted"),
            "cancelled": gettext_lazy("withdrawn"),
        },
        placeholders={
            "title": filling.text("title", gettext_lazy("title of the programme")),
            "day": filling.day("starts_on", gettext_lazy("first day of the run")),
            "place": filling.text("place", gettext_lazy("place")),
            "reason": filling.reason(gettext_lazy("reason")),
        },
        sample={
            "title": "数据要素流通与安全治理研修班", "starts_on": "2026-09-21", "place": "南京市玄武区北京西路70号", "reason": "名额已满",
            "state": "ADMITTED",
        },
    )
)  # fmt: skip
