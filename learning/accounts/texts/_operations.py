"""Writing and sending text messages."""

import logging
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity
from learning.accounts.models import TextMessage
from learning.accounts.texts._gateways import Gateway, GatewayAway, GatewayRefused, Text, gateway
from learning.accounts.texts._lengths import signed
from learning.errors import Refusal
from learning.work import traced

LONGEST = 500
# A sender killed between claiming and marking: another takes over after this long.
CLAIM_LASTS = timedelta(minutes=2)
MOST_ATTEMPTS = 8
BATCH = 200
# A sweep ends by itself: what takes its time is claimed by the next one, not by two at once.
PATIENCE = timedelta(seconds=60)
# Whoever is away is not asked two hundred times.
MOST_SILENCES = 3

logger = logging.getLogger(__name__)


class WrongTextMessage(Refusal):
    """Nothing to send, or too much."""

    sentence = _("A text message has 1 to %(longest)d characters.")


@transaction.atomic
def write(
    *,
    to: str,
    body: str,
    at: datetime,
    key: str | None = None,
    expires_at: datetime | None = None,
    template: str = "",
    parameters: Mapping[str, Any] | None = None,
    waits: bool = False,
) -> TextMessage:
    """
    Write a text message down and send it right after commit, or, where it `waits`, with the next sweep.

    The same `key` writes one message, however often it is asked. `template` is the number of the wording that the operator approved, `parameters`
    are what is filled into it; without, it is that of codes and notices (`SMS_TEMPLATE`) with the body as its one parameter.

    :raises identity.WrongMobile: if `to` cannot receive one
    :raises WrongTextMessage: if it is empty or too long
    """
    if not 0 < len(body) <= LONGEST:
        raise WrongTextMessage(longest=LONGEST)
    facts = {
        "to": identity.normalised_mobile(to),
        "body": body,
        "created_at": at,
        "expires_at": expires_at,
        "not_before": at,
        "template": template,
        "parameters": dict(parameters or {}),
    }
    if key is None:
        message, is_new = TextMessage.objects.create(**facts), True
    else:
        message, is_new = TextMessage.objects.get_or_create(key=key, defaults=facts)
    if is_new and not waits:
        # Robust: the row is safe, and the sweep tries again; whoever waits for the page is not to blame for the gateway.
        transaction.on_commit(partial(send_now, message, at=at), robust=True)
    return message


def send_now(message: TextMessage, *, at: datetime) -> bool:
    """Send `message` unless somebody else does, and say whether it went. A gateway's refusal is recorded, not raised."""
    try:
        return _send(message, gateway(), clock=lambda: at)
    except GatewayAway:
        return False


def send_due(*, at: datetime) -> int:
    """Send what was not sent right after commit, oldest first, for a minute at most, and return how many went."""
    sent, silences, carrier, clock = 0, 0, gateway(), _clock(at)
    for message in _due(at).order_by("not_before", "pk")[:BATCH]:
        try:
            sent += _send(message, carrier, clock=clock)
            silences = 0
        except GatewayAway:
            silences += 1
        except Exception as error:
            # One bad row must not stop the rest; its claim expires. The text of an error may quote the message.
            logger.error("text message %s: %s", message.pk, traced(error))
        if silences == MOST_SILENCES or clock() >= at + PATIENCE:
            break
    return sent


def forget_codes_due(*, at: datetime) -> int:
    """Empty the bodies of messages that are useless by now: they held codes. Return how many."""
    return TextMessage.objects.filter(expires_at__lte=at).exclude(body="").update(body="")


def _clock(at: datetime) -> Callable[[], datetime]:
    """Return what says how late it is in a sweep that began at `at`: a slow gateway's last message is claimed long after its first."""
    began = time.monotonic()
    return lambda: at + timedelta(seconds=time.monotonic() - began)


def _due(at: datetime) -> QuerySet[TextMessage]:
    free = Q(claimed_at=None) | Q(claimed_at__lte=at - CLAIM_LASTS)
    useful = Q(expires_at=None) | Q(expires_at__gt=at)
    return TextMessage.objects.filter(free, useful, sent_at=None, not_before__lte=at, attempts__lt=MOST_ATTEMPTS)


def _claim(message: TextMessage, at: datetime) -> bool:
    return _due(at).filter(pk=message.pk).update(claimed_at=at, attempts=F("attempts") + 1) == 1


def _send(message: TextMessage, carrier: Gateway, *, clock: Callable[[], datetime]) -> bool:
    """
    Send `message` unless somebody else does, and say whether it went.

    :raises GatewayAway: if nobody answered; that is noted
    """
    if not _claim(message, clock()):
        return False
    message.refresh_from_db()
    try:
        answer = carrier.send(_text(message))
    except GatewayRefused as refusal:
        _put_off(message, refusal, clock())
        if isinstance(refusal, GatewayAway):
            raise
        return False
    TextMessage.objects.filter(pk=message.pk).update(sent_at=clock(), last_error="", answer=answer[:500])
    return True


def _text(message: TextMessage) -> Text:
    signature = settings.SMS_SIGNATURE
    return Text(
        to=message.to,
        body=signed(message.body, signature=signature),
        reference=f"xueshi-text-{message.pk}",
        signature=signature,
        template=message.template or settings.SMS_TEMPLATE,
        parameters=message.parameters if message.template else {"text": message.body},
    )


def _put_off(message: TextMessage, refusal: GatewayRefused, at: datetime) -> None:
    # A quarter longer at most, by its key: what failed together does not come back together.
    wait = timedelta(seconds=15 * 2 ** (message.attempts - 1) * (1 + message.pk % 16 / 64))
    attempts = MOST_ATTEMPTS if refusal.is_final else message.attempts
    error = str(refusal)[:500]
    TextMessage.objects.filter(pk=message.pk).update(
        claimed_at=None, not_before=at + wait, attempts=attempts, last_error=error, refusal=refusal.about
    )
    logger.warning("text message %s not taken: %s", message.pk, error)
