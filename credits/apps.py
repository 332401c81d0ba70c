"""The credits app."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from learning.accounts.models import Person, User


class CreditsConfig(AppConfig):
    """What counts, what is owed, what was proved."""

    name = "credits"
    verbose_name = _("Hours")

    def ready(self) -> None:
        """Let records of people open to regulators only after the purpose was stated: looks are kept here."""
        from learning.accounts import access  # noqa: PLC0415  (models are not loaded before)

        access.opens_after(_where_to_state_purpose)


def _where_to_state_purpose(user: "User", person: "Person", at: datetime) -> str | None:
    """Return the address where `user` states the purpose of looking at `person`'s record, None if it was stated lately."""
    from credits import access  # noqa: PLC0415  (models are not loaded before)

    if access.look_in_force(user=user, record=access.Record(person=person, ids=(person.pk,)), at=at):
        return None
    return reverse("credits:register-record", args=[person.pk])
