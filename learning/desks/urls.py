"""Addresses of the desks."""

from django.urls import path

from learning.desks import views

urlpatterns = [
    path("desk/", views.home, name="home"),
    # Before credits' own: a desk knows what somebody is enrolled in, credits does not.
    path("hours/", views.my_hours, name="my-hours"),
    path("learning/", views.my_learning, name="my-learning"),
    path("today/", views.today, name="today"),
    path("decisions/", views.decisions, name="decisions"),
    path("overview/", views.overview, name="overview"),
]
