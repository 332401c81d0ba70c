"""What the enrolled of a run are told when it changes."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits import reminders
from credits.reminders import filling
from learning.tags import day_and_time
from seminars.enums import HELD
from seminars.models import FiledChange, Run
from seminars.runs._queries import reminder_facts

# Of what may change, the moments that somebody has to keep.
_MOMENTS = ("starts_at", "ends_at")


def changed(change: FiledChange, *, at: datetime) -> None:
    """Tell everybody enrolled that a session changed."""
    session = change.session
    facts = {"session": session.title, "before": change.before, "after": change.after, "reason": change.reason}
    _tell(
        session.run,
        source=CHANGED,
        key=f"change:{change.pk}",
        facts=facts,
        flags=frozenset({"time_or_place"}),
        at=at,
    )


def cancelled(run: Run, *, at: datetime) -> None:
    """Tell everybody enrolled that the run does not take place."""
    _tell(run, source=CANCELLED, key=f"run:{run.pk}:cancelled", facts={"reason": run.cancelled_reason}, at=at)


def _tell(
    run: Run,
    *,
    source: reminders.Source,
    key: str,
    facts: dict[str, object],
    at: datetime,
    flags: frozenset[str] = frozenset(),
) -> None:
    everybody = (
        run.enrolments.filter(state__in=HELD).order_by("person_id").values_list("person_id", flat=True).distinct()
    )
    about = reminder_facts(run)
    reminders.plan(
        dues=[
            reminders.Due(
                source=source.code,
                key=f"{key}:{person}",
                person_id=person,
                anchor=f"run:{run.pk}",
                facts={**about, **facts},
                flags=flags,
            )
            for person in everybody
        ],
        at=at,
    )


def _changes(facts: Mapping[str, object]) -> str:
    """Say what moved, one sentence a line, and only that."""
    before, after = facts.get("before") or {}, facts.get("after") or {}
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    labels = {
        "starts_at": _("Begins: %(value)s."),
        "ends_at": _("Ends: %(value)s."),
        "room": _("Room: %(value)s."),
        "teacher": _("Teacher: %(value)s."),
        "minutes": _("Minutes present: %(value)s."),
    }
    moved = [name for name in labels if after.get(name) and after[name] != before.get(name)]
    said = {name: day_and_time(after[name]) if name in _MOMENTS else after[name] for name in moved}
    return "\n".join(labels[name] % {"value": said[name]} for name in moved)


TITLE = filling.text("title", gettext_lazy("title of the programme"))
_SAMPLE = {
    "title": "数据要素流通与安全治理研修班",
    "number": 2,
    "starts_on": "2026-09-21",
    "place": "南京市玄武区北京西路70号",
}
CANCELLED = reminders.register(
    reminders.Source(
        code="runs.cancelled",
        label=gettext_lazy("A run does not take place"),
        path=lambda _facts: "/learning/",
        facts=frozenset({"title", "reason"}),
        placeholders={
            "title": TITLE,
            "day": filling.day("starts_on", gettext_lazy("first day of the run")),
            "reason": filling.reason(gettext_lazy("reason")),
        },
        sample={**_SAMPLE, "reason": "报名人数不足"},
    )
)
CHANGED = reminders.register(
    reminders.Source(
        code="sessions.changed",
        label=gettext_lazy("A session has changed, or minutes of presence were corrected"),
        path=lambda _facts: "/learning/",
        facts=frozenset({"title", "session", "before", "after"}),
        flags={
            "time_or_place": gettext_lazy("time, room or teacher"),
            "attendance": gettext_lazy("minutes of presence"),
        },
        placeholders={
            "title": TITLE,
            "session": filling.text("session", gettext_lazy("title of the session")),
            "changes": filling.words(gettext_lazy("what changed, one sentence a line"), _changes),
            "reason": filling.reason(gettext_lazy("reason")),
        },
        sample={
            **_SAMPLE, "session": "第一讲", "reason": "教室调整", "before": {"room": "101", "starts_at": "2026-09-21 09:00"},
            "after": {"room": "302", "starts_at": "2026-09-21 09:00"},
        },
    )
)  # fmt: skip
