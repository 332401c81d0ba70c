"""Error pages: what went wrong, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# How Django begins its reasons where the form came from another site's page.
FOREIGN = ("Origin checking failed", "Referer checking failed")
NEVER_SHOWN = {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "code"}


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    Say that the form is too old to be accepted, keep what was typed, and offer to send it again.

    A form of another site is not offered again: whoever made it chose what it says, and one click would do it.
    """
    if str(reason).startswith(FOREIGN):
        return render(request, "errors/form_foreign.html", status=403)
    typed = [(name, value) for name, values in request.POST.lists() if name not in NEVER_SHOWN for value in values]
    return render(request, "errors/form_expired.html", {"typed": typed, "path": request.path}, status=403)
