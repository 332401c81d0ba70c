"""Addresses of seminars. Each module of `web` lists its own."""

from django.urls import URLPattern, URLResolver

from seminars.web import (
    applications,
    attendance,
    bases,
    closing,
    completions,
    completions_in_sight,
    corrections,
    decisions,
    demand,
    enrolments,
    guidance,
    hours,
    notices,
    people,
    planning,
    programmes,
    questions,
    recommendations,
    runs,
    selection,
    sessions,
)

app_name = "seminars"
urlpatterns: list[URLPattern | URLResolver] = [
    *bases.urlpatterns,
    *applications.urlpatterns,
    *programmes.urlpatterns,
    *runs.urlpatterns,
    *people.urlpatterns,
    *planning.urlpatterns,
    *questions.urlpatterns,
    *notices.urlpatterns,
    *selection.urlpatterns,
    *sessions.urlpatterns,
    *attendance.urlpatterns,
    *hours.urlpatterns,
    *closing.urlpatterns,
    *completions.urlpatterns,
    *completions_in_sight.urlpatterns,
    *corrections.urlpatterns,
    *decisions.urlpatterns,
    *demand.urlpatterns,
    *guidance.urlpatterns,
    *enrolments.urlpatterns,
    *recommendations.urlpatterns,
]
