"""Claims and entries, the acts that caused them, the chain heads that lock them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from credits.enums import Activity, ActKind, EntryKind


class Act(models.Model):
    """Somebody did something to the ledger: who, when, why. Every line names its act. Append-only."""

    kind = models.CharField(_("kind"), max_length=15, choices=ActKind.choices)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    origin = models.CharField(_("origin"), max_length=100, blank=True)  # "run:81", "roster:2026-06"

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class Chain(models.Model):
    """The head of a person's chain, and the lock under which the person's hours change."""

    person = models.OneToOneField("accounts.Person", models.PROTECT, primary_key=True, related_name="+")
    next_position = models.BigIntegerField(default=1)
    lines = models.BigIntegerField(default=0)
    last_digest = models.BinaryField(default=b"")
    last_recorded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("chain")
        verbose_name_plural = _("chains")

    def __str__(self) -> str:
        return f"#{self.person_id} ×{self.lines}"


class Claim(models.Model):
    """
    The facts of something done, whoever states them, in typed columns. Append-only.

    A correction is another row with the same key and position and the next `revision`. Amounts are 1/100 of an hour.
    """

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    revision = models.PositiveSmallIntegerField(default=1)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    digest = models.CharField(max_length=64)  # of the facts, canonical
    position = models.BigIntegerField()
    act = models.ForeignKey(Act, models.PROTECT, related_name="claims")
    recorded_at = models.DateTimeField(_("recorded at"))

    title = models.CharField(_("title"), max_length=200)
    provider = models.CharField(_("provider"), max_length=100, blank=True)
    provider_organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    approval_number = models.CharField(_("approval number"), max_length=60, blank=True)

    activity = models.CharField(_("activity"), max_length=20, choices=Activity.choices)
    category = models.CharField(_("category"), max_length=30, blank=True, null=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    hours = models.BigIntegerField(null=True)
    minutes = models.BigIntegerField(null=True)
    days = models.BigIntegerField(null=True)
    credits = models.BigIntegerField(null=True)
    attended_minutes = models.BigIntegerField(null=True)
    absent_half_days = models.IntegerField(null=True)
    travel_days = models.IntegerField(null=True)
    mode = models.CharField(max_length=10, null=True)
    level = models.CharField(max_length=12, null=True)
    organiser = models.CharField(max_length=10, null=True)
    provider_since = models.DateField(null=True)
    provider_until = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    passed = models.BooleanField(null=True)
    passed_on = models.DateField(null=True)
    role = models.CharField(max_length=12, null=True)
    rank = models.IntegerField(null=True)
    authors = models.IntegerField(null=True)
    count = models.IntegerField(null=True)
    chars = models.IntegerField(null=True)
    item = models.CharField(max_length=100, null=True)
    specialty = models.CharField(max_length=50, null=True)
    declared_on = models.DateField(null=True)  # whoever claims it handed it in
    late_approved_on = models.DateField(null=True)  # a regulator let it count although it was handed in late
    provider_region = models.CharField(max_length=12, null=True)

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(name="one_claim_a_key_and_revision", fields=["person", "key", "revision"]),
            models.CheckConstraint(name="claim_starts_before_it_ends", condition=Q(starts_on__lte=F("ends_on"))),
        ]
        indexes = [
            models.Index(name="claims_of_a_person", fields=["person", "position"]),
            # Few: what somebody taught, of which a sweep makes certificates.
            models.Index(
                name="claims_taught",
                fields=["id"],
                condition=Q(activity__in=["teaching", "lecture_given"]) | Q(role="lecturer"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.key}"


class Entry(models.Model):
    """
    One line of the ledger: an amount, signed, of one claim under one family, in one cycle and category. Append-only.

    A claim that earns nothing has a line of 0 with its reasons. `reasons` holds the whole decision's reasons as `policy` gave them.
    `kind` says what happened to this claim, `act` who caused it: a line of kind ADJUSTMENT names the reversal of an earlier claim.
    The newest line of a claim and family names the version that the claim stays under; without one the family decides no longer.
    """

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    number = models.BigIntegerField()  # place in the person's chain, from 1
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="entries")
    act = models.ForeignKey(Act, models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=15, choices=EntryKind.choices)
    family = models.CharField(_("rulebook"), max_length=40)
    version = models.ForeignKey("credits.RulebookVersion", models.PROTECT, null=True, related_name="+")
    version_digest = models.CharField(max_length=64, blank=True)
    cycle_starts_on = models.DateField(null=True)
    cycle_ends_before = models.DateField(null=True)
    category = models.CharField(_("category"), max_length=30, blank=True)
    hours = models.BigIntegerField(_("hundredths of an hour"))
    reasons = models.JSONField(_("reasons"), default=list)
    recorded_at = models.DateTimeField(_("recorded at"))
    prev_digest = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(name="entries_are_numbered_without_repeat", fields=["person", "number"]),
        ]
        indexes = [models.Index(name="entries_of_a_cycle", fields=["person", "family", "cycle_starts_on"])]

    def __str__(self) -> str:
        return f"#{self.person_id}/{self.number} {self.hours}"


class OpeningBalance(models.Model):
    """What an earlier cycle left, or the hours of earlier years that were brought along. Append-only."""

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    family = models.CharField(max_length=40)
    on = models.DateField()  # first day of the cycle
    carried_in = models.BigIntegerField(null=True)
    shortfall = models.BigIntegerField(null=True)
    category = models.CharField(max_length=30, blank=True)
    source = models.CharField(max_length=200)
    act = models.ForeignKey(Act, models.PROTECT, related_name="openings")

    class Meta:
        verbose_name = _("opening balance")
        verbose_name_plural = _("opening balances")
        constraints = [
            models.UniqueConstraint(
                name="one_opening_a_cycle_and_category", fields=["person", "family", "on", "category"]
            )
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.family} {self.on}"
