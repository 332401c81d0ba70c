"""Home: the door that leads everybody to the own desk."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from learning.accounts.enums import OrganisationKind
from learning.accounts.http import SignedInRequest
from learning.desks.navigation import kinds_of

DESKS = {
    OrganisationKind.BASE: "today",
    OrganisationKind.REGULATOR: "overview",
    OrganisationKind.EMPLOYER: "credits:my-hours",
}


@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the desk of whoever signed in."""
    kinds = kinds_of(request)
    return redirect(DESKS[kinds[0]] if kinds else "credits:my-hours")
