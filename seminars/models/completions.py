"""Completions of self-paced programmes: tables that bases hand in, and what became of each row."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import SheetState
from learning.work import Work
from seminars.enums import CompletionOutcome


class CompletionSheet(Work):
    """A table of who completed a self-paced programme. Its file is not kept: it holds document numbers."""

    programme = models.ForeignKey("seminars.Programme", models.PROTECT, related_name="completion_sheets")
    # The facts in force when it was handed in: window, examination, years and hours are judged by them.
    version = models.ForeignKey("seminars.ProgrammeVersion", models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=150)
    digest = models.CharField(max_length=64)  # SHA-256 of the file as it came
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("handed in at"))
    state = models.CharField(_("state"), max_length=10, choices=SheetState.choices, default=SheetState.CHECKED)
    total = models.PositiveIntegerField(_("rows"))
    to_register = models.PositiveIntegerField(default=0)  # rows accepted when it was confirmed
    done = models.PositiveIntegerField(_("rows done"), default=0)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("table of completions")
        verbose_name_plural = _("tables of completions")
        indexes = [models.Index(name="completions_due", fields=["not_before"], condition=Q(state="APPLYING"))]

    def __str__(self) -> str:
        return f"#{self.pk} {self.done}/{self.to_register}"


class CompletionRow(models.Model):
    """
    One row of a table: whom it is about, what it states, what became of it.

    Of somebody who has no record yet the number is kept, encrypted, until the row is registered; of everybody else, never.
    """

    sheet = models.ForeignKey(CompletionSheet, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))  # as the sheet counts them
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=50, blank=True)
    number_tail = models.CharField(max_length=4, blank=True)
    number_encrypted = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(_("learning year"), null=True)
    completed_on = models.DateField(_("completed on"), null=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=2, null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=CompletionOutcome.choices)
    hours = models.BigIntegerField(_("hours counted"), null=True)  # hundredths, once registered
    field = models.CharField(max_length=20, blank=True)
    message = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("row of a table of completions")
        verbose_name_plural = _("rows of tables of completions")
        constraints = [
            models.UniqueConstraint(name="one_completion_row_a_number", fields=["sheet", "number"]),
            models.CheckConstraint(
                name="an_accepted_completion_is_about_somebody",
                condition=Q(outcome="REFUSED") | Q(person__isnull=False) | ~Q(number_encrypted=""),
            ),
        ]
        indexes = [models.Index(name="completions_by_outcome", fields=["sheet", "outcome", "number"])]

    def __str__(self) -> str:
        return f"#{self.sheet_id}/{self.number} {self.outcome}"
