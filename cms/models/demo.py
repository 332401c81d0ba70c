"""How far the demo province is filled. Empty everywhere else."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoFilling(models.Model):
    """One filling of the demo province: what it was begun with, so that whoever goes on with it does the same."""

    seed = models.IntegerField(_("seed"))
    scale = models.FloatField(_("scale"), default=1)
    # Everything in the province is relative to this moment, also where the filling goes on another day.
    begun_at = models.DateTimeField(_("begun at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("filling of the demo province")
        verbose_name_plural = _("fillings of the demo province")

    def __str__(self) -> str:
        return f"{self.seed} × {self.scale}"


class DemoStep(models.Model):
    """One step of a filling: done in one transaction with its mark, so that a kill leaves nothing half done and nothing twice."""

    filling = models.ForeignKey(DemoFilling, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField(_("number"))
    # Steps of a stage may be done at the same time; a stage begins when the one before is done.
    stage = models.PositiveSmallIntegerField(_("stage"))
    deed = models.CharField(_("deed"), max_length=20)
    subject = models.CharField(_("of what"), max_length=20, blank=True)
    part = models.PositiveSmallIntegerField(_("part"), default=0)
    weight = models.PositiveSmallIntegerField(_("weight"), default=1)
    done_at = models.DateTimeField(_("done at"), null=True)
    seconds = models.FloatField(_("seconds"), null=True)

    class Meta:
        verbose_name = _("step of a filling")
        verbose_name_plural = _("steps of a filling")
        constraints = [models.UniqueConstraint(name="one_step_a_number", fields=["filling", "number"])]

    def __str__(self) -> str:
        return f"{self.deed} {self.subject} {self.part}"
