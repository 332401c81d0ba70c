"""Roll-ups of standings for lists and figures, and the exports of lists."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import ExportKind, ExportState, StandingState
from learning.work import Work


class ComplianceChange(models.Model):
    """
    Standings of one group (place, rulebook, cycle, series) have moved since they were counted.

    Written by triggers on `Standing`, taken away by the sweep that counts the group again.
    """

    place = models.CharField(max_length=12, blank=True)  # code of the region; empty where none is known
    family = models.CharField(max_length=40)
    cycle_starts_on = models.DateField()
    series = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("group of standings to count")
        verbose_name_plural = _("groups of standings to count")

    def __str__(self) -> str:
        return f"{self.place} {self.family} {self.cycle_starts_on}"


class ComplianceCell(models.Model):
    """How many standings of a group are in a state, by what statistics ask for. An empty text is what nobody stated."""

    place = models.CharField(max_length=12, blank=True)
    family = models.CharField(max_length=40)
    cycle_starts_on = models.DateField()
    cycle_ends_before = models.DateField()
    series = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=StandingState.choices)
    sector = models.CharField(max_length=25, blank=True)  # of the employer
    employer_kind = models.CharField(max_length=30, blank=True)
    title_level = models.CharField(max_length=30, blank=True)
    standings = models.IntegerField()
    missing = models.BigIntegerField()  # hundredths of an hour
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("count of standings")
        verbose_name_plural = _("counts of standings")
        constraints = [
            models.UniqueConstraint(
                name="one_cell_a_group_and_state",
                fields=[
                    "place",
                    "family",
                    "cycle_starts_on",
                    "series",
                    "state",
                    "sector",
                    "employer_kind",
                    "title_level",
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.place} {self.family} {self.state} {self.standings}"


class ComplianceExport(Work):
    """A list that somebody asked for as a file: made in chunks by the sweep `compliance.export_due`, kept for a week."""

    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    language = models.CharField(max_length=10)
    kind = models.CharField(_("format"), max_length=4, choices=ExportKind.choices)
    choice = models.JSONField()  # compliance.Choice: what is listed, and what the asker regulates
    state = models.CharField(_("state"), max_length=7, choices=ExportState.choices, default=ExportState.WAITING)
    total = models.PositiveIntegerField(_("rows expected"))
    done = models.PositiveIntegerField(_("rows done"), default=0)
    after = models.CharField(max_length=200, blank=True)  # key of the last row that is done
    expires_at = models.DateTimeField(_("kept until"), null=True)

    class Meta:
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
        indexes = [models.Index(name="exports_due", fields=["not_before"], condition=Q(state="WAITING"))]

    def __str__(self) -> str:
        return f"#{self.pk} {self.kind} {self.done}/{self.total}"


class ComplianceExportPart(models.Model):
    """One chunk of the file of an export."""

    export = models.ForeignKey(ComplianceExport, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("part of an export")
        verbose_name_plural = _("parts of exports")
        constraints = [models.UniqueConstraint(name="one_part_a_number", fields=["export", "number"])]

    def __str__(self) -> str:
        return f"#{self.export_id}/{self.number}"
