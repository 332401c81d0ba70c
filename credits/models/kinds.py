"""Kinds of reminders: what is said to whom, when and how, as data with versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from credits.enums import Weight


class ReminderKind(models.Model):
    """
    A kind of reminder. The rest is in its versions: in force is the published one with the highest number.

    `weight` is that of the version in force, kept here for whoever asks by the table. Reminders of a paused kind are planned and wait.
    """

    code = models.CharField(max_length=40, unique=True)
    source = models.CharField(max_length=40)
    weight = models.CharField(_("how much it matters"), max_length=10, choices=Weight.choices)
    is_paused = models.BooleanField(_("paused"), default=False)
    paused_at = models.DateTimeField(_("paused at"), null=True)
    paused_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    paused_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kind of reminder")
        verbose_name_plural = _("kinds of reminders")

    def __str__(self) -> str:
        return self.code


class ReminderVersion(models.Model):
    """
    One version of a kind: offsets, flags, channels, weight, wording, examples, all in `body`. Published, it cannot change any more.

    Reminders name the version that they were planned under, and so keep their wording.
    """

    kind = models.ForeignKey(ReminderKind, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    is_shipped = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("written at"))
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("version of a kind of reminder")
        verbose_name_plural = _("versions of kinds of reminders")
        constraints = [
            models.UniqueConstraint(name="one_number_a_version_of_a_kind", fields=["kind", "number"]),
            models.UniqueConstraint(
                name="one_draft_a_kind_of_reminder", fields=["kind"], condition=models.Q(published_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id}/{self.number}"


class TitleWindow(models.Model):
    """
    When applications for titles of a series are taken in a region, as its office announced it. Those concerned are told.

    A wrong one is withdrawn and stated anew.
    """

    series = models.CharField(_("series"), max_length=40)
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    opens_on = models.DateField(_("applications from"))
    closes_on = models.DateField(_("applications until"))
    reference = models.CharField(_("number of the notice"), max_length=100)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("window of title applications")
        verbose_name_plural = _("windows of title applications")
        constraints = [
            models.CheckConstraint(
                name="title_window_opens_before_it_closes", condition=models.Q(opens_on__lte=models.F("closes_on"))
            ),
            models.UniqueConstraint(
                name="one_title_window_a_day", fields=["series", "region", "closes_on"],
                condition=models.Q(withdrawn_at=None),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.series} {self.region_id} {self.closes_on}"
