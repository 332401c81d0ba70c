"""Overview: the figures of a region."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credits import access as hours
from learning.accounts import access as accounts
from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.roles import only_for
from seminars import access as seminars
from seminars.enums import RunState


@login_required
def overview(request: SignedInRequest) -> HttpResponse:
    """Show a regulator the figures of its region this year, and how many comply; unknown stands outside the rate."""
    day = timezone.localdate()
    only_for(request, OrganisationKind.REGULATOR)
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
