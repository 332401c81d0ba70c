"""Corrections of hours after a run was closed: what a base asks for, the papers that prove it, what was decided."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from seminars.enums import CorrectionKind, CorrectionState


class HoursCorrection(models.Model):
    """
    A base says that the hours of somebody in a closed run are wrong, and a regulator decides about it.

    `person` is whom it concerns: whose minutes were others, who was credited by mistake, who was never there, who was left out.
    """

    run = models.ForeignKey("seminars.Run", models.PROTECT, related_name="hours_corrections")
    kind = models.CharField(_("kind"), max_length=13, choices=CorrectionKind.choices)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    # Who was there in the place of `person`.
    right_person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    minutes = models.JSONField(default=dict)  # {key of the session: minutes}, where they are to be others
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    due_on = models.DateField(_("to be decided by"))
    state = models.CharField(_("state"), max_length=8, choices=CorrectionState.choices, default=CorrectionState.WAITING)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.CharField(_("reason of the decision"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("correction of hours")
        verbose_name_plural = _("corrections of hours")
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_correction_a_person_and_run", fields=["run", "person"], condition=Q(state="WAITING")
            ),
            models.CheckConstraint(
                name="a_wrong_person_has_a_right_one",
                condition=Q(kind="WRONG_PERSON", right_person__isnull=False)
                | (~Q(kind="WRONG_PERSON") & Q(right_person=None)),
            ),
            models.CheckConstraint(
                name="a_decided_correction_names_who",
                condition=Q(state="WAITING", decided_by=None) | (~Q(state="WAITING") & Q(decided_by__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="corrections_waiting", fields=["due_on"], condition=Q(state="WAITING"))]

    def __str__(self) -> str:
        return f"{self.run_id} #{self.person_id} {self.kind} {self.state}"

    @property
    def origin(self) -> str:
        """Return what the acts in the ledger are called that this caused."""
        return f"correction:{self.pk}"


class CorrectionEvidence(models.Model):
    """A paper that proves a correction. Append-only. The bytes lie in the database: no web server hands them out by mistake."""

    correction = models.ForeignKey(HoursCorrection, models.PROTECT, related_name="evidence")
    name = models.CharField(_("file name"), max_length=150)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("proof of a correction")
        verbose_name_plural = _("proofs of corrections")

    def __str__(self) -> str:
        return self.name
