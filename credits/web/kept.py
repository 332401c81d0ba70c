"""Public pages that are the same for every stranger: drawn once under a name that says what they show, and filled in with what differs."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

SECONDS = 300
# Stand in a kept page where something goes that differs. Random, so that nobody can write them.
_MARK = secrets.token_hex(16)


def answer(
    request: HttpRequest,
    template: str,
    *,
    name: str,
    context: Callable[[], Mapping[str, Any]],
    filled: Mapping[str, str],
) -> HttpResponse:
    """Answer with `template`; to a stranger with the one that is kept under `name`, in which only `filled` and the visitor's token are put in."""
    if not _is_stranger(request):
        return render(request, template, {**context(), **filled})
    key = hashlib.sha256(f"{get_language()} {template} {request.path} {name}".encode()).hexdigest()
    page: str | None = caches["parts"].get(key)
    if page is None:
        marked = {one: f"{_MARK}{one}." for one in filled}
        page = render_to_string(template, {**context(), **marked, "csrf_token": f"{_MARK}csrf_token."}, request)
        caches["parts"].set(key, page, SECONDS)
    if f"{_MARK}csrf_token." in page:
        page = page.replace(f"{_MARK}csrf_token.", get_token(request))
    for one, words in filled.items():
        page = page.replace(f"{_MARK}{one}.", escape(words))
    return HttpResponse(page)


def _is_stranger(request: HttpRequest) -> bool:
    """Say whether the browser shows nothing but its language, and the address bears nothing that the page would lead back to."""
    is_plain = request.COOKIES.keys() <= {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    return is_plain and request.method in {"GET", "HEAD"} and not request.META.get("QUERY_STRING")
