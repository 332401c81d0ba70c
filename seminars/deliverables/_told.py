"""What people are told about what they handed in."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import reminders
from credits.reminders import filling
from seminars import runs
from seminars.deliverables._asking import held
from seminars.models import HandedIn


def returned(row: HandedIn, *, at: datetime) -> None:
    """Tell whoever handed in `row` that the base returned it, and why."""
    run = row.enrolment.run
    due_on = held(run).due_on(run.ends_on)
    facts = {
        **runs.reminder_facts(run),
        "deliverable": held(run).name,
        # Bases mostly decide after that day: then it says nothing.
        "due_on": due_on.isoformat() if due_on >= timezone.localdate(at) else "",
        "reason": row.reason,
        "path": reverse("seminars:hand-in", args=[row.enrolment_id]),
    }
    due = reminders.Due(
        source=RETURNED.code,
        key=f"handed-in:{row.pk}",
        person_id=row.enrolment.person_id,
        anchor=f"run:{run.pk}",
        facts=facts,
    )
    reminders.plan(dues=[due], at=at)


RETURNED = reminders.register(
    reminders.Source(
        code="deliverables.returned",
        label=_("A base returned what somebody handed in"),
        path=lambda _facts: "/learning/",
        placeholders={
            "title": filling.text("title", _("title of the programme")),
            "deliverable": filling.text("deliverable", _("what is asked for")),
            "due_on": filling.day("due_on", _("day by which it is due")),
            "reason": filling.reason(_("reason")),
        },
        sample={
            "title": "数据要素流通与安全治理研修班",
            "deliverable": "结业论文",
            "due_on": "2026-09-30",
            "reason": "缺少案例数据来源，请补充后重新提交。",
        },
    )
)
