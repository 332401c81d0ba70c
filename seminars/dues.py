"""
Dues: what bases, and the people in their runs, are reminded of. Sources that a sweep asks; those told when something happens stand in their slices.

A closing file is due within ten working days after the run's last day, by the official calendar.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from credits import reminders
from credits.reminders import filling
from learning.accounts.enums import Role
from learning.workdays import working_days_after
from seminars import attendance, corrections, deliverables, enrolment, runs  # noqa: F401  (their sources are told of at once)
from seminars.enums import ApplicationState, RunState
from seminars.models import ApplicationDecision, Recognition, Run

CLOSE_WITHIN = 10  # working days
# A run that nobody closed for a year is a matter for the overview, not for reminders.
_NO_LONGER = timedelta(days=366)
_STAFF = (Role.BASE_MANAGER, Role.BASE_STAFF)
_FLAGS = {
    ApplicationState.APPROVED: "approved",
    ApplicationState.RETURNED: "returned",
    ApplicationState.REFUSED: "refused",
}


def closing_due_on(run: Run) -> date:
    """Return the day by which the closing file of `run` is due."""
    return working_days_after(run.ends_on, count=CLOSE_WITHIN)


def _to_close(span: reminders.Span) -> Sequence[reminders.Due]:
    over = Run.objects.filter(state=RunState.OPEN, ends_on__lt=span.last, ends_on__gt=span.first - _NO_LONGER)
    silent = Count("sessions", filter=Q(sessions__confirmed_at=None))
    rows = over.select_related("version", "programme").annotate(silent=silent).order_by("pk")
    due = [(run, closing_due_on(run)) for run in rows]
    return list(_of_runs([(run, on) for run, on in due if span.first <= on <= span.last], span))


def _of_runs(due: Sequence[tuple[Run, date]], span: reminders.Span) -> Iterator[reminders.Due]:
    staff = _staff((run.programme.base_id for run, _on in due), span)
    for run, on in due:
        for who in staff.get(run.programme.base_id, ()):
            yield _due(
                CLOSING,
                who,
                key=f"{run.pk}:{on}",
                anchor=f"run:{run.pk}",
                on=on,
                facts={
                    "title": run.version.title,
                    "number": run.number,
                    "ends_on": run.ends_on.isoformat(),
                    "due_on": on.isoformat(),
                    "open_sessions": vars(run)["silent"] or "",
                    "path": reverse("seminars:run-closing", args=[run.pk]),
                },
            )


def _recognitions(span: reminders.Span) -> Sequence[reminders.Due]:
    """Return the recognitions that end in a span and that no other one goes on from."""
    ending = Recognition.objects.filter(
        ends_before__gt=span.first, ends_before__lte=span.last + timedelta(days=1)
    ).select_related("base")
    goes_on = Recognition.objects.filter(Q(ends_before=None) | Q(ends_before__gt=F("since"))).values_list(
        "base", "since"
    )
    followed = set(goes_on.filter(since__gt=span.first - _NO_LONGER))
    rows = [row for row in ending.order_by("pk") if (row.base_id, row.ends_before) not in followed]
    staff = _staff((row.base_id for row in rows), span, roles=(Role.BASE_MANAGER,))
    return [
        _due(
            RECOGNITION,
            who,
            key=f"{row.pk}",
            anchor=f"recognition:{row.pk}",
            on=_last_day(row),
            facts={"base": row.base.name, "number": row.number, "ends_on": _last_day(row).isoformat()},
        )
        for row in rows
        for who in staff.get(row.base_id, ())
    ]


def _last_day(row: Recognition) -> date:
    assert row.ends_before
    return row.ends_before - timedelta(days=1)


def _applications(span: reminders.Span) -> Sequence[reminders.Due]:
    """Return the decisions of the last days, for whoever runs the base that asked."""
    rows = list(_decisions(span))
    staff = _staff((row.application.programme.base_id for row in rows), span, roles=(Role.BASE_MANAGER,))
    return [
        _due(
            APPLICATION,
            who,
            key=f"{row.pk}",
            anchor=f"application:{row.application_id}",
            flags=frozenset({_FLAGS[ApplicationState(row.state)]}),
            facts=_of_decision(row),
        )
        for row in rows
        for who in staff.get(row.application.programme.base_id, ())
    ]


def _decisions(span: reminders.Span) -> QuerySet[ApplicationDecision]:
    lately = ApplicationDecision.objects.filter(state__in=_FLAGS, decided_at__gt=span.since)
    return lately.select_related("application__programme", "application__version", "organisation").order_by("pk")


def _of_decision(row: ApplicationDecision) -> dict[str, Any]:
    version = getattr(row.application, "version", None)
    return {
        "title": row.application.title,
        "number": version.approval_number if version else "",
        "reason": row.reason,
        "office": row.organisation.name,
        "path": reverse("seminars:application", args=[row.application_id]),
    }


def _deliverables(span: reminders.Span) -> Sequence[reminders.Due]:
    """Return who has still to hand in what is due in a span: nothing was, or the base returned it. An extension is another day, told anew."""
    return [
        reminders.Due(
            source=DELIVERABLE.code,
            key=f"{row.pk}:{vars(row)['due_on']}",
            person_id=row.person_id,
            anchor=f"run:{row.run_id}",
            on=vars(row)["due_on"],
            facts={
                "title": row.run.version.title,
                "deliverable": deliverables.held(row.run).name,
                "due_on": vars(row)["due_on"].isoformat(),
                "path": reverse("seminars:hand-in", args=[row.pk]),
            },
        )
        for row in deliverables.due_between(span.first, span.last)
    ]


def _staff(
    base_ids: Iterable[int], span: reminders.Span, *, roles: Sequence[str] = _STAFF
) -> dict[int, list[reminders.Recipient]]:
    return reminders.holders(base_ids, roles=roles, on=timezone.localdate(span.at))


def _due(source: reminders.Source, who: reminders.Recipient, *, key: str, **stated: Any) -> reminders.Due:
    return reminders.Due(
        source=source.code, key=f"{key}:{who.key}", person_id=who.person_id, user_id=who.user_id, **stated
    )


_TITLE = filling.text("title", _("title of the programme"))
CLOSING = reminders.register(
    reminders.Source(
        code="closing.open",
        label=_("A run is over and not closed: ten working days after it its closing file is due"),
        has_day=True,
        is_daily=True,
        dues=_to_close,
        path=lambda _facts: "/today/",
        placeholders={
            "title": _TITLE,
            "number": filling.count("number", _("number of the run")),
            "ends_on": filling.day("ends_on", _("last day of the run")),
            "due_on": filling.day("due_on", _("day by which the closing file is due")),
            "when": filling.when(_("how far away that is")),
            "open_sessions": filling.text("open_sessions", _("how many sessions are to be confirmed, if any")),
        },
        sample={
            "title": "数据要素流通与安全治理研修班", "number": 2, "ends_on": "2026-09-16", "due_on": "2026-09-30", "open_sessions": 2, "days_left": 3,
        },
    )
)  # fmt: skip
RECOGNITION = reminders.register(
    reminders.Source(
        code="recognitions.expire",
        label=_("The recognition of a base ends, and no other one goes on from it"),
        has_day=True,
        is_daily=True,
        dues=_recognitions,
        path=lambda _facts: "/base/",
        placeholders={
            "base": filling.text("base", _("name of the base")),
            "number": filling.text("number", _("number of the notice")),
            "ends_on": filling.day("ends_on", _("last day on which it holds")),
            "when": filling.when(_("how far away that is")),
        },
        sample={
            "base": "江苏省数字经济继续教育基地",
            "number": "苏人社函〔2021〕33号",
            "ends_on": "2026-12-31",
            "days_left": 60,
        },
    )
)
APPLICATION = reminders.register(
    reminders.Source(
        code="applications.decided",
        label=_("An application of a base is decided"),
        dues=_applications,
        path=lambda _facts: "/base/",
        flags={"approved": _("approved"), "returned": _("returned"), "refused": _("refused")},
        placeholders={
            "title": _TITLE,
            "number": filling.text("number", _("approval number")),
            "reason": filling.reason(_("reason")),
            "office": filling.text("office", _("who decided")),
        },
        sample={
            "title": "数据要素流通与安全治理研修班", "number": "苏人社继教〔2026〕12号", "reason": "缺少师资说明", "office": "江苏省人力资源和社会保障厅",
        },
    )
)  # fmt: skip
DELIVERABLE = reminders.register(
    reminders.Source(
        code="deliverables.due",
        label=_("What a programme asks to be handed in is due"),
        has_day=True,
        is_daily=True,
        dues=_deliverables,
        path=lambda _facts: "/learning/",
        placeholders={
            "title": _TITLE,
            "deliverable": filling.text("deliverable", _("what is asked for")),
            "due_on": filling.day("due_on", _("day by which it is due")),
            "when": filling.when(_("how far away that is")),
        },
        sample={
            "title": "数据要素流通与安全治理研修班",
            "deliverable": "结业论文",
            "due_on": "2026-09-30",
            "days_left": 7,
        },
    )
)
