"""The seminars app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeminarsConfig(AppConfig):
    """Facts of what is taught and who was there."""

    name = "seminars"
    verbose_name = _("Seminars and courses")
