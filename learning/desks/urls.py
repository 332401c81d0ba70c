"""Addresses of the desks."""

from django.urls import path

from learning.desks.calendar import own_calendar
from learning.desks.decisions import decisions
from learning.desks.display import choose_language, choose_type
from learning.desks.health import show_health
from learning.desks.home import home
from learning.desks.indicators import indicator
from learning.desks.metrics import show_metrics
from learning.desks.my_hours import my_hours
from learning.desks.my_learning import my_learning
from learning.desks.overview import overview
from learning.desks.styleguide import styleguide
from learning.desks.today import today

urlpatterns = [
    path("health/", show_health, name="health"),
    path("metrics/", show_metrics, name="metrics"),
    path("i18n/language/", choose_language, name="choose-language"),
    path("i18n/type/", choose_type, name="choose-type"),
    path("styleguide/", styleguide, name="styleguide"),
    path("desk/", home, name="home"),
    # Before credits' own: a desk knows what somebody is enrolled in, credits does not.
    path("hours/", my_hours, name="my-hours"),
    path("learning/", my_learning, name="my-learning"),
    path("calendar/mine/<str:token>.ics", own_calendar, name="own-calendar"),
    path("today/", today, name="today"),
    path("decisions/", decisions, name="decisions"),
    path("overview/", overview, name="overview"),
    path("overview/<str:code>/", indicator, name="indicator"),
]
