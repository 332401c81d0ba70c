"""
Sending: claimed first, then begun, then sent, then marked.

A sender that dies between the server's 250 and the mark leaves one message in doubt. It goes out again under the same Message-ID, and the log says
that it may have arrived twice. Several senders at once take different messages.
"""

import logging
import time
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.utils import translation

from credits.enums import Weight
from credits.models import Delivery
from credits.reminders import _claiming, _kinds, _refused, _rounds, _wording
from credits.reminders._following import follow_texts
from credits.reminders._letters import Letter, letter
from credits.reminders._mailing import NotTaken, Server
from credits.reminders._readers import Reader, readers
from credits.reminders._refining import refine
from credits.reminders._rounds import Ended, Round
from credits.reminders._texting import hand_over_texts
from learning.work import traced

log = logging.getLogger(__name__)

BATCH = 500
# A sweep ends by itself long before its claims do, and before a worker that is asked to stop is stopped.
PATIENCE_SECONDS = 60.0


def send_due(*, at: datetime) -> int:
    """Send what is due, the oldest first, for a minute at most, and return how many went."""
    for pk in _rounds.dead(at=at):
        _settle(pk)
    sent = hand_over_texts(at=at)
    server, until = Server(), time.monotonic() + PATIENCE_SECONDS
    try:
        while time.monotonic() < until and server.opens():
            given = _rounds.start(at=at, most=BATCH)
            if given is None:
                break
            sent += _Sender(given, server, at=at).run(until)
    finally:
        server.close()
    follow_texts(at=at)

    return sent


@transaction.atomic
def _settle(pk: int) -> None:
    """Mark what a sender that died had sent, word it as it was, and let go of the rest."""
    found = _rounds.found(pk)
    if found is None:
        return
    given, taken, in_doubt = found
    writer = _Writer(given)
    _rounds.end(
        given,
        [Ended(delivery=row, answer="", letter=writer.tried(row)) for row in taken],
        in_doubt=in_doubt,
    )


class _Writer:
    """Words the mails of a round: what that takes is read for all of them at once."""

    def __init__(self, given: Round) -> None:
        self.at = given.claimed_at
        refine([row.reminder for row in given.rows], at=self.at)
        self.rules = _kinds.rules({row.reminder.kind for row in given.rows})
        self.readers = readers(given.rows)
        self.ahead: tuple[Delivery, Letter] | None = None

    def prepare(self, row: Delivery) -> None:
        """Write the letter of `row` before it is asked for; where it cannot be written, that is said when it is."""
        with suppress(Exception):
            self.ahead = row, self._worded(row)

    def tried(self, row: Delivery) -> Letter | None:
        """Return the letter of `row`, None where it cannot be written."""
        try:
            return self.written(row)
        except Exception as error:
            # One that cannot be written stops nobody else.
            log.error("delivery %s: %s", row.message_id, traced(error))
            return None

    def written(self, row: Delivery) -> Letter:
        """Return the letter of `row`."""
        ahead, self.ahead = self.ahead, None
        return ahead[1] if ahead and ahead[0] is row else self._worded(row)

    def _worded(self, row: Delivery) -> Letter:
        reader: Reader = self.readers[row.pk]
        with translation.override(reader.language):
            message = _wording.message(row.reminder, is_text=False)
            may_end = self.rules[row.reminder.kind].weight != Weight.REQUIRED and row.reminder.person_id is not None
            return letter(row, message, reader=reader, may_end=may_end, at=self.at)


class _Sender:
    """Sends what was claimed at once. At most one mail has gone out of which nothing is known but that it was begun."""

    def __init__(self, given: Round, server: Server, *, at: datetime) -> None:
        self.given, self.server, self.at = given, server, at
        self.writer = _Writer(given)
        self.marked = _refused.refused((row.channel, row.address) for row in given.rows)
        self.ended: list[Ended] = []
        self.begun: int | None = None

    def run(self, until: float) -> int:
        """Send one after the other and return how many went."""
        try:
            self._send_all(until)
        finally:
            self._end()
        return len(self.ended)

    def _send_all(self, until: float) -> None:
        for number, row in enumerate(self.given.rows, start=1):
            if time.monotonic() > until or not self.server.opens():
                return
            if mark := self.marked.get((row.channel, row.address)):
                _refused.give_up(Delivery.objects.filter(pk=row.pk), mark.answer, at=self.at)
            elif not self._send(row, number):
                return

    def _send(self, row: Delivery, number: int) -> bool:
        """Send one, and say whether to go on: not where others took us for dead."""
        try:
            written = self.writer.written(row)
        except Exception as error:
            # One that cannot be written stops nobody else.
            log.error("delivery %s: %s", row.message_id, traced(error))
            _claiming.put_off(row, type(error).__name__, is_final=True, at=self.at)
            return True
        is_ours = self._hand_over(row, written, number)
        self.begun = None
        return is_ours

    def _begin(self, row: Delivery, number: int) -> bool:
        is_ours = _rounds.begin(self.given, number)
        self.begun = row.pk if is_ours else None
        return is_ours

    def _prepare(self, number: int) -> None:
        for row in self.given.rows[number : number + 1]:
            self.writer.prepare(row)

    def _hand_over(self, row: Delivery, written: Letter, number: int) -> bool:
        answer: str | None = ""
        try:
            answer = self.server.send(
                written, begin=lambda: self._begin(row, number), meanwhile=lambda: self._prepare(number)
            )
            if answer is not None:
                self.ended.append(Ended(delivery=row, answer=answer, letter=written))
        except NotTaken as refusal:
            self._put_off(row, refusal)
        except Exception as error:
            log.error("delivery %s: %s", row.message_id, traced(error))
            self.server.close()
            if self.begun is None:
                # Not even begun, for the database is away: nothing of it went out.
                raise
            _claiming.leave_in_doubt(row, error, at=self.at)
        return answer is not None

    def _put_off(self, row: Delivery, refusal: NotTaken) -> None:
        is_over = _claiming.put_off(row, str(refusal), is_final=refusal.is_final, at=self.at)
        if is_over and refusal.is_of_address:
            found = _refused.mark(channel=row.channel, address=row.address, answer=str(refusal), at=self.at)
            self.marked[row.channel, row.address] = found

    def _end(self) -> None:
        _rounds.end(self.given, self.ended, in_doubt=self.begun)
