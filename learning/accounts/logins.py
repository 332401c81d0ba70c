"""Logins: what is swept."""

from datetime import datetime, timedelta

from learning.accounts.models import User

# A sign-up whose mobile number was not proved by then is not finished any more.
UNFINISHED_LASTS = timedelta(days=7)
BATCH = 1000


def drop_unfinished_due(*, at: datetime) -> int:
    """Drop sign-ups that nobody finished: the number was never proved, nobody ever signed in. Return how many."""
    old = User.objects.filter(
        joined_at__lte=at - UNFINISHED_LASTS,
        mobile__isnull=False,
        mobile_verified=False,
        last_login=None,
        is_staff=False,
        person_logins=None,
        memberships=None,
        consents=None,
    )
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:BATCH])
    User.objects.filter(pk__in=keys).delete()
    return len(keys)
