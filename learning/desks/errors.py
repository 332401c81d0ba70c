"""Error pages: what went wrong, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_SHOWN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old to be accepted, keep what was typed, and offer to send it again."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in NEVER_SHOWN for value in values]
    return render(request, "errors/form_expired.html", {"typed": typed, "path": request.path}, status=403)
