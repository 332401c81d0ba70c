"""Pages kept for everybody under the state of what they show. What is somebody's own is never kept: a part is drawn without the request."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SECONDS = 600
# Stands in a kept page where each visitor's own token goes. Random, so that nobody can write it into an address.
_TOKEN = secrets.token_hex(16)


def answer(
    request: HttpRequest, template: str, *, part: str, key: str, facts: Callable[[], Mapping[str, Any]]
) -> HttpResponse:
    """Answer with `template` round `part`, drawn from `facts` where it is not kept under `key` yet."""
    if not _is_stranger(request):
        return HttpResponse(render_to_string(template, {"part": drawn(part, key=key, facts=facts)}, request))
    # Nothing on a stranger's page is the visitor's own but the token, so the page round the part is kept as well.
    whole = _kept(
        f"{template} {key} {request.get_full_path()}",
        lambda: render_to_string(template, {"part": drawn(part, key=key, facts=facts), "csrf_token": _TOKEN}, request),
    )

    return HttpResponse(whole.replace(_TOKEN, get_token(request)))


def drawn(part: str, *, key: str, facts: Callable[[], Mapping[str, Any]]) -> SafeString:
    """Return `part` as drawn from `facts`, which are asked for where it is not kept under `key` yet. It knows nothing of the visitor."""
    return mark_safe(_kept(f"{part} {key}", lambda: render_to_string(part, dict(facts()))))  # noqa: S308  (a template escapes)


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
