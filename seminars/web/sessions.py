"""Base: the sessions of a run; file a change of time, room or teacher; the sign-in sheet."""

import datetime as dt
from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning import tags
from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, attendance, enrolment, runs
from seminars.enums import EnrolmentKind, EnrolmentState
from seminars.models import Enrolment, FiledChange, Session
from seminars.web.forms.rows import moment
from seminars.web.forms.runs import ChangeForm, change_of
from seminars.web.run_pages import run_page

SPARE_ROWS = 3


class Change(NamedTuple):
    """A filed change, in words."""

    filed: FiledChange
    lines: list[str]


@login_required
def run_sessions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the sessions of a run and what was filed."""
    run = access.run(user=request.user, pk=pk, on=timezone.localdate())
    sessions = list(run.sessions.order_by("number"))
    filed = FiledChange.objects.filter(session__run=run).select_related("session", "filed_by").order_by("-pk")
    days = sorted({half.day for half in attendance.half_days(run)})
    return run_page(
        request, run, "sessions", sessions=sessions, days=days, changes=[Change(one, _lines(one)) for one in filed]
    )


@login_required
def file_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """File a change of a session: in effect at once, the enrolled are told."""
    at = timezone.now()
    session = access.session(user=request.user, pk=pk, on=timezone.localdate(at))
    form = ChangeForm(request.POST or None, initial=change_of(session))
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            _file(request, session, form, at)
            messages.success(request, _("The change is filed and in effect. The enrolled are told."))
            return redirect("seminars:run-sessions", session.run_id)

    return run_page(request, session.run, "change", session=session, form=form)


def _file(request: SignedInRequest, session: Session, form: ChangeForm, at: dt.datetime) -> None:
    facts = form.cleaned_data
    runs.file_change(
        session=session,
        by=request.user,
        at=at,
        reason=facts["reason"],
        starts_at=moment(facts["day"], facts["begins"]),
        ends_at=moment(facts["day"], facts["ends"]),
        room=facts["room"],
        teacher=facts["teacher"],
    )


_COLUMNS = {
    "starts_at": gettext_lazy("Begins"),
    "ends_at": gettext_lazy("Ends"),
    "room": gettext_lazy("Room"),
    "teacher": gettext_lazy("Teacher"),
}


def _lines(filed: FiledChange) -> list[str]:
    changed = [name for name in _COLUMNS if filed.before.get(name) != filed.after.get(name) and name in filed.after]
    return [
        _("%(what)s: %(before)s → %(after)s")
        % {"what": _COLUMNS[name], "before": _said(name, filed.before), "after": _said(name, filed.after)}
        for name in changed
    ]


def _said(name: str, facts: dict[str, str]) -> str:
    value = facts.get(name) or None
    return tags.day_and_time(value) if name.endswith("_at") else value or "—"


@login_required
def sign_in_sheet(request: SignedInRequest, pk: int, day: str) -> HttpResponse:
    """Show the sheet that participants sign on a day, a column each half-day, ready to print."""
    run = access.run(user=request.user, pk=pk, on=timezone.localdate())
    held = {half: sessions for half, sessions in attendance.half_days(run).items() if half.day.isoformat() == day}
    if not held:
        raise Http404
    context = {
        "run": run,
        "version": run.version,
        "base": run.programme.base,
        "day": min(held).day,
        "sessions": [one for sessions in held.values() for one in sessions],
        "halves": [_("Afternoon") if half.is_afternoon else _("Morning") for half in sorted(held)],
        "members": [one for one in enrolment.roll(run) if _signs(one.enrolment)],
        "spare_rows": range(SPARE_ROWS),
        "is_landscape": request.GET.get("layout") == "landscape",
    }
    return render(request, "seminars/sign_in_sheet.html", context)


def _signs(row: Enrolment) -> bool:
    return row.state == EnrolmentState.ADMITTED and row.kind == EnrolmentKind.PARTICIPANT


urlpatterns = [
    path("base/runs/<int:pk>/sessions/", run_sessions, name="run-sessions"),
    path("base/sessions/<int:pk>/change/", file_change, name="file-change"),
    path("base/runs/<int:pk>/sign-in-sheet/<str:day>/", sign_in_sheet, name="sign-in-sheet"),
]
