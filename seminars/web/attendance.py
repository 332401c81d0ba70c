"""Base: who was there. The roster opens as everybody present; staff mark the exceptions; confirmed once, then corrected."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.accounts.http import SignedInRequest
from learning.web import refusals_shown
from seminars import access, attendance
from seminars.enums import RunState
from seminars.models import Run, Session
from seminars.web.forms.people import CorrectionForm, RosterForm
from seminars.web.run_pages import run_page
from seminars.web.shown import Stage


@login_required
def run_attendance(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show which sessions are confirmed and which wait for it."""
    at = timezone.now()
    run = access.run(user=request.user, pk=pk, on=timezone.localdate(at))
    return run_page(request, run, "attendance", lines=[(one, _stage(one, at)) for one in _sessions(run)])


@login_required
def session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the roster of a session; confirm it once."""
    at = timezone.now()
    row = access.session(user=request.user, pk=pk, on=timezone.localdate(at))
    roster = attendance.roster(row)
    form = RosterForm(request.POST if request.method == "POST" else None, roster=roster, most=row.minutes)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            attendance.confirm(session=row, minutes=form.exceptions(), by=request.user, at=at)
            messages.success(
                request,
                _("Attendance of “%(title)s” is confirmed. Everybody sees it today; hours come when the run is closed.")
                % {"title": row.title},
            )
            return redirect("seminars:run-attendance", row.run_id)

    return run_page(
        request,
        row.run,
        "roster",
        session=row,
        stage_of_session=_stage(row, at),
        form=form,
        roster=roster,
        corrections=attendance.corrections(row),
        may_correct=row.confirmed_at is not None and row.run.state == RunState.OPEN and bool(roster),
        # The form stays after a refusal, so that nothing typed is lost.
        may_confirm=row.confirmed_at is None and (row.ends_at <= at or form.is_bound),
    )


@login_required
def correct_session(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct confirmed minutes with a reason while the run is open."""
    at = timezone.now()
    row = access.session(user=request.user, pk=pk, on=timezone.localdate(at))
    if row.confirmed_at is None:
        return redirect("seminars:session", row.pk)

    form = CorrectionForm(request.POST or None, roster=attendance.roster(row), most=row.minutes)
    if request.method == "POST" and form.is_valid():
        with refusals_shown(request, form):
            reason = form.cleaned_data["reason"]
            made = attendance.correct(session=row, minutes=form.minutes(), reason=reason, by=request.user, at=at)
            messages.success(request, _corrected(len(made)))
            return redirect("seminars:session", row.pk)

    return run_page(request, row.run, "correction", session=row, form=form)


def _corrected(people: int) -> str:
    said = ngettext(
        "Corrected for %(count)s person, who is told.", "Corrected for %(count)s people, who are told.", people
    )
    return said % {"count": people}


def _sessions(run: Run) -> QuerySet[Session]:
    counted = run.sessions.annotate(
        present=Count("attendances", filter=Q(attendances__minutes__gt=0)), noted=Count("attendances")
    )
    return counted.select_related("confirmed_by").order_by("starts_at", "pk")


def _stage(row: Session, at: dt.datetime) -> Stage:
    if row.confirmed_at is not None:
        return Stage(_("Confirmed"), "good")
    if row.ends_at <= at:
        return Stage(_("To be confirmed"), "warn")
    return Stage(_("Not over yet"), "calm")


urlpatterns = [
    path("base/runs/<int:pk>/attendance/", run_attendance, name="run-attendance"),
    path("base/sessions/<int:pk>/", session, name="session"),
    path("base/sessions/<int:pk>/correct/", correct_session, name="correct-session"),
]
