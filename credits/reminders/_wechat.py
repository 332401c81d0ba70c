"""
The seam for a WeChat service account (微信服务号): what an adapter has to do, and what is said where there is none.

An adapter is registered with the operator under the name of the regulator; each kind then needs a template number of its own, as text messages do.
"""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal


class NoServiceAccount(Refusal):
    """None is set up."""

    sentence = _("Messages through a WeChat service account are not set up. Choose text messages or e-mail.")


class ServiceAccount(Protocol):
    """Whoever carries messages to followers of a service account."""

    def send(self, *, to: str, template: str, parameters: Mapping[str, str], url: str, reference: str) -> str:
        """
        Hand a message over to the follower `to` and return the answer; `reference` is the same at every try of one message.

        :raises NotTaken: if it was certainly not taken
        """


def service_account() -> ServiceAccount:
    """
    Return the adapter that `WECHAT_SERVICE_ACCOUNT` names.

    :raises NoServiceAccount: if it names none
    """
    if not settings.WECHAT_SERVICE_ACCOUNT:
        raise NoServiceAccount
    adapter: ServiceAccount = import_string(settings.WECHAT_SERVICE_ACCOUNT)()
    return adapter
