"""Addresses of seminars. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

app_name = "seminars"
urlpatterns: list[URLPattern | URLResolver] = []
