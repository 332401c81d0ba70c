"""Maintenance: while the file `.local/maintenance` is there, everybody is told to come back later. `touch` closes the site, `rm` opens it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

MINUTES = 5


class ClosedForMaintenance:
    """Answer 503 while the site is closed. Files pass: the page that says so needs them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask to come back later, or pass on."""
        if not settings.MAINTENANCE_FILE.exists():
            return self.get_response(request)

        # Without the request: whoever asks is not looked up, for the database may be away.
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": f"{60 * MINUTES}"})
