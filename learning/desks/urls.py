"""Addresses of the desks."""

from django.urls import path

from learning.desks import views

urlpatterns = [
    path("desk/", views.home, name="home"),
    path("learning/", views.my_learning, name="my-learning"),
    path("today/", views.today, name="today"),
    path("decisions/", views.decisions, name="decisions"),
    path("overview/", views.overview, name="overview"),
]
