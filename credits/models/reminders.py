"""Reminders: what a person is told, how, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from credits.enums import Channel


class SharedFacts(models.Model):
    """What many reminders that were planned at once say alike, kept once. What one of them says of its own goes before it."""

    facts = models.JSONField()

    class Meta:
        verbose_name = _("facts of many reminders")
        verbose_name_plural = _("facts of many reminders")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Reminder(models.Model):
    """
    A message that somebody is due, once: key, whom, kind, anchor, facts. It is its own line in the in-site inbox.

    It is for a person, or, where it comes with an office, for a login. `version` says how its kind was worded when it was planned.
    """

    # As bytes: no order of a language is wanted, and it is what planning for a million compares most.
    key = models.CharField(max_length=150, db_collation="C")
    # Neither the record nor the login of somebody who was told anything is ever deleted: two checks a row are saved.
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    kind = models.CharField(_("kind"), max_length=40)
    # Published versions cannot be deleted: a check a row is saved.
    version = models.ForeignKey(
        "credits.ReminderVersion", models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    anchor = models.CharField(max_length=100)  # what it is about: "run:81", "standing:nanjing-general:2026-01-01"
    facts = models.JSONField()
    shared = models.ForeignKey(
        SharedFacts, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    created_at = models.DateTimeField(_("written at"))
    read_at = models.DateTimeField(_("read at"), null=True)
    # What is planned for many at once goes to the channels afterwards, some at a time.
    is_spread = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            # Not `unique=True`: a second index for LIKE would cost as much again, and nobody asks so.
            models.UniqueConstraint(name="one_reminder_a_key", fields=["key"]),
            models.CheckConstraint(
                name="reminder_is_for_a_person_or_a_login",
                condition=models.Q(person__isnull=False, user=None) | models.Q(person=None, user__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="inbox_of_a_person", fields=["person", "-id"]),
            models.Index(name="inbox_of_a_login", fields=["user", "-id"], condition=models.Q(user__isnull=False)),
            models.Index(name="reminders_to_spread", fields=["id"], condition=models.Q(is_spread=False)),
        ]

    def __str__(self) -> str:
        return self.key


class LetterFrame(models.Model):
    """What stood around the words of mails: their text and their page, with signs where the words go, and who they were from. Never changed."""

    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10)
    sender = models.CharField(max_length=254)
    text = models.TextField()
    page = models.TextField()

    class Meta:
        verbose_name = _("frame of letters")
        verbose_name_plural = _("frames of letters")

    def __str__(self) -> str:
        return f"{self.language} {self.digest[:12]}"


class SendingRound(models.Model):
    """
    The mails that one sender claimed at once, in their order, and with how many of them it has begun.

    Of a sender that was killed, all but the last of these were taken by the server, the last is in doubt, and the others were never tried. A row
    as small as this is changed before each mail; their deliveries are marked together.
    """

    claimed_at = models.DateTimeField()
    deliveries = models.JSONField()
    begun = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("round of sending")
        verbose_name_plural = _("rounds of sending")

    def __str__(self) -> str:
        return f"#{self.pk} {self.claimed_at:%Y-%m-%d %H:%M:%S}"


class Delivery(models.Model):
    """
    One reminder on one channel: the delivery log. At least once; an attempt whose answer is unknown is repeated with the same Message-ID.

    A sender claims several (`claimed_at`); its `SendingRound` says which of them it is handing over. `tried_at` is of an attempt that ended
    without an answer. What a mail said are the words in `letter` within its `frame`, what a text message said is `wording`.
    """

    reminder = models.ForeignKey(Reminder, models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=254)
    message_id = models.CharField(max_length=200, unique=True)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(
        null=True
    )  # when a text message was left to the texts slice; it is sent when that says so
    sent_at = models.DateTimeField(_("sent at"), null=True)
    is_uncertain = models.BooleanField(_("may have arrived twice"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)
    answer = models.CharField(_("answer of the server"), max_length=500, blank=True, db_default="")
    wording = models.TextField(_("wording as sent"), blank=True, db_default="")
    letter = models.JSONField(null=True)
    frame = models.ForeignKey(
        LetterFrame, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    given_up_at = models.DateTimeField(_("given up at"), null=True)
    again_at = models.DateTimeField(_("sent again at"), null=True)
    again_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(name="one_delivery_a_channel", fields=["reminder", "channel"])]
        indexes = [
            models.Index(
                name="deliveries_due", fields=["not_before"], condition=models.Q(sent_at=None, given_up_at=None)
            ),
            models.Index(
                name="deliveries_given_up",
                fields=["-given_up_at", "-id"],
                condition=models.Q(given_up_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class ReminderPreference(models.Model):
    """
    A person wants, or does not want, reminders on a channel. No row: wanted.

    Whoever wants them again (`again_since`) is not reached by what would have ended them before that.
    """

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_wanted = models.BooleanField(default=True)
    again_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reminder preference")
        verbose_name_plural = _("reminder preferences")
        constraints = [models.UniqueConstraint(name="one_preference_a_channel", fields=["person", "channel"])]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.channel} {self.is_wanted}"


class QuietHours(models.Model):
    """From which full hour until which no text message reaches a person, local time. No row: the usual hours. Both alike: none."""

    person = models.OneToOneField("accounts.Person", models.PROTECT, related_name="+")
    from_hour = models.PositiveSmallIntegerField(_("from"))
    until_hour = models.PositiveSmallIntegerField(_("until"))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(
                name="quiet_hours_are_on_the_clock", condition=models.Q(from_hour__lt=24, until_hour__lt=24)
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.from_hour}–{self.until_hour}"


class ReminderChoice(models.Model):
    """What a person wants to be told, and in which language. No row: everything, in the language of the login."""

    person = models.OneToOneField("accounts.Person", models.PROTECT, related_name="+")
    only_important = models.BooleanField(_("only what is important"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")

    def __str__(self) -> str:
        return f"#{self.person_id}"


class RefusedAddress(models.Model):
    """An address that a server refused for good. It is not used until the code that was sent there for trying is typed in."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=254)
    answer = models.CharField(_("answer of the server"), max_length=500)
    since = models.DateTimeField(_("since"))
    code_digest = models.CharField(max_length=64, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("refused address")
        verbose_name_plural = _("refused addresses")
        constraints = [models.UniqueConstraint(name="one_mark_an_address", fields=["channel", "address"])]

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"


class SendingPace(models.Model):
    """How many messages went out in the present minute on a channel ("SMS") or to a mail domain ("EMAIL:qq.com"), by all senders."""

    name = models.CharField(max_length=260, primary_key=True)
    minute = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("pace of sending")
        verbose_name_plural = _("paces of sending")

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """The calendar of a person's deadlines and runs. Its address follows from `number`: another number is another address."""

    person = models.OneToOneField("accounts.Person", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(_("open"), default=True)
    since = models.DateTimeField(_("since"))
    read_at = models.DateTimeField(_("read last"), null=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"#{self.person_id} {self.number}"
