"""Addresses of the site. An app's own lie in its `urls.py`; Wagtail's pages come last, because they take every address."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    # One way to sign in, with its limits and its second factor.
    path("django/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("django/", admin.site.urls),
    path("documents/", include(wagtaildocs_urls)),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include("learning.desks.urls")),
    path("people/", include("learning.accounts.urls")),
    path("", include("credits.urls")),
    path("", include("seminars.urls")),
    # Before Wagtail's admin: its own sign-in form and a few reports are closed there.
    path("", include("cms.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
