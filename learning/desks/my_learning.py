"""My learning: where a professional has to be next, what waits, and what was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import access as hours
from learning.accounts.http import SignedInRequest
from learning.tags import day, day_and_time
from learning.tags import hours as plain
from learning.web import page_after, whole_number
from seminars import access as seminars
from seminars import attendance, deliverables
from seminars.enums import HELD, Admission, EnrolmentState, Mode, RunState

PAGE = 20
# What nobody handed in for a year is no longer shown at the top.
STILL_ASKED = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """One enrolment whose run is not closed yet: what comes next in it, and the sessions still to come."""

    enrolment: Any
    sentence: str
    late: str
    sessions: list[Any]
    may_withdraw: bool

    @property
    def next(self) -> Any:
        """Return the next session that somebody with a place has to be at."""
        has_place = self.enrolment.state == EnrolmentState.ADMITTED
        return self.sessions[0] if has_place and self.sessions else None

    @property
    def where(self) -> str:
        """Return where the next session is: place and room, the room once."""
        run, room = self.enrolment.run, self.sessions[0].room if self.sessions else ""
        if run.mode != Mode.ON_SITE:
            return str(run.get_mode_display())
        return f"{run.place} · {room}" if room and room not in run.place else str(run.place)


@require_safe
@login_required
def my_learning(request: SignedInRequest) -> HttpResponse:
    """Show where a professional has to be next, what waits, and what was."""
    at = timezone.now()
    record = hours.own_record(request.user)
    rows = seminars.enrolments_of(person_ids=record.ids)
    live = rows.filter(run__state=RunState.OPEN, state__in=HELD)
    expected = {row.run.pk: row for row in attendance.expected_on(record.person, at=at, records=record.ids)}
    ahead = _ahead(live.prefetch_related("run__sessions").order_by("run__starts_on", "pk"), expected, at=at)
    asked = [one for one in deliverables.asked_of(record.ids) if _is_shown(one, at=at)]
    over = rows.exclude(pk__in=[row.enrolment.pk for row in ahead])
    behind, next_key = page_after(over, after=whole_number(request.GET.get("after")), size=PAGE)
    context = {
        "next": min((row for row in ahead if row.next), key=lambda row: row.next.starts_at, default=None),
        "ahead": ahead,
        "asked": [(one, one.is_overdue(timezone.localdate(at))) for one in asked],
        "behind": behind,
        "next_key": next_key,
        "at": at,
    }
    return render(request, "desks/my_learning.html", context)


def _is_shown(one: deliverables.Asked, *, at: datetime) -> bool:
    """Say whether something to be handed in still concerns somebody: it is not accepted, or the certificate is not ordered yet."""
    is_lately = one.due_on > timezone.localdate(at) - STILL_ASKED
    return (one.state == deliverables.MISSING and is_lately) or (one.last is not None and one.last.settled_at is None)


def _ahead(rows: Iterable[Any], expected: Mapping[int, attendance.Expected], *, at: datetime) -> list[Ahead]:
    return [_one(row, expected.get(row.run_id), at=at) for row in rows]


def _one(row: Any, known: attendance.Expected | None, *, at: datetime) -> Ahead:
    sessions = sorted(row.run.sessions.all(), key=lambda session: (session.starts_at, session.pk))
    to_come = [session for session in sessions if session.ends_at > at]
    return Ahead(
        enrolment=row,
        sentence=_sentence(row, known, begun=len(sessions) - len(to_come), to_come=to_come),
        late=row.run.programme.base.name if known and known.is_late else "",
        sessions=to_come,
        may_withdraw=timezone.localdate(at) < row.run.starts_on,
    )


def _sentence(row: Any, known: attendance.Expected | None, *, begun: int, to_come: list[Any]) -> str:
    if row.state == EnrolmentState.WAITING:
        return _("You are number %(turn)s on the waiting list. A place that becomes free is given in this order, and you are told.") % {"turn": row.turn}  # fmt: skip
    if row.state == EnrolmentState.APPLIED:
        return _applied(row.run)
    if to_come:
        return _to_come(row.run, to_come[0], is_under_way=begun > 0)
    if known and known.sessions_confirmed:
        said = {"done": known.sessions_confirmed, "all": known.sessions, "hours": plain(int(known.hours * 100))}
        return _("Attendance is confirmed for %(done)s of %(all)s sessions; %(hours)s hours are expected once the base closes the run.") % said  # fmt: skip
    return _("All sessions are over. The base confirms attendance, then the hours are registered.")


def _applied(run: Any) -> str:
    if run.admission == Admission.SELECTION and run.results_by:
        return _("You have applied. The result of the selection is told by %(day)s.") % {"day": day(run.results_by)}
    return _("You have applied. You are told as soon as it is decided.")


def _to_come(run: Any, session: Any, *, is_under_way: bool) -> str:
    said = {"at": day_and_time(session.starts_at), "place": run.place}
    if is_under_way:
        return _("Under way. The next session begins on %(at)s.") % said
    if run.mode == Mode.ON_SITE:
        return _("You have a place. It begins on %(at)s at %(place)s.") % said
    return _("You have a place. It begins online on %(at)s.") % said
