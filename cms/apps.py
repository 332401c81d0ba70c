"""The cms app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    """Words and pictures."""

    name = "cms"
    verbose_name = _("Pages")
