"""Addresses of hours. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

from credits.web import (
    certificates,
    certified,
    compliance,
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
    verify,
    unsubscribe,
)

app_name = "credits"
urlpatterns: list[URLPattern | URLResolver] = [
    *hours.urlpatterns,
    *title_check.urlpatterns,
    *lines.urlpatterns,
    *certificates.urlpatterns,
    *certified.urlpatterns,
    *dropped.urlpatterns,
    *verify.urlpatterns,
    *transcripts.urlpatterns,
    *heads.urlpatterns,
    *inbox.urlpatterns,
    *openings.urlpatterns,
    *register.urlpatterns,
    *unsubscribe.urlpatterns,
    *compliance.urlpatterns,
    *exports.urlpatterns,
    *rulebooks.urlpatterns,
    *drafts.urlpatterns,
    *drafting.urlpatterns,
    *retiring.urlpatterns,
    *ties.urlpatterns,
    *simulations.urlpatterns,
]
