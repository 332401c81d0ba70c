"""Addresses of pages. Each module of `web` lists its own. These stand before Wagtail's."""

from django.urls import URLPattern, URLResolver

from cms.web import admin, catalogue

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = [*catalogue.urlpatterns, *admin.urlpatterns]
