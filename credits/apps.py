"""The credits app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CreditsConfig(AppConfig):
    """What counts, what is owed, what was proved."""

    name = "credits"
    verbose_name = _("Hours")
