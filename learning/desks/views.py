"""Desks: what each of us has to do today. A desk reads from several apps and changes nothing."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from credits import access as hours
from credits.hours import to_hundredths
from credits.web.hours import Expected, my_hours_page
from learning.accounts import access as accounts
from learning.accounts import people
from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.navigation import kinds_of
from seminars import access as seminars
from seminars import attendance
from seminars.enums import EnrolmentState, RunState

HOME = {
    OrganisationKind.BASE: "today",
    OrganisationKind.REGULATOR: "overview",
    OrganisationKind.EMPLOYER: "credits:my-hours",
}
PLACES = (EnrolmentState.ADMITTED, EnrolmentState.APPLIED, EnrolmentState.WAITING)


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the desk of whoever signed in."""
    kinds = kinds_of(request)
    return redirect(HOME[kinds[0]] if kinds else "credits:my-hours")


@require_safe
@login_required
def my_hours(request: SignedInRequest) -> HttpResponse:
    """Show My hours, with what is confirmed but not credited yet."""
    at = timezone.now()
    person = accounts.person_of(request.user)

    return my_hours_page(request, expected=[_expected(row) for row in attendance.expected(person, at=at)])


def _expected(row: attendance.Expected) -> Expected:
    version = row.run.version
    note = _("Attendance is confirmed for %(done)s of %(all)s sessions; the hours come when the run is closed.")
    return Expected(
        title=version.title,
        hours=to_hundredths(row.hours if row.sessions_confirmed == row.sessions else row.hours_approved),
        ends_on=row.run.ends_on,
        category=version.category,
        note=note % {"done": row.sessions_confirmed, "all": row.sessions},
        late=row.run.programme.base.name if row.is_late else "",
        url=reverse("seminars:run", args=[row.run.pk]),
    )


@login_required
def my_learning(request: SignedInRequest) -> HttpResponse:
    """Show where a professional has to be next, and what was."""
    person = accounts.person_of(request.user)
    rows = seminars.enrolments_of(person_ids=people.joined([person.pk])[person.pk])
    ahead = (
        rows.filter(run__state=RunState.OPEN, state__in=PLACES)
        .prefetch_related("run__sessions")
        .order_by("run__starts_on", "pk")
    )
    behind = rows.exclude(pk__in=ahead.values("pk"))[:30]

    return render(request, "desks/my_learning.html", {"ahead": ahead, "behind": behind})


@login_required
def today(request: SignedInRequest) -> HttpResponse:
    """Show a base what happens today, what is due and what is late."""
    at = timezone.now()
    day = timezone.localdate(at)
    _only(request, OrganisationKind.BASE)
    sessions = seminars.sessions_of_bases(user=request.user, on=day)
    context = {
        "day": day,
        "bases": seminars.bases(user=request.user, on=day),
        "today": sessions.filter(starts_at__date=day),
        "late": sessions.filter(ends_at__lt=at, confirmed_at=None),
        "to_close": _runs_to_close(request, day),
        "applications": seminars.applications_of_bases(user=request.user, on=day)[:20],
        "coming": seminars.runs_of_bases(user=request.user, on=day).filter(starts_on__gt=day)[:10],
    }
    return render(request, "desks/today.html", context)


def _runs_to_close(request: SignedInRequest, day: dt.date) -> QuerySet[Any]:
    runs = seminars.runs_of_bases(user=request.user, on=day).filter(ends_on__lte=day)
    return runs.annotate(unconfirmed=Count("sessions", filter=Q(sessions__confirmed_at=None))).filter(unconfirmed=0)


@login_required
def decisions(request: SignedInRequest) -> HttpResponse:
    """Show a regulator what waits for a decision, the longest waiting first."""
    day = timezone.localdate()
    _only(request, OrganisationKind.REGULATOR)
    context = {
        "day": day,
        "applications": seminars.waiting_for_decision(user=request.user, on=day),
        "contested": accounts.contested_logins(request.user, day),
        "drafts": hours.rulebooks(user=request.user, on=day).filter(status="DRAFT"),
    }
    return render(request, "desks/decisions.html", context)


@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    """Show a regulator the figures of its region this year, and how many comply; unknown stands outside the rate."""
    day = timezone.localdate()
    _only(request, OrganisationKind.REGULATOR)
    runs = seminars.runs_in_sight(user=request.user, on=day).filter(starts_on__year=day.year)
    trained = seminars.trained_in_sight(user=request.user, on=day, year=day.year)
    standings = hours.regulated_standings(user=request.user, on=day).filter(
        cycle_starts_on__lte=day, cycle_ends_before__gt=day
    )
    counted = standings.aggregate(
        met=Count("pk", filter=Q(state="MET")),
        short=Count("pk", filter=Q(state="SHORT")),
        unknown=Count("pk", filter=Q(state="UNKNOWN")),
    )
    known = counted["met"] + counted["short"]
    context = {
        "day": day,
        "regulators": accounts.regulators_of(request.user, day),
        "runs": runs.aggregate(
            all=Count("pk"),
            closed=Count("pk", filter=Q(state=RunState.CLOSED)),
            seminars=Count("pk", filter=Q(version__kind="ADVANCED_SEMINAR")),
        ),
        "trained": trained.aggregate(times=Count("pk"), persons=Count("person", distinct=True)),
        "standings": counted,
        "rate": 1000 * counted["met"] // known / 10 if known else None,
        "waiting": seminars.waiting_for_decision(user=request.user, on=day).count(),
    }
    return render(request, "desks/overview.html", context)


def _only(request: HttpRequest, kind: OrganisationKind) -> None:
    if kind not in kinds_of(request):
        raise Http404
