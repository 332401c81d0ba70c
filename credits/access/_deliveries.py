"""Who sees which messages were given up, and who has them sent again: regulators, of the people and the offices of their area."""

from datetime import date

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from credits.access._regulated import regulated_people
from credits.models import Delivery
from learning.accounts import access as roles
from learning.accounts.models import Membership, Person, User


def given_up_deliveries(*, user: User, on: date, deciding: bool = False) -> QuerySet[Delivery]:
    """
    Return what was given up of messages to people, and to holders of offices without a record, whom `user` regulates.

    404 for somebody who is no regulator (or no officer).
    """
    given_up = Delivery.objects.filter(given_up_at__isnull=False, sent_at=None)
    concerned = Person.objects.filter(pk__in=given_up.values("reminder__person"))
    seen = regulated_people(user=user, persons=concerned, on=on, deciding=deciding)
    return given_up.filter(
        Q(reminder__person__in=seen.values("pk"))
        | Q(reminder__user__in=_office_holders(user=user, on=on, deciding=deciding).values("user"))
    )


def may_send_again(*, user: User, on: date) -> bool:
    """Return whether `user` is an officer, who has messages sent again."""
    return roles.regulators_of(user, on, roles=roles.DECIDING_ROLES).exists()


def delivery_to_send_again(*, user: User, pk: int, on: date) -> Delivery:
    """Return a message that was given up and that `user`, an officer, may have sent again, or 404."""
    return get_object_or_404(given_up_deliveries(user=user, on=on, deciding=True), pk=pk)


def _office_holders(*, user: User, on: date, deciding: bool) -> QuerySet[Membership]:
    within = roles.regulated(user, on, region="organisation__region", sector="organisation__sector", deciding=deciding)
    in_force = Membership.objects.filter(Q(ends_before=None) | Q(ends_before__gt=on), since__lte=on)
    return in_force.filter(within)
