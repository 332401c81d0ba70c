"""Arriving: what waits for somebody's sign-in."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from learning.accounts import consents, organisations
from learning.accounts.enums import ConsentKind
from learning.accounts.http import CONSENT_DUE
from learning.accounts.models import User

# A sign-up may never be finished: the consent waits in the HTTP session until the mobile number is proved.
_AGREED = "agreed"


def note_consent(request: HttpRequest, *, at: datetime) -> None:
    """Note that whoever signs up agreed to the notice in force."""
    request.session[_AGREED] = {"version": consents.NOTICES[-1], "at": at.isoformat()}


def arrive(request: HttpRequest, user: User, response: HttpResponse, *, at: datetime) -> HttpResponse:
    """Record the consent given at sign-up, take up invitations, and ask for consent to a newer notice first."""
    agreed = request.session.pop(_AGREED, None)
    if agreed:
        moment = datetime.fromisoformat(agreed["at"])
        consents.agree(user=user, kind=ConsentKind.NOTICE, at=moment, version=agreed["version"])
    for membership in organisations.take_up_invitations(user=user, at=at):
        facts = {"organisation": membership.organisation, "role": membership.get_role_display()}
        messages.info(request, _("You act for “%(organisation)s” now (%(role)s).") % facts)
    if consents.has_agreed(user, ConsentKind.NOTICE):
        return response
    request.session[CONSENT_DUE] = cast("HttpResponseRedirect", response).url
    return redirect("accounts:consent")
