"""Addresses of pages. Each module of `web` lists its own. These stand before Wagtail's."""

from django.urls import URLPattern, URLResolver

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = []
try:  # until every slice below can be imported
    from cms.web import admin, catalogue

    urlpatterns += [*catalogue.urlpatterns, *admin.urlpatterns]
except ImportError:
    pass
