"""Sheets of opening balances: what was handed in, what became of each row, how far registering is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import OpeningOutcome, SheetState
from learning.work import Work


class OpeningSheet(Work):
    """A table of opening balances that a regulator handed in. Its file is not kept: it holds document numbers."""

    name = models.CharField(_("file name"), max_length=150)
    digest = models.CharField(max_length=64)  # SHA-256 of the file as it came
    office = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("handed in for")
    )
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("handed in at"))
    state = models.CharField(_("state"), max_length=10, choices=SheetState.choices, default=SheetState.CHECKED)
    total = models.PositiveIntegerField(_("rows"))
    to_register = models.PositiveIntegerField(default=0)  # rows accepted when it was confirmed
    done = models.PositiveIntegerField(_("rows done"), default=0)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sheet of opening balances")
        verbose_name_plural = _("sheets of opening balances")
        indexes = [models.Index(name="sheets_due", fields=["not_before"], condition=Q(state="APPLYING"))]

    def __str__(self) -> str:
        return f"#{self.pk} {self.done}/{self.to_register}"


class OpeningRow(models.Model):
    """One row of a sheet, without the document number: whom it is about, what it states, what became of it."""

    sheet = models.ForeignKey(OpeningSheet, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(_("row"))  # as the sheet counts them
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=50, blank=True)
    number_tail = models.CharField(max_length=4, blank=True)
    family = models.CharField(_("rulebook"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    category = models.CharField(_("category"), max_length=30, blank=True)
    carried_in = models.BigIntegerField(null=True)
    shortfall = models.BigIntegerField(null=True)
    source = models.CharField(_("source document"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=OpeningOutcome.choices)
    field = models.CharField(max_length=20, blank=True)  # which one is wrong
    message = models.CharField(
        max_length=500, blank=True
    )  # what to do about it, in the language of whoever handed it in

    class Meta:
        verbose_name = _("row of a sheet of opening balances")
        verbose_name_plural = _("rows of sheets of opening balances")
        constraints = [
            models.UniqueConstraint(name="one_row_a_number", fields=["sheet", "number"]),
            models.CheckConstraint(
                name="an_accepted_row_is_about_somebody", condition=Q(outcome="REFUSED") | Q(person__isnull=False)
            ),
        ]
        indexes = [models.Index(name="rows_by_outcome", fields=["sheet", "outcome", "number"])]

    def __str__(self) -> str:
        return f"#{self.sheet_id}/{self.number} {self.outcome}"
