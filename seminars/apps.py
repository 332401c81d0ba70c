"""The seminars app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeminarsConfig(AppConfig):
    """Facts of what is taught and who was there."""

    name = "seminars"
    verbose_name = _("Seminars and courses")

    def ready(self) -> None:
        """Let reminders be made of what is known here."""
        import seminars.dues  # noqa: F401, PLC0415  (models are not loaded before)
