"""
Sending: claimed first, then begun, then sent, then marked.

A sender that dies between the server's 250 and the mark leaves one message in doubt. It goes out again under the same Message-ID, and the log says
that it may have arrived twice. Several senders at once take different messages.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime

from django.utils import translation

from credits.enums import Channel, Weight
from credits.models import Delivery
from credits.reminders import _claiming, _kinds, _refused, _wording
from credits.reminders._claiming import Ended
from credits.reminders._following import follow_texts
from credits.reminders._letters import Letter, letter
from credits.reminders._mailing import NotTaken, Server
from credits.reminders._readers import Reader, readers
from credits.reminders._texting import hand_over_texts
from learning.work import traced

log = logging.getLogger(__name__)

BATCH = 100
# A sweep ends by itself long before its claims do, and before a worker that is asked to stop is stopped.
PATIENCE_SECONDS = 60.0


def send_due(*, at: datetime) -> int:
    """Send what is due, the oldest first, for a minute at most, and return how many went."""
    sent = hand_over_texts(at=at)
    server, until = Server(), time.monotonic() + PATIENCE_SECONDS
    try:
        while time.monotonic() < until and server.opens():
            rows = _claiming.claim(channel=Channel.EMAIL, at=at, most=BATCH)
            if not rows:
                break
            sent += _Round(rows, server, at=at).run(until)
    finally:
        server.close()
    follow_texts(at=at)

    return sent


class _Round:
    """What one sender claimed at once. Of what it sends, at most the last is not marked yet."""

    def __init__(self, rows: Sequence[Delivery], server: Server, *, at: datetime) -> None:
        self.rows, self.server, self.at = rows, server, at
        self.rules = _kinds.rules({row.reminder.kind for row in rows})
        self.readers = readers(rows)
        self.ended: Ended | None = None
        self.sent = 0

    def run(self, until: float) -> int:
        """Send one after the other and return how many went."""
        marked = _refused.refused((row.channel, row.address) for row in self.rows)
        left = {row.pk for row in self.rows}
        try:
            for row in self.rows:
                if time.monotonic() > until or not self.server.opens():
                    break
                left.discard(row.pk)
                mark = marked.get((row.channel, row.address))
                if mark:
                    _refused.give_up(Delivery.objects.filter(pk=row.pk), mark.answer, at=self.at)
                else:
                    self._send(row)
        finally:
            self._end()
        _claiming.release(left)
        return self.sent

    def _send(self, row: Delivery) -> None:
        try:
            written = self._written(row, self.readers[row.pk])
        except Exception as error:
            # One that cannot be written stops nobody else.
            log.error("delivery %s: %s", row.message_id, traced(error))
            _claiming.put_off(row, type(error).__name__, is_final=True, at=self.at)
            return
        is_ours = _claiming.step(ended=self.ended, begun=row.pk, at=self.at)
        self.ended = None
        if is_ours:
            self._hand_over(row, written)

    def _written(self, row: Delivery, reader: Reader) -> Letter:
        with translation.override(reader.language):
            message = _wording.message(row.reminder)
            may_end = self.rules[row.reminder.kind].weight != Weight.REQUIRED and row.reminder.person_id is not None
            return letter(row, message, reader=reader, may_end=may_end, at=self.at)

    def _hand_over(self, row: Delivery, written: Letter) -> None:
        try:
            answer = self.server.send(written)
        except NotTaken as refusal:
            is_over = _claiming.put_off(row, str(refusal), is_final=refusal.is_final, at=self.at)
            if is_over and refusal.is_of_address:
                _refused.mark(channel=row.channel, address=row.address, answer=str(refusal), at=self.at)
        except Exception as error:
            log.error("delivery %s: %s", row.message_id, traced(error))
            _claiming.leave_in_doubt(row, error, at=self.at)
            self.server.close()
        else:
            self.ended = Ended(pk=row.pk, answer=answer, wording=written.words)
            self.sent += 1

    def _end(self) -> None:
        _claiming.step(ended=self.ended, begun=None, at=self.at)
        self.ended = None
