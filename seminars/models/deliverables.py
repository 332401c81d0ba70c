"""What a run asks everybody to hand in before there is a certificate (结业成果), and what they handed in."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.media import PRIVATE
from seminars.enums import HandedInState


class Deliverable(models.Model):
    """What everybody in a run hands in, as it was approved or stated before anybody was enrolled, and until when."""

    run = models.OneToOneField("seminars.Run", models.PROTECT, related_name="deliverable")
    name = models.CharField(_("what is to be handed in"), max_length=40)
    expected = models.CharField(_("what is expected of it"), max_length=500, blank=True)
    days = models.PositiveSmallIntegerField(_("days after the end to hand it in"))
    extended_to = models.DateField(_("extended to"), null=True)
    extended_reason = models.CharField(_("why it was extended"), max_length=300, blank=True)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("deliverable")
        verbose_name_plural = _("deliverables")

    def __str__(self) -> str:
        return self.name

    def due_on(self, last: date) -> date:
        """Return the day by which it is due, in a run whose last day is `last`: an extension gives time, and takes none where the run moves."""
        by_days = last + timedelta(days=self.days)
        return max(self.extended_to or by_days, by_days)


FOLDER = f"{PRIVATE}deliverables/"


def _place(handed_in: Any, _name: str) -> str:
    """Return where a file lies: beside what a web server hands out, under a name that nobody can guess."""
    ending = handed_in.file_name.rpartition(".")[2]
    return f"{FOLDER}{handed_in.handed_in_at:%Y}/{uuid4().hex}.{ending}"


class HandedIn(models.Model):
    """What somebody handed in: a file, an address or a text. The one with the highest number counts; those before it were returned."""

    enrolment = models.ForeignKey("seminars.Enrolment", models.PROTECT, related_name="handed_in")
    number = models.PositiveSmallIntegerField(_("number"))
    file = models.FileField(_("file"), upload_to=_place, max_length=100, blank=True)
    file_name = models.CharField(_("file name"), max_length=150, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    link = models.CharField(_("address"), max_length=300, blank=True)
    text = models.TextField(_("words"), max_length=4000, blank=True)
    handed_in_at = models.DateTimeField(_("handed in at"))
    # Of the first one under this number: whoever mends what waits is not late by it.
    first_handed_in_at = models.DateTimeField(_("first handed in at"))
    # How often it was handed in under this number; a decision names which one was looked at.
    version = models.PositiveIntegerField(default=1)
    handed_in_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=HandedInState.choices, default=HandedInState.WAITING)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    # Accepted for good: whether a certificate is due by it was looked at.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("deliverable handed in")
        verbose_name_plural = _("deliverables handed in")
        constraints = [
            models.UniqueConstraint(name="one_handed_in_a_number", fields=["enrolment", "number"]),
            models.UniqueConstraint(
                name="one_handed_in_counts", fields=["enrolment"], condition=~Q(state=HandedInState.RETURNED)
            ),
            models.CheckConstraint(
                name="a_decided_deliverable_names_who",
                condition=Q(state="WAITING", decided_by=None) | (~Q(state="WAITING") & Q(decided_by__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(
                name="deliverables_to_settle", fields=["decided_at"], condition=Q(state="ACCEPTED", settled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} #{self.number} {self.state}"
