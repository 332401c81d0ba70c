"""Once: a form that is sent twice (double click, back button) does its deed once and leads to the same place."""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

_TOKEN = re.compile(r"[0-9a-f]{32}")
_KEPT = 24 * 60 * 60

View = Callable[..., HttpResponse]


def token(request: HttpRequest) -> str:
    """Return the token of the form that is shown: its own again where it comes back with errors."""
    typed = request.POST.get("once", "")
    return typed if _TOKEN.fullmatch(typed) else secrets.token_hex(16)


def only_once(view: View) -> View:
    """Do the deed of a form with a given token once; send whoever repeats it to where the first one led."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        typed = request.POST.get("once", "")
        if request.method != "POST" or not _TOKEN.fullmatch(typed):
            return view(request, *args, **named)
        key = f"once:{request.user.pk}:{typed}"
        if not cache.add(key, "", _KEPT):
            messages.info(request, _("This form had been sent already. Nothing was done twice."))
            return redirect(cache.get(key) or "seminars:base")
        return _kept(key, lambda: view(request, *args, **named))

    return guarded


def _kept(key: str, deed: Callable[[], HttpResponse]) -> HttpResponse:
    done = None
    try:
        response = deed()
        done = response.headers.get("Location")
        return response
    finally:
        # Whatever did not lead anywhere was not done: the same form may be mended and sent again.
        if done:
            cache.set(key, done, _KEPT)
        else:
            cache.delete(key)
