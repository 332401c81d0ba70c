"""Settings: one page that leads to everything that somebody may choose or look up about the own login and record."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from learning.accounts import access, changes, consents, identity
from learning.accounts.http import SignedInRequest


@login_required
@require_safe
def settings(request: SignedInRequest) -> HttpResponse:
    """Show the hub."""
    person = access.own_person(request.user)
    context = {
        "record": person,
        "changes": [change for change in changes.of_person(person) if change.state == "WAITING"] if person else [],
        "consents": consents.given(request.user),
        "login": identity.masked_address(request.user.mobile or request.user.email or ""),
        "decides_changes": changes.may_decide_any(request.user, timezone.localdate()),
    }
    return render(request, "accounts/settings.html", context)


urlpatterns = [path("settings/", settings, name="settings")]
