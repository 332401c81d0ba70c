"""HTTP manners of signed-in people: the request type, the second factor of staff, what every page knows."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.urls import reverse

from learning.accounts.models import User

# Open to staff without a second factor: setting one up, signing out, changing the language, and what the public may see.
_OPEN_PREFIXES = ("/accounts/", "/static/", "/media/", "/i18n/")


class SignedInRequest(HttpRequest):
    """A request behind `login_required`: the user is somebody."""

    user: User


class NullCharactersRefused:
    """Answer 400 to addresses and forms that hold a null character, which PostgreSQL cannot store."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse or pass on."""
        if "\x00" in request.path or any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseBadRequest("The address holds a null character.")

        return self.get_response(request)


class StaffNeedSecondFactor:
    """Lead base and regulator staff without a second factor to setting one up, before anything else opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Redirect or pass on."""
        if (
            request.user.is_authenticated
            and not request.path.startswith(_OPEN_PREFIXES)
            and _lacks_second_factor(request.user)
        ):
            return redirect(reverse("mfa_index"))

        return self.get_response(request)


def _lacks_second_factor(user: Any) -> bool:
    is_staff = user.is_staff or user.is_superuser or user.memberships.exists()
    return bool(is_staff) and not user.authenticator_set.exists()


def site(request: HttpRequest) -> dict[str, Any]:
    """Return what every page knows."""
    return {"demo": settings.DEMO}
