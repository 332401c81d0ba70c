"""The cms app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Words and pictures."""

    name = "cms"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Let reminders be made of what is known here."""
        from cms import publishing, reminding, saved_searches  # noqa: F401, PLC0415  (models are not loaded before)
