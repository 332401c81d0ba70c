"""
Sending: claimed first, then sent, then marked.

A sender that dies between the server's 250 and the mark leaves a claim. After `CLAIM_LASTS` the message goes out again under the
same Message-ID, and the log says that it may have arrived twice.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from credits.enums import Channel
from credits.models import Delivery
from credits.reminders import _wording
from credits.reminders._following import follow_texts, text_key
from credits.reminders._quiet import quiet_hours
from learning.accounts import people, texts
from learning.errors import Refusal
from learning.work import traced

log = logging.getLogger(__name__)

BATCH = 300
CLAIM_LASTS = timedelta(minutes=15)
BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=1), timedelta(hours=6)
# A refusal for good is tried again a little (greylisting answers wrongly, too); a server that is away for a day is waited for.
MOST_REFUSALS, MOST_ATTEMPTS = 3, 12


class _NotTaken(Exception):
    """The message was certainly not taken."""

    def __init__(self, error: object, *, is_final: bool) -> None:
        super().__init__(str(error)[:500])
        self.is_final = is_final


def send_due(*, at: datetime) -> int:
    """Send what is due, oldest first, at most `BATCH`, and return how many went."""
    sender, sent = _Sender(at), 0
    rows = list(_due(at).order_by("not_before", "pk").values_list("pk", "channel", "reminder__person")[:BATCH])
    quiet = quiet_hours({person for _pk, channel, person in rows if channel == Channel.SMS})
    for pk, channel, person in rows:
        if channel == Channel.SMS and (end := quiet[person].end(at)):
            _due(at).filter(pk=pk).update(not_before=end)
        elif channel == Channel.EMAIL and not sender.has_server():
            continue
        elif _claim(pk, channel, at=at):
            sent += sender.send(Delivery.objects.select_related("reminder").get(pk=pk))
    sender.close()
    follow_texts(at=at)

    return sent


def _due(at: datetime) -> QuerySet[Delivery]:
    free = Q(claimed_at=None) | Q(claimed_at__lte=at - CLAIM_LASTS)
    return Delivery.objects.filter(free, handed_at=None, sent_at=None, given_up_at=None, not_before__lte=at)


def _claim(pk: int, channel: str, *, at: datetime) -> bool:
    row, tried = _due(at).filter(pk=pk), F("attempts") + 1
    if row.filter(claimed_at=None).update(claimed_at=at, attempts=tried):
        return True
    # Text messages are handed over and marked in one transaction: an old claim there sent nothing.
    uncertain = {"is_uncertain": True} if channel == Channel.EMAIL else {}
    return row.filter(claimed_at__isnull=False).update(claimed_at=at, attempts=tried, **uncertain) == 1


class _Sender:
    """One sweep: keeps the connection to the mail server, and forgets the server once it is not there."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.server: BaseEmailBackend = get_connection()
        self.is_there: bool | None = None

    def has_server(self) -> bool:
        """Say whether the mail server answers; it is asked once a sweep."""
        if self.is_there is None:
            try:
                self.server.open()
                self.is_there = True
            except (OSError, SMTPException) as error:
                log.warning("mail server: %s", error)
                self.is_there = False
        return self.is_there

    def send(self, delivery: Delivery) -> bool:
        """Send one claimed delivery and mark what became of it."""
        try:
            self._hand_over(delivery)
        except _NotTaken as refusal:
            _put_off(delivery, refusal, at=self.at)
            return False
        except Exception as error:
            # No answer: it may have been taken. The claim stands, and the message is repeated when it has run out.
            log.error("delivery %s: %s", delivery.message_id, traced(error))
            _note(delivery, error, at=self.at)
            self._reconnect()
            return False
        return True

    def close(self) -> None:
        """Leave the mail server."""
        with suppress(OSError, SMTPException):
            self.server.close()

    def _hand_over(self, delivery: Delivery) -> None:
        person = delivery.reminder.person_id
        language = people.addresses([person])[person].language
        with translation.override(language):
            message = _wording.message(delivery.reminder)
            if delivery.channel == Channel.SMS:
                self._text(delivery, message)
            else:
                self._mail(delivery, message, name=people.current_names([person]).get(person, ""), language=language)

    def _text(self, delivery: Delivery, message: _wording.Message) -> None:
        with transaction.atomic():
            try:
                texts.write(to=delivery.address, body=message.sms[:500], at=self.at, key=text_key(delivery.message_id))
            except Refusal as refusal:
                raise _NotTaken(refusal, is_final=True) from refusal
            # Handed over, not sent: `follow_texts` says which, once the gateway has answered.
            Delivery.objects.filter(pk=delivery.pk).update(handed_at=self.at, last_error="")

    def _mail(self, delivery: Delivery, message: _wording.Message, *, name: str, language: str) -> None:
        said = {"message": message, "name": name, "language": language}
        mail = EmailMultiAlternatives(
            subject=message.subject,
            body=render_to_string("credits/mail/reminder.txt", said),
            to=[delivery.address],
            headers={"Message-ID": delivery.message_id},
            connection=self.server,
        )
        mail.attach_alternative(render_to_string("credits/mail/reminder.html", said), "text/html")
        try:
            mail.send()
        except SMTPRecipientsRefused as refused:
            code, answer = next(iter(refused.recipients.values()))
            raise _NotTaken(f"{code} {_readable(answer)}", is_final=code >= 500) from refused
        except SMTPResponseException as refused:
            reason = _readable(refused.smtp_error)
            raise _NotTaken(f"{refused.smtp_code} {reason}", is_final=refused.smtp_code >= 500) from refused
        _mark(delivery, at=self.at)

    def _reconnect(self) -> None:
        self.close()
        self.server, self.is_there = get_connection(), None


def _mark(delivery: Delivery, *, at: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(sent_at=at, last_error="")


def _put_off(delivery: Delivery, refusal: _NotTaken, *, at: datetime) -> None:
    wait = min(BACK_OFF * 2 ** min(delivery.attempts - 1, 10), LONGEST_BACK_OFF)
    is_over = delivery.attempts >= (MOST_REFUSALS if refusal.is_final else MOST_ATTEMPTS)
    Delivery.objects.filter(pk=delivery.pk).update(
        claimed_at=None, not_before=at + wait, last_error=str(refusal), given_up_at=at if is_over else None
    )


def _note(delivery: Delivery, error: Exception, *, at: datetime) -> None:
    is_over = delivery.attempts >= MOST_ATTEMPTS
    Delivery.objects.filter(pk=delivery.pk).update(
        last_error=(str(error) or type(error).__name__)[:500], given_up_at=at if is_over else None
    )


def _readable(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
