"""Addresses of people and organisations. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

from learning.accounts.web import changes, consent, demo, join, members, password, records, settings, staff

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    *join.urlpatterns,
    *consent.urlpatterns,
    *settings.urlpatterns,
    *changes.urlpatterns,
    *staff.urlpatterns,
    *records.urlpatterns,
    *members.urlpatterns,
    *password.urlpatterns,
    *demo.urlpatterns,
]
