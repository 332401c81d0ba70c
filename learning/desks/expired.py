"""A form that was sent after the sign-in had run out keeps what was typed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from learning.desks.errors import form_expired


class TypedFormsKept:
    """Where a form would be lost on the way to the sign-in page, show it again with what was typed, and say what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, unless a form is about to be lost."""
        response = self.get_response(request)
        if request.method == "POST" and not request.user.is_authenticated and _leads_to_sign_in(response):
            return form_expired(request)

        return response


def _leads_to_sign_in(response: HttpResponse) -> bool:
    target = response.headers.get("Location", "")
    return response.status_code == 302 and target.startswith(f"{resolve_url(settings.LOGIN_URL)}?next=")
