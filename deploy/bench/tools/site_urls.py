"""Addresses of the site that page benches ask: an empty page behind the same middleware, and all that the site has."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from learning import urls


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what middleware, session and server cost."""
    return HttpResponse("")


urlpatterns = [path("bench/empty/", empty), *urls.urlpatterns]
