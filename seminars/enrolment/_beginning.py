"""A run begins soon: everybody admitted is told when, where and what to bring."""

import json
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits import reminders
from credits.reminders import filling
from learning.tags import day_and_time
from seminars import runs
from seminars.enums import EnrolmentState, Mode, RunState
from seminars.models import Enrolment, Run


def _dues(span: reminders.Span) -> reminders.Query:
    begin = Run.objects.filter(state=RunState.OPEN, starts_on__gt=span.first, starts_on__lte=span.last)
    rows = begin.select_related("version").annotate(first_at=Min("sessions__starts_at")).order_by("pk")
    stated = [{"run": run.pk, "begins": run.starts_on.isoformat(), "facts": _facts(run)} for run in rows]
    return reminders.Query(
        # The day is in the key: a run that was put off is announced again.
        sql=(
            "SELECT DISTINCT given.run || ':' || given.begins || ':' || held.person_id AS key, held.person_id, "  # noqa: S608  (constants)
            "'run:' || given.run AS anchor, given.begins AS on_day, ARRAY[]::text[] AS flags, given.facts "
            "FROM json_to_recordset(%s::json) AS given(run bigint, begins date, facts jsonb) "
            f"JOIN {Enrolment._meta.db_table} AS held ON held.run_id = given.run WHERE held.state = %s"
        ),
        values=[json.dumps(stated, ensure_ascii=False), EnrolmentState.ADMITTED],
    )


def _facts(run: Run) -> dict[str, Any]:
    first_at = vars(run)["first_at"]
    return {
        **runs.reminder_facts(run),
        "mode": run.mode,
        "starts_at": first_at.isoformat() if first_at else "",
        "board": run.board,
        "contact": " ".join(filter(None, (run.contact, run.telephone))),
    }


def _bring(facts: reminders.Facts) -> str:
    """Say what to bring; to a screen nothing is brought."""
    return _("identity document, paper and pen") if facts.get("mode") == Mode.ON_SITE else ""


BEGINNING = reminders.register(
    reminders.Source(
        code="runs.beginning",
        label=gettext_lazy("A run begins, for everybody admitted"),
        has_day=True,
        dues=_dues,
        path=lambda _facts: "/learning/",
        facts=frozenset({"title", "starts_on"}),
        placeholders={
            "title": filling.text("title", gettext_lazy("title of the programme")),
            "day": filling.day("starts_on", gettext_lazy("first day of the run")),
            "when": filling.when(gettext_lazy("how far away that is")),
            "place": filling.text("place", gettext_lazy("place")),
            "starts_at": filling.words(
                gettext_lazy("when the first session begins"),
                lambda facts: day_and_time(facts["starts_at"]) if facts.get("starts_at") else "",
            ),
            "bring": filling.words(gettext_lazy("what to bring"), _bring),
            "board": filling.text("board", gettext_lazy("board and lodging")),
            "contact": filling.text("contact", gettext_lazy("contact and telephone")),
        },
        sample={
            "title": "数据要素流通与安全治理研修班", "starts_on": "2026-09-21", "place": "南京市玄武区北京西路70号", "days_left": 7,
            "mode": "on_site", "starts_at": "2026-09-21T01:00:00+00:00", "board": "食宿统一安排，费用自理", "contact": "李老师 025-83236000",
        },
    )
)  # fmt: skip
