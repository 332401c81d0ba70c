"""
Claiming: a sender takes several deliveries at once; nobody else takes them until it lets go, or is dead.

A claim alone sends nothing: what nobody began is free again after `CLAIM_LASTS`. What was begun and never answered is repeated after
`DOUBT_LASTS` under the same Message-ID, as one that may have arrived twice. How far a sender has come, `_rounds` keeps.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _kinds, _pace, _wording

CLAIM_LASTS, DOUBT_LASTS = timedelta(minutes=5), timedelta(minutes=15)
BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=1), timedelta(hours=6)
# A refusal for good is tried again a little (greylisting answers wrongly, too); a server that is away for a day is waited for.
MOST_REFUSALS, MOST_ATTEMPTS = 3, 12


def due(at: datetime) -> QuerySet[Delivery]:
    """Return what may be claimed at `at`."""
    untried = Q(tried_at=None, claimed_at__lte=at - CLAIM_LASTS)
    free = Q(claimed_at=None) | untried | Q(tried_at__lte=at - DOUBT_LASTS)
    return Delivery.objects.filter(free, handed_at=None, sent_at=None, given_up_at=None, not_before__lte=at)


@transaction.atomic
def claim(*, channel: Channel, at: datetime, most: int) -> list[Delivery]:
    """Claim what is due on `channel`, but for paused kinds, the oldest first, no more than `most` and than the pace allows."""
    _end_doubt(channel, at=at)
    room = _pace.room(channel, at=at)
    rows = room.allowed(due(at).filter(channel=channel).exclude(reminder__kind__in=_kinds.paused()))
    # Whoever claims at the same time takes others.
    locked = rows.select_for_update(skip_locked=True, of=("self",), no_key=True).select_related("reminder")
    taken = room.take(list(locked.order_by("not_before", "pk")[: min(most, room.left)]))
    # A text message is handed over and marked in one transaction: an old claim there sent nothing.
    in_doubt = Case(When(tried_at__isnull=False, then=Value(True)), default="is_uncertain")  # noqa: FBT003
    uncertain = {"is_uncertain": in_doubt} if channel == Channel.EMAIL else {}
    Delivery.objects.filter(pk__in=[row.pk for row in taken]).update(claimed_at=at, tried_at=None, **uncertain)

    _wording.read_words([row.reminder for row in taken])
    return taken


def _end_doubt(channel: Channel, *, at: datetime) -> None:
    """Give up what was begun too often and never answered: a mail whose sender dies each time would be repeated for ever."""
    died = due(at).filter(channel=channel, tried_at__isnull=False, attempts__gte=MOST_ATTEMPTS)
    died.update(given_up_at=at, claimed_at=None, tried_at=None, is_uncertain=True)


def release(pks: Collection[int], *, claimed_at: datetime) -> None:
    """Let go of those of a claim that were not begun."""
    Delivery.objects.filter(pk__in=pks, claimed_at=claimed_at, tried_at=None, sent_at=None).update(claimed_at=None)


def put_off(delivery: Delivery, error: str, *, is_final: bool, at: datetime) -> bool:
    """Let `delivery`, which was certainly not taken, wait after its attempt; say whether it is given up now."""
    attempts = delivery.attempts + 1
    is_over = attempts >= (MOST_REFUSALS if is_final else MOST_ATTEMPTS)
    Delivery.objects.filter(pk=delivery.pk).update(
        claimed_at=None,
        tried_at=None,
        attempts=attempts,
        not_before=at + _wait(delivery, attempts),
        last_error=error[:500],
        given_up_at=at if is_over else None,
    )
    return is_over


def leave_in_doubt(delivery: Delivery, error: Exception, *, at: datetime) -> None:
    """Note that no answer came: `delivery` may have been taken, and is repeated when the doubt has lasted long enough."""
    is_over = delivery.attempts + 1 >= MOST_ATTEMPTS
    said = (str(error) or type(error).__name__)[:500]
    doubt([delivery.pk], at=at, last_error=said, given_up_at=at if is_over else None)


def doubt(pks: Collection[int], *, at: datetime, **said: object) -> None:
    """Note that these were begun at `at`, and that nobody knows what became of them."""
    Delivery.objects.filter(pk__in=pks, sent_at=None).update(tried_at=at, attempts=F("attempts") + 1, **said)


def _wait(delivery: Delivery, attempts: int) -> timedelta:
    wait: timedelta = min(BACK_OFF * 2 ** min(attempts - 1, 10), LONGEST_BACK_OFF)
    # Up to half as long again, by the key: what failed together does not come back together.
    longer: timedelta = wait * (1 + int(delivery.message_id[1:5], 16) / 0x1FFFF)
    return longer
