"""Addresses of hours. Each module of `web` lists its own."""

from importlib import import_module

from django.urls import URLPattern, URLResolver

app_name = "credits"
urlpatterns: list[URLPattern | URLResolver] = []

# Provisional while the slices below are being built: a module that cannot be imported yet is left out.
for _name in ("hours", "certificates", "verify", "inbox", "register", "compliance", "rulebooks"):
    try:
        urlpatterns += import_module(f"credits.web.{_name}").urlpatterns
    except ImportError as _error:
        print(f"credits.web.{_name}: {_error}")  # noqa: T201
