"""What the standings of a human were decided from, and how far the sweeps have come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Seen(models.Model):
    """
    What all standings of one human saw when they were last decided together, and the day on which they must be decided again.

    A row stands for a human once somebody asked what the human owes, under the lowest record. It is derived, like standings.
    """

    person = models.OneToOneField("accounts.Person", models.PROTECT, primary_key=True, related_name="+")
    records = models.JSONField(default=list)  # ids of the joined records, sorted; `person` is the first of them
    last_fact = models.BigIntegerField(default=0)  # id of the newest PersonFact of these records
    lines = models.BigIntegerField(default=0)  # of all chains of the human; posting keeps it with every line
    openings = models.IntegerField(default=0)
    decided_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # a cycle or a fact begins or ends then; nothing is to come: null

    class Meta:
        verbose_name = _("what standings were decided from")
        verbose_name_plural = _("what standings were decided from")
        indexes = [models.Index(name="standings_due", fields=["due_on"])]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.decided_at:%Y-%m-%d %H:%M}"


class SweepPlace(models.Model):
    """How far a sweep that goes round has come: behind which id it goes on."""

    name = models.CharField(max_length=30, primary_key=True)
    after = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place of a sweep")
        verbose_name_plural = _("places of sweeps")

    def __str__(self) -> str:
        return f"{self.name} {self.after}"
