"""Pages kept for everybody under the state of what they show. What is somebody's own is never kept: a part is drawn without the request."""

import copy
import hashlib
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SECONDS = 600
# Stand in a kept frame where the visitor's own token, the rest of the address and the part go. Random, so that nobody can write them.
_TOKEN, _QUERY, _PART = (secrets.token_hex(16) for _number in range(3))


def answer(
    request: HttpRequest, template: str, *, part: str, key: str, facts: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """Answer with `template` round `part`, drawn from `facts` where it is not kept under `key` yet."""

    def middle() -> SafeString:
        return drawn(part, key=key, facts=facts)

    if not _is_stranger(request):
        return HttpResponse(render_to_string(template, {"part": middle()}, request))
    # Nothing on a stranger's page is the visitor's own but the token, so the whole of it is kept as well.
    whole = _kept(f"{template} {key} {request.get_full_path()}", lambda: _framed(request, template, middle()))

    return HttpResponse(whole.replace(_TOKEN, get_token(request)))


def drawn(part: str, *, key: str, facts: Callable[[], Mapping[str, Any]]) -> SafeString:
    """Return `part` as drawn from `facts`, which are asked for where it is not kept under `key` yet. It knows nothing of the visitor."""
    return mark_safe(_kept(f"{part} {key}", lambda: render_to_string(part, dict(facts()))))  # noqa: S308  (a template escapes)


def _framed(request: HttpRequest, template: str, middle: str) -> str:
    """Return the part `middle` in the frame `template`, which differs between strangers by the address to come back to alone."""
    frame = _kept(f"{template} {request.path}", lambda: _frame(request, template))
    query = escape(request.get_full_path().removeprefix(request.path))
    return frame.replace(f"?{_QUERY}", query).replace(_PART, middle)


def _frame(request: HttpRequest, template: str) -> str:
    """Return `template` as any stranger sees it at this path, with marks where the differences go."""
    anyone = copy.copy(request)
    anyone.META = {**request.META, "QUERY_STRING": _QUERY}
    return render_to_string(template, {"part": _PART, "csrf_token": _TOKEN}, anyone)


def _kept(name: str, draw: Callable[[], str]) -> str:
    key = hashlib.sha256(f"{get_language()} {name}".encode()).hexdigest()
    kept: str | None = caches["pages"].get(key)
    if kept is None:
        kept = draw()
        caches["pages"].set(key, kept, SECONDS)

    return kept


def _is_stranger(request: HttpRequest) -> bool:
    """Return whether the browser shows nothing but its language: no sign-in, no message waiting, no preference."""
    return set(request.COOKIES) <= {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
