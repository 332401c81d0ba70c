"""Who sees which messages were given up, and who has them sent again: regulators, of the people of their area."""

from datetime import date

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from credits.access._regulated import regulated_people
from credits.models import Delivery
from learning.accounts import access as roles
from learning.accounts.models import Person, User


def given_up_deliveries(*, user: User, on: date, deciding: bool = False) -> QuerySet[Delivery]:
    """Return what was given up of messages to people whom `user` regulates; 404 for somebody who is no regulator (or no officer)."""
    given_up = Delivery.objects.filter(given_up_at__isnull=False, sent_at=None)
    concerned = Person.objects.filter(pk__in=given_up.values("reminder__person"))
    seen = regulated_people(user=user, persons=concerned, on=on, deciding=deciding)
    return given_up.filter(reminder__person__in=seen.values("pk"))


def may_send_again(*, user: User, on: date) -> bool:
    """Return whether `user` is an officer, who has messages sent again."""
    return roles.regulators_of(user, on, roles=roles.DECIDING_ROLES).exists()


def delivery_to_send_again(*, user: User, pk: int, on: date) -> Delivery:
    """Return a message that was given up and that `user`, an officer, may have sent again, or 404."""
    return get_object_or_404(given_up_deliveries(user=user, on=on, deciding=True), pk=pk)
