"""The accounts app. Mind the label: allauth's is `account`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People, organisations, roles."""

    name = "learning.accounts"
    label = "accounts"
    verbose_name = _("People and organisations")
