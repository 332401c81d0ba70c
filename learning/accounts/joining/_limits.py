"""Cooling down: the login and the address, never the record."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts.joining._telling import clock
from learning.accounts.models import JoinAttempt, User
from learning.errors import Refusal

WINDOW = timedelta(hours=1)
WRONG_TRIES_OF_A_LOGIN = 5
WRONG_TRIES_OF_AN_ADDRESS = 20  # an office or a training hall shares one
TRIES_OF_A_LOGIN = 10  # right ones, too: each may send a code to somebody


class CoolingDown(Refusal):
    """Too many wrong tries from this login or address."""

    sentence = _(
        "Too many tries. Try again at %(again_at)s, or let staff of a base or a regulator confirm you in person."
    )


@transaction.atomic
def count_try(*, user: User, address: str | None, at: datetime) -> JoinAttempt:
    """
    Count a try of this login from this address, as a wrong one until it turns out right.

    Tries of one login, and of one address, wait for each other here: many at once are counted like many in a row.

    :raises CoolingDown: if this login or address has tried too often within the last hour
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if address:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"joining:{address}"])
    _check_cool(user=user, address=address, at=at)
    return JoinAttempt.objects.create(user=user, address=address, failed=True, at=at)


def _check_cool(*, user: User, address: str | None, at: datetime) -> None:
    recent = JoinAttempt.objects.filter(at__gt=at - WINDOW)
    own, there = recent.filter(user=user), recent.filter(address=address, address__isnull=False)
    for tries, most in (
        (own.filter(failed=True), WRONG_TRIES_OF_A_LOGIN),
        (own, TRIES_OF_A_LOGIN),
        (there.filter(failed=True), WRONG_TRIES_OF_AN_ADDRESS),
    ):
        times = list(tries.order_by("-at", "-pk").values_list("at", flat=True)[:most])
        if len(times) == most:
            raise CoolingDown(again_at=clock(times[-1] + WINDOW))
