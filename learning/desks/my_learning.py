"""My learning: where a professional has to be next, and what was."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from learning.accounts import access as accounts
from learning.accounts import people
from learning.accounts.http import SignedInRequest
from seminars import access as seminars
from seminars.enums import EnrolmentState, RunState

PLACES = (EnrolmentState.ADMITTED, EnrolmentState.APPLIED, EnrolmentState.WAITING)


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
