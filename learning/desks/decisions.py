"""Decisions: what waits for a regulator."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credits import access as hours
from learning.accounts import access as accounts
from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.roles import only_for
from seminars import access as seminars


@login_required
def decisions(request: SignedInRequest) -> HttpResponse:
    """Show a regulator what waits for a decision, the longest waiting first."""
    day = timezone.localdate()
    only_for(request, OrganisationKind.REGULATOR)
    context = {
        "day": day,
        "applications": seminars.waiting_for_decision(user=request.user, on=day),
        "contested": accounts.contested_logins(request.user, day),
        "drafts": hours.rulebooks(user=request.user, on=day).filter(status="DRAFT"),
    }
    return render(request, "desks/decisions.html", context)
