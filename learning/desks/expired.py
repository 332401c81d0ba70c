"""A form that was sent after the sign-in had run out keeps what was typed."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from learning.desks.errors import NEVER_SHOWN, form_expired


class TypedFormsKept:
    """Where a form would be lost on the way to the sign-in page, show it again with what was typed, and say what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, unless a form is about to be lost."""
        response = self.get_response(request)
        if request.method == "POST" and not request.user.is_authenticated and _loses_a_form(request, response):
            return form_expired(request)

        return response


def _loses_a_form(request: HttpRequest, response: HttpResponse) -> bool:
    """Say whether the answer leads from here to the sign-in page, and something was typed; a mere button can be pressed again."""
    back = f"{resolve_url(settings.LOGIN_URL)}?next={quote(request.path)}"
    leads_away = response.status_code == 302 and response.headers["Location"].startswith(back)
    return leads_away and len(request.POST.keys() - NEVER_SHOWN) > 1
