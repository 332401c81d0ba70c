"""Plans of the province: what is to be reached until when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seminars.enums import Indicator


class Plan(models.Model):
    """A plan, from a day until a day. Once closed, its final figures stand as they were stated."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("name in English"), max_length=100)
    since = models.DateField(_("since"))
    ends_before = models.DateField(_("ends before"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(name="plan_starts_before_it_ends", condition=Q(since__lt=F("ends_before")))
        ]

    def __str__(self) -> str:
        return self.name


class PlanTarget(models.Model):
    """What a plan asks of one indicator, and, once it is closed, what was reached."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="targets")
    indicator = models.CharField(_("indicator"), max_length=20, choices=Indicator.choices)
    target = models.BigIntegerField(_("target"), null=True)
    is_sample = models.BooleanField(_("target is a sample"), default=False)  # 示例: no document states it
    final = models.BigIntegerField(_("final figure"), null=True)
    is_sample_final = models.BooleanField(_("final figure is a sample"), default=False)

    class Meta:
        verbose_name = _("target of a plan")
        verbose_name_plural = _("targets of plans")
        constraints = [models.UniqueConstraint(name="one_target_an_indicator", fields=["plan", "indicator"])]

    def __str__(self) -> str:
        return f"{self.indicator} {self.target}"
