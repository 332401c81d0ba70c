"""How pages are shown to somebody: the language, and the size of the type. Both by cookie; the language also by login."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

TYPE_COOKIE = "type"
YEAR = 365 * 24 * 3600


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language from now on: here, and wherever the login signs in next."""
    response = HttpResponseRedirect(_back(request))
    if (language := request.POST.get("language", "")) in dict(settings.LANGUAGES):
        _keep_language(request, response, language)

    return response


@require_POST
def choose_type(request: HttpRequest) -> HttpResponse:
    """Show large type from now on, or usual type again."""
    response = HttpResponseRedirect(_back(request))
    if request.POST.get("type") == "large":
        _keep(response, TYPE_COOKIE, "large")
    else:
        response.delete_cookie(TYPE_COOKIE)

    return response


class ChosenLanguage:
    """
    Answer in the language that somebody chose on this device, and in Chinese until then.

    What a browser prefers is not asked: it is often the language of whoever set the computer up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on in the chosen language, and say in the answer which one it is."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        translation.activate(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language())

        return response


class LanguageOfLogin:
    """Where somebody signs in, show the language that the login chose last; a choice made on this device before stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and keep the language if this was a sign-in."""
        # Nobody signs in without sending a form; a page that is looked at need not ask who looks.
        was_known = request.method != "POST" or request.user.is_authenticated
        response = self.get_response(request)
        if not was_known and request.user.is_authenticated:
            here = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            language = here if here in dict(settings.LANGUAGES) else request.user.language
            _keep_language(request, response, language)

        return response


def _keep_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    _keep(response, settings.LANGUAGE_COOKIE_NAME, language)
    if request.user.is_authenticated and request.user.language != language:
        request.user.language = language
        request.user.save(update_fields=["language"])


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _back(request: HttpRequest) -> str:
    """Return the page that the choice was made on; never another site."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else "/"
