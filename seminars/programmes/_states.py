"""Whose turn it is: an application is taken under a lock, in a state in which it may be changed."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from learning.errors import Refusal
from seminars.enums import ApplicationState
from seminars.models import Application


class ReasonMissing(Refusal):
    """Nobody would know why."""

    sentence = _("The reason is missing. Say why, so that the other side knows what to do.")
    field = "reason"


def take(application: Application, *, states: Collection[ApplicationState], otherwise: type[Refusal]) -> None:
    """Lock `application` until the end of the transaction and see that it is in one of `states`."""
    # The lock makes two deciders wait for each other: the second one finds the state changed.
    application.refresh_from_db(from_queryset=Application.objects.select_for_update(no_key=True))
    if application.state not in states:
        raise otherwise(title=application.title, state=ApplicationState(application.state).label)


def stated(reason: str) -> str:
    """Return `reason`, without which nobody would know why."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()
