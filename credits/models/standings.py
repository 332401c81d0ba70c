"""What each person owes in each cycle."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from credits.enums import StandingState


class Standing(models.Model):
    """
    Required, counted, missing, by when, why: the duty of one person under one family in one cycle.

    Derived and kept: it names what it was decided from (`version`, `records`, `last_fact`, `last_entry`, `openings`), and is decided
    again where one of them moved. Amounts are 1/100 of an hour.
    """

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    family = models.CharField(_("rulebook"), max_length=40)
    version = models.ForeignKey("credits.RulebookVersion", models.PROTECT, related_name="+")
    cycle_starts_on = models.DateField()
    cycle_ends_before = models.DateField()
    state = models.CharField(_("state"), max_length=8, choices=StandingState.choices)
    required = models.BigIntegerField()
    counted = models.BigIntegerField()
    missing = models.BigIntegerField()
    categories = models.JSONField(default=list)  # [{code, required, counted, missing}]
    unmet = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    deadline = models.DateField(_("by"))
    # Where the person belongs, for lists; the rows that say so are PersonFacts.
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, related_name="+")
    # The same without NULL, so that lists find each place by one index.
    place = models.GeneratedField(
        expression=Coalesce("region", Value("")), output_field=models.CharField(max_length=12), db_persist=True
    )
    employer = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    series = models.CharField(max_length=40, blank=True)
    records = models.JSONField(
        default=list
    )  # ids of the joined records that it saw, sorted; `person` is the first of them
    last_fact = models.BigIntegerField(default=0)  # id of the newest PersonFact it saw
    last_entry = models.BigIntegerField(default=0)  # lines that it saw, of all chains of the human
    openings = models.IntegerField(default=0)  # opening balances that it saw
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(name="one_standing_a_cycle", fields=["person", "family", "cycle_starts_on"])
        ]
        indexes = [
            models.Index(name="standings_of_a_region", fields=["region", "state", "id"]),
            # What the compliance list walks along: one group and state after the other, the most missing first.
            models.Index(
                name="standings_in_order",
                fields=["place", "family", "cycle_starts_on", "series", "state", "missing", "id"],
            ),
            models.Index(name="standings_by_end", fields=["cycle_ends_before", "state"]),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.family} {self.cycle_starts_on} {self.state}"
