"""HTTP manners of signed-in people: the request type, the second factor of staff, records not yet joined, null characters."""

from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext

from learning.accounts.enums import Role
from learning.accounts.models import User

# Key of the HTTP session: where somebody goes on to after agreeing to the notice in force.
CONSENT_DUE = "consent_due"
# Open to staff without a second factor: setting one up, signing out, changing the language, files.
_OPEN_PREFIXES = ("/accounts/", "/static/", "/media/", "/i18n/")
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: the user is somebody."""

    user: User


class SecondFactorNeeded(Http404):
    """A deed about other people's records asks for a second factor; `RecordNeeded` leads to setting one up."""

    leads_to = "mfa_index"


def need_second_factor(request: SignedInRequest) -> None:
    """Lead whoever has no second factor to setting one up."""
    if not _has_second_factor(request.user):
        messages.warning(request, gettext("Set up a second factor first: this is about other people’s records."))
        raise SecondFactorNeeded


class NullCharactersRefused:
    """Answer 400 to addresses and forms that hold a null character, which PostgreSQL cannot store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse or pass on."""
        if "\x00" in request.path or _has_null(request.GET) or (request.method == "POST" and _has_null(request.POST)):
            text = gettext(
                "The address or the form holds a null character, which no text can hold. Go back, delete it and try again."
            )
            return HttpResponseBadRequest(text, content_type="text/plain; charset=utf-8")

        return self.get_response(request)


class ConsentAsked:
    """Lead somebody who signed in, and has not agreed to the notice in force, to reading it, before anything else opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect or pass on. Signing in marked the HTTP session, so this asks the database nothing."""
        is_open = request.path.startswith((*_OPEN_PREFIXES, reverse("accounts:consent"), reverse("accounts:privacy")))
        if not is_open and CONSENT_DUE in request.session:
            return redirect("accounts:consent")

        return self.get_response(request)


class StaffNeedSecondFactor:
    """Lead base and regulator staff without a second factor to setting one up, before anything else opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect or pass on."""
        user = request.user
        if (
            isinstance(user, User)
            and not request.path.startswith(_OPEN_PREFIXES)
            and _lacks_second_factor(request, user)
        ):
            return redirect("mfa_index")

        return self.get_response(request)


class RecordNeeded:
    """Lead somebody whose login is joined to no record to joining it, where a page is about the own record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Redirect, or leave the exception to others."""
        page = getattr(exception, "leads_to", None)  # access.NoRecordYet
        return redirect(page) if page else None


class TriesLimited:
    """Answer 429 where allauth raises its limit and forgets to catch it: signing up again within half a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Ask for patience, or leave the exception to others."""
        return ratelimit.respond_429(request) if isinstance(exception, ratelimit.RateLimited) else None


def roles_held(request: HttpRequest, user: User) -> list[tuple[str, str, date]]:
    """Return kind of organisation, role and first day of each membership of `user` that is not over: one query a request."""
    if not hasattr(request, "_roles_held"):
        lasting = user.memberships.filter(Q(ends_before=None) | Q(ends_before__gt=localdate()))
        request._roles_held = list(lasting.values_list("organisation__kind", "role", "since"))  # type: ignore[attr-defined]
    return request._roles_held  # type: ignore[attr-defined,no-any-return]


def _lacks_second_factor(request: HttpRequest, user: User) -> bool:
    return _acts_for_others(request, user) and not _has_second_factor(user)


def _has_second_factor(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=_FACTORS).exists())


def _acts_for_others(request: HttpRequest, user: User) -> bool:
    if user.is_staff or user.is_superuser:
        return True
    return any(role != Role.EMPLOYER_STAFF for _kind, role, _since in roles_held(request, user))


def _has_null(fields: Any) -> bool:
    return any("\x00" in name or any("\x00" in value for value in values) for name, values in fields.lists())


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what every page knows."""
    return {"demo": settings.DEMO}
