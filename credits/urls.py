"""Addresses of hours. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

app_name = "credits"
urlpatterns: list[URLPattern | URLResolver] = []
