"""The yearly plan of advanced seminars: its rows, and the sheets that brought them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import Sector
from seminars.enums import PlanOutcome, PlanSheetState


class PlannedSeminar(models.Model):
    """An advanced seminar that the province plans for a year and gives to a base. One that vanished from the plan stays as withdrawn."""

    year = models.PositiveSmallIntegerField(_("year"))
    code = models.CharField(_("code"), max_length=30)  # as the plan numbers it; unique in its year
    base = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="planned_seminars", verbose_name=_("base")
    )
    title = models.CharField(_("title"), max_length=100)
    sector = models.CharField(_("sector"), max_length=25, choices=Sector.choices)
    guidance_item = models.ForeignKey(
        "seminars.GuidanceItem", models.PROTECT, related_name="+", verbose_name=_("guidance item")
    )
    month = models.PositiveSmallIntegerField(_("month"))
    hours = models.BigIntegerField(_("hundredths of an hour"))
    places = models.PositiveIntegerField(_("places"))
    host = models.CharField(_("host"), max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(_("taken out of the plan at"), null=True, blank=True)
    changed_at = models.DateTimeField(_("last changed at"))

    class Meta:
        verbose_name = _("planned seminar")
        verbose_name_plural = _("planned seminars")
        constraints = [
            models.UniqueConstraint(name="one_planned_seminar_a_code", fields=["year", "code"]),
            models.CheckConstraint(name="a_planned_month_is_one", condition=Q(month__gte=1, month__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class PlanSheet(models.Model):
    """A sheet of the plan of a year as a provincial office handed it in: what it would change, and whether it was applied."""

    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("file name"), max_length=150)
    digest = models.CharField(max_length=64)  # SHA-256 of the file as it came
    basis = models.CharField(max_length=64)  # SHA-256 of the plan that it was compared with
    office = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("handed in at"))
    state = models.CharField(_("state"), max_length=8, choices=PlanSheetState.choices, default=PlanSheetState.CHECKED)
    applied_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("applied at"), null=True)

    class Meta:
        verbose_name = _("sheet of the yearly plan")
        verbose_name_plural = _("sheets of the yearly plan")

    def __str__(self) -> str:
        return f"{self.year} #{self.pk} {self.state}"


class PlanSheetRow(models.Model):
    """One row of a sheet, or one row of the plan that the sheet leaves out: what it would change."""

    sheet = models.ForeignKey(PlanSheet, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"), null=True)  # as the sheet counts them; nothing where it vanished
    code = models.CharField(_("code"), max_length=30, blank=True)
    title = models.CharField(_("title"), max_length=100, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=PlanOutcome.choices)
    facts = models.JSONField(default=dict)  # the columns of the plan's row, as they would be written
    before = models.JSONField(default=dict)  # those that differ, as they are
    field = models.CharField(max_length=20, blank=True)
    message = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("row of a sheet of the yearly plan")
        verbose_name_plural = _("rows of sheets of the yearly plan")

    def __str__(self) -> str:
        return f"#{self.sheet_id}/{self.number} {self.outcome}"
