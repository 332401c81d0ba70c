"""Texting: text messages are handed over to the texts slice, which knows the gateway, and followed until it is known what became of them."""

import logging
from collections import defaultdict
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _claiming, _kinds, _refused, _wording
from credits.reminders._following import text_key
from credits.reminders._quiet import Quiet, quiet_hours
from credits.reminders._readers import Reader, readers
from learning.accounts import texts
from learning.errors import Refusal
from learning.work import traced

log = logging.getLogger(__name__)

BATCH, MOST = 200, 2000


def hand_over_texts(*, at: datetime) -> int:
    """Hand over the text messages that are due, but for those whose readers sleep, and return how many that were."""
    handed, seen = 0, 0
    while seen < MOST and (rows := _claiming.claim(channel=Channel.SMS, at=at, most=BATCH)):
        handed += _handed(_awake(rows, at=at), at=at)
        seen += len(rows)

    return handed


def _awake(rows: list[Delivery], *, at: datetime) -> list[Delivery]:
    """Let the messages of those who sleep wait, and return the others."""
    quiet = quiet_hours({row.reminder.person_id for row in rows if row.reminder.person_id})
    ends = {row.pk: quiet.get(row.reminder.person_id or 0, Quiet()).end(at) for row in rows}
    waiting = defaultdict(list)
    for pk, end in ends.items():
        if end:
            waiting[end].append(pk)
    for end, pks in waiting.items():
        Delivery.objects.filter(pk__in=pks).update(not_before=end, claimed_at=None)

    return [row for row in rows if not ends[row.pk]]


def _handed(rows: list[Delivery], *, at: datetime) -> int:
    rules, read_by = _kinds.rules({row.reminder.kind for row in rows}), readers(rows)
    marked = _refused.refused((row.channel, row.address) for row in rows)
    handed = 0
    for row in rows:
        if mark := marked.get((row.channel, row.address)):
            _refused.give_up(Delivery.objects.filter(pk=row.pk), mark.answer, at=at)
            continue
        try:
            _hand_over(row, read_by[row.pk], template=rules[row.reminder.kind].sms_template, at=at)
            handed += 1
        except Refusal as refusal:
            _claiming.put_off(row, str(refusal), is_final=True, at=at)
        except Exception as error:
            # One that cannot be written stops nobody else, and no mail.
            log.error("delivery %s: %s", row.message_id, traced(error))
            _claiming.put_off(row, type(error).__name__, is_final=True, at=at)
    return handed


@transaction.atomic
def _hand_over(row: Delivery, reader: Reader, *, template: str, at: datetime) -> None:
    with translation.override(reader.language):
        message = _wording.message(row.reminder)
    body = message.sms[:500]
    key = text_key(row.message_id, again_at=row.again_at)
    texts.write(to=row.address, body=body, at=at, key=key, template=template, parameters=message.parameters, waits=True)
    # Handed over, not sent: `follow_texts` says which, once the gateway has answered.
    Delivery.objects.filter(pk=row.pk).update(
        handed_at=at,
        attempts=row.attempts + 1,
        last_error="",
        wording=texts.signed(body, signature=settings.SMS_SIGNATURE),
    )
