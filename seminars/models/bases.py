"""Recognition of bases, and the industry guidance catalogue."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seminars.enums import CatalogueState, Level


class Recognition(models.Model):
    """A base is recognised to train, from a day until a day."""

    base = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="recognitions", verbose_name=_("base")
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices)
    number = models.CharField(_("number of the notice"), max_length=60)
    since = models.DateField(_("since"))
    ends_before = models.DateField(_("ends before"), null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("recognition of a base")
        verbose_name_plural = _("recognitions of bases")
        constraints = [
            models.CheckConstraint(
                name="recognition_starts_before_it_ends", condition=Q(ends_before=None) | Q(since__lt=F("ends_before"))
            ),
            models.UniqueConstraint(name="one_recognition_a_day", fields=["base", "since"]),
        ]

    def __str__(self) -> str:
        return self.number

    @staticmethod
    def holding_on(day: date) -> Q:
        """Return what holds of recognitions that are in force on a day."""
        return Q(since__lte=day) & (Q(ends_before=None) | Q(ends_before__gt=day))


class GuidanceCatalogue(models.Model):
    """One version of the industry guidance catalogue (产业引导目录)."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    reference = models.CharField(_("number of the notice"), max_length=100, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_before = models.DateField(_("valid until before"), null=True, blank=True)
    # A draft may be read, compared and thrown away by regulators; nobody may cite it.
    state = models.CharField(_("state"), max_length=9, choices=CatalogueState.choices, default=CatalogueState.PUBLISHED)
    imported_at = models.DateTimeField(_("imported at"), null=True, blank=True)
    imported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("guidance catalogue")
        verbose_name_plural = _("guidance catalogues")

    def __str__(self) -> str:
        return self.name


class GuidanceItem(models.Model):
    """An item of a guidance catalogue: a tree by `parent`."""

    catalogue = models.ForeignKey(GuidanceCatalogue, models.PROTECT, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=100)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    note = models.CharField(_("directions"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("guidance item")
        verbose_name_plural = _("guidance items")
        constraints = [models.UniqueConstraint(name="one_item_a_code", fields=["catalogue", "code"])]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
