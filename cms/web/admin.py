"""Addresses of Wagtail's admin that must not answer as Wagtail would have them. They stand before Wagtail's own."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the one way in: Wagtail's own form knows no second factor and no limit of tries."""
    after = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        after, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        after = "/cms/"

    return redirect(f"{reverse('account_login')}?{urlencode({'next': after})}")


def closed(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Answer that there is no such page: it would tell editors of one base about another."""
    raise Http404


def no_tags(request: HttpRequest, **_parts: Any) -> HttpResponse:
    """Suggest no tags: they would be those of every base."""
    return JsonResponse([], safe=False)


urlpatterns = [
    path("cms/login/", sign_in, name="sign-in"),
    path("cms/password_reset/", closed, name="closed-password-reset"),
    path("cms/reports/page-types-usage/", closed, name="closed-report"),
    path("cms/reports/page-types-usage/results/", closed, name="closed-report-results"),
    path("cms/choose-page/chosen-multiple/", closed, name="closed-choice"),
    path("cms/tag-autocomplete/", no_tags, name="no-tags"),
    path("cms/tag-autocomplete/<str:app_name>/<str:model_name>/", no_tags, name="no-tags-of-model"),
]
