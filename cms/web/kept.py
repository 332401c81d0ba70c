"""Pages kept for everybody under the state of what they show. What is somebody's own is never kept: a part is drawn without the request."""

import copy
import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms import catalogue

# Right under its state for ever; what nobody asks for need not be kept so long.
SECONDS = 60
# Addresses whose pages are kept whole.
_WHOLES = {"/catalogue/"}
# Under this name a request bears the state that it was looked up under.
_STATE = "xueshi.catalogue_state"
# Stand in a kept frame where the visitor's own token, the rest of the address and the part go. Random, so that nobody can write them.
_TOKEN, _QUERY, _PART = (secrets.token_hex(16) for _number in range(3))


class KeptPages:
    """
    Answer a stranger with the page that is kept for the address, before anybody asks who it is and which view answers.

    A page is kept once the view answered, so whatever refuses an address further in has passed it. It stands behind what chooses the
    language, checks the host and keeps tokens.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer or pass on."""
        if not (request.method == "GET" and request.path_info in _WHOLES and _is_stranger(request)):
            return self.get_response(request)
        state = request.META[_STATE] = catalogue.state(at=timezone.now())
        page: str | None = caches["wholes"].get(_whole(request, state))

        return self.get_response(request) if page is None else _with_token(request, page)


def state_of(request: HttpRequest, *, at: datetime) -> catalogue.State:
    """Return the state of the catalogue that `request` was looked up under, else the one at a moment."""
    looked_up: catalogue.State | None = request.META.get(_STATE)
    return looked_up or catalogue.state(at=at)


def answer(
    request: HttpRequest,
    template: str,
    *,
    part: str,
    state: object,
    key: str,
    facts: Callable[[], Mapping[str, Any]],
    own: Mapping[str, Any],
    is_whole: bool,
) -> HttpResponse:
    """
    Answer with `template` round `part`, drawn from `facts` where it is not kept under `state` and `key` yet.

    `own` is what the template says beside it to somebody who is no stranger. If `is_whole`, the page is kept as a whole for strangers:
    only where the view need not hear of each request, and the address is one that the site itself writes, since anybody can make up others.
    """

    def middle() -> SafeString:
        return drawn(part, key=f"{state} {key}", facts=facts)

    if not _is_stranger(request):
        return framed(request, template, part=middle(), own=own)
    # Nothing on a stranger's page is the visitor's own but the token, so the whole of it is kept as well.
    page = _framed(request, template, middle())
    if is_whole:
        caches["wholes"].set(_whole(request, state), page, SECONDS)

    return _with_token(request, page)


def framed(request: HttpRequest, template: str, *, part: str, own: Mapping[str, Any]) -> HttpResponse:
    """Answer with `template` round `part`, keeping nothing: it is for whoever asks, and for this once."""
    return HttpResponse(render_to_string(template, {**own, "part": part}, request))


def drawn(part: str, *, key: str, facts: Callable[[], Mapping[str, Any]]) -> SafeString:
    """Return `part` as drawn from `facts`, which are asked for where it is not kept under `key` yet. It knows nothing of the visitor."""
    return mark_safe(_kept(f"{part} {key}", lambda: render_to_string(part, dict(facts()))))  # noqa: S308  (a template escapes)


def _with_token(request: HttpRequest, page: str) -> HttpResponse:
    return HttpResponse(page.replace(_TOKEN, get_token(request)))


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
    key = _key(name)
    kept: str | None = caches["parts"].get(key)
    if kept is None:
        kept = draw()
        caches["parts"].set(key, kept, SECONDS)

    return kept


def _whole(request: HttpRequest, state: object) -> str:
    """Return the key of the whole page at an address."""
    return _key(f"whole {state} {request.get_full_path()}")


def _key(name: str) -> str:
    return hashlib.sha256(f"{get_language()} {name}".encode()).hexdigest()


def _is_stranger(request: HttpRequest) -> bool:
    """Return whether the browser shows nothing but its language: no sign-in, no message waiting, no preference."""
    return request.COOKIES.keys() <= {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
