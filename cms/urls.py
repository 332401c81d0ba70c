"""Addresses of pages. Each module of `web` lists its own. These stand before Wagtail's."""

from django.urls import URLPattern, URLResolver

from cms.web import (
    admin,
    calendars,
    catalogue,
    feeds,
    moderation,
    notices,
    saved,
    site_search,
    sitemap,
    suggestions,
    synonyms,
)

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = [
    *catalogue.urlpatterns,
    *saved.urlpatterns,
    *suggestions.urlpatterns,
    *calendars.urlpatterns,
    *feeds.urlpatterns,
    *notices.urlpatterns,
    *sitemap.urlpatterns,
    *synonyms.urlpatterns,
    *site_search.urlpatterns,
    *moderation.urlpatterns,
    *admin.urlpatterns,
]
