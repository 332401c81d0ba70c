"""Addresses of hours. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

from credits.web import (
    certificates,
    certified,
    compliance,
    designs,
    drafting,
    drafts,
    dropped,
    exports,
    heads,
    hours,
    inbox,
    lines,
    openings,
    register,
    retiring,
    rulebooks,
    simulations,
    ties,
    title_check,
    transcripts,
    unsubscribe,
    verify,
)

app_name = "credits"
urlpatterns: list[URLPattern | URLResolver] = [
    *hours.urlpatterns,
    *title_check.urlpatterns,
    *lines.urlpatterns,
    *certificates.urlpatterns,
    *certified.urlpatterns,
    *designs.urlpatterns,
    *dropped.urlpatterns,
    *verify.urlpatterns,
    *transcripts.urlpatterns,
    *heads.urlpatterns,
    *inbox.urlpatterns,
    *unsubscribe.urlpatterns,
    *openings.urlpatterns,
    *register.urlpatterns,
    *compliance.urlpatterns,
    *exports.urlpatterns,
    *rulebooks.urlpatterns,
    *drafts.urlpatterns,
    *drafting.urlpatterns,
    *retiring.urlpatterns,
    *ties.urlpatterns,
    *simulations.urlpatterns,
]
