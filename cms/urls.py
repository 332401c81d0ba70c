"""Addresses of pages. Each module of `web` lists its own. These stand before Wagtail's."""

from django.urls import URLPattern, URLResolver

from cms.web import admin, calendars, catalogue, feeds, moderation, notices, site_search, sitemap

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = [
    *catalogue.urlpatterns,
    *calendars.urlpatterns,
    *feeds.urlpatterns,
    *notices.urlpatterns,
    *sitemap.urlpatterns,
    *site_search.urlpatterns,
    *moderation.urlpatterns,
    *admin.urlpatterns,
]
