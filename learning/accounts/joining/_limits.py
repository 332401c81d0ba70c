"""Cooling down: the login and the address, never the record."""

from datetime import datetime, timedelta

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


def check_cool(*, user: User, address: str | None, at: datetime) -> None:
    """Refuse if this login or address has tried too often within the last hour."""
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
