"""Addresses of pages. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

app_name = "cms"
urlpatterns: list[URLPattern | URLResolver] = []
