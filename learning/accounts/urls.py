"""Addresses of people and organisations. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = []
