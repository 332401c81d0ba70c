"""What a version of a rulebook would change, tried on the ledger, and the redecisions that follow from it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import StandingState, WorkState
from learning.work import Work


class Simulation(Work):
    """
    A version tried on the ledger, or on a region's part of it: worked through by the sweep `simulation.run_due`, slice by slice.

    `body` is what was tried: a draft that is edited later changes no result. Amounts are 1/100 of an hour.
    """

    version = models.ForeignKey("credits.RulebookVersion", models.CASCADE, related_name="simulations")
    body = models.JSONField()
    digest = models.CharField(max_length=64)  # of `body`; a redecision needs a published version with the same
    region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, related_name="+")
    today = models.DateField()  # cycles that began until this day are judged
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked for at"))
    state = models.CharField(_("state"), max_length=7, choices=WorkState.choices, default=WorkState.WAITING)
    after = models.BigIntegerField(default=-1)  # people up to this id are done
    total = models.PositiveIntegerField(_("people"))
    done = models.PositiveIntegerField(_("people done"), default=0)
    concerned = models.PositiveIntegerField(default=0)  # people of whom hours or a standing would be other ones
    seen_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(_("looked at"), null=True)

    class Meta:
        verbose_name = _("simulation")
        verbose_name_plural = _("simulations")
        indexes = [models.Index(name="simulations_due", fields=["not_before"], condition=Q(state="WAITING"))]

    def __str__(self) -> str:
        return f"#{self.pk} {self.done}/{self.total}"


class SimulationCell(models.Model):
    """How many standings of a group go from which state to which, and the hours missing before and after. An empty state: none."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="cells")
    cycle_starts_on = models.DateField()
    cycle_ends_before = models.DateField()
    city = models.CharField(max_length=12, blank=True)  # code of the region; empty where none is known
    series = models.CharField(max_length=40)
    career = models.CharField(max_length=10)  # years since the duty began, as a span: "5-9"; empty where unknown
    employer_kind = models.CharField(max_length=30, blank=True)
    before = models.CharField(max_length=8, choices=StandingState.choices, blank=True)
    after = models.CharField(max_length=8, choices=StandingState.choices, blank=True)
    standings = models.IntegerField()
    missing_before = models.BigIntegerField()
    missing_after = models.BigIntegerField()

    class Meta:
        verbose_name = _("count of a simulation")
        verbose_name_plural = _("counts of simulations")
        constraints = [
            models.UniqueConstraint(
                name="one_cell_a_group_and_change",
                fields=[
                    "simulation",
                    "cycle_starts_on",
                    "cycle_ends_before",
                    "city",
                    "series",
                    "career",
                    "employer_kind",
                    "before",
                    "after",
                ],
            )
        ]

    def __str__(self) -> str:
        return f"#{self.simulation_id} {self.city} {self.before}→{self.after} {self.standings}"


class SimulationFlip(models.Model):
    """One person's standing that goes from met to short, or from short to met."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="flips")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    family_before = models.CharField(max_length=40)
    family_after = models.CharField(max_length=40)
    cycle_starts_on = models.DateField()
    cycle_ends_before = models.DateField()
    city = models.CharField(max_length=12, blank=True)
    series = models.CharField(max_length=40)
    career = models.CharField(max_length=10)
    employer_kind = models.CharField(max_length=30, blank=True)
    before = models.CharField(max_length=8, choices=StandingState.choices)
    after = models.CharField(max_length=8, choices=StandingState.choices)
    required_before = models.BigIntegerField()
    required_after = models.BigIntegerField()
    counted_before = models.BigIntegerField()
    counted_after = models.BigIntegerField()
    missing_before = models.BigIntegerField()
    missing_after = models.BigIntegerField()

    class Meta:
        verbose_name = _("changed standing of a simulation")
        verbose_name_plural = _("changed standings of simulations")
        constraints = [
            models.UniqueConstraint(
                name="one_flip_a_cycle", fields=["simulation", "person", "family_after", "cycle_starts_on"]
            )
        ]
        indexes = [models.Index(name="flips_in_order", fields=["simulation", "after", "city", "id"])]

    def __str__(self) -> str:
        return f"#{self.simulation_id} #{self.person_id} {self.before}→{self.after}"


class SimulationChunk(models.Model):
    """Records whose hours the simulation changes, as many as are decided again in one transaction, and under which rulebooks."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="chunks")
    families = models.JSONField()
    records = models.JSONField()
    lines = models.IntegerField(null=True)  # appended when these were decided again; null: not yet

    class Meta:
        verbose_name = _("people to decide again")
        verbose_name_plural = _("people to decide again")
        indexes = [models.Index(name="chunks_to_redecide", fields=["simulation", "id"], condition=Q(lines=None))]

    def __str__(self) -> str:
        return f"#{self.simulation_id} ×{len(self.records)}"


class Redecision(Work):
    """Those whose hours a simulation changes are decided again: by whom, why, how far it is. A sweep does it chunk by chunk."""

    simulation = models.OneToOneField(Simulation, models.PROTECT, related_name="redecision")
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    state = models.CharField(_("state"), max_length=7, choices=WorkState.choices, default=WorkState.WAITING)
    total = models.PositiveIntegerField(_("people"))
    done = models.PositiveIntegerField(_("people done"), default=0)
    moved = models.PositiveIntegerField(default=0)  # people for whom a line was appended
    lines = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("redecision")
        verbose_name_plural = _("redecisions")
        indexes = [models.Index(name="redecisions_due", fields=["not_before"], condition=Q(state="WAITING"))]

    def __str__(self) -> str:
        return f"#{self.simulation_id} {self.done}/{self.total}"
