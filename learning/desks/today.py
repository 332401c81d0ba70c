"""Today: what happens at a base today, what is due and what is late."""

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.roles import only_for
from seminars import access as seminars


@login_required
def today(request: SignedInRequest) -> HttpResponse:
    """Show a base what happens today, what is due and what is late."""
    at = timezone.now()
    day = timezone.localdate(at)
    only_for(request, OrganisationKind.BASE)
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
