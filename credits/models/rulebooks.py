"""Versions of rulebooks, and the years for which hours are known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import Basis, RulebookStatus


class RulebookVersion(models.Model):
    """
    Dated rules of one authority for one group of people. Once published it cannot change or vanish; a trigger refuses.

    `body` is the canonical JSON of `policy.Version`, `digest` its digest; `effective_*` are days of learning.
    `scope_*` choose whom it applies to; an empty text means everybody.
    """

    family = models.CharField(_("rulebook"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    code = models.CharField(_("version"), max_length=60)  # policy.Version.id: "nanjing-general@2023-01-01"
    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    status = models.CharField(_("status"), max_length=10, choices=RulebookStatus.choices, default=RulebookStatus.DRAFT)
    is_demo = models.BooleanField(_("demonstration copy"), default=False)
    # Came in a pack: as long as it is a draft, the next edition of the pack takes its place.
    is_shipped = models.BooleanField(default=False)
    effective_from = models.DateField(_("in force from"), null=True)
    effective_before = models.DateField(_("in force until before"), null=True)
    scope_region = models.ForeignKey("accounts.Region", models.PROTECT, null=True, blank=True, related_name="+")
    scope_series = models.CharField(max_length=40, blank=True)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    reference = models.CharField(_("published under"), max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrigenda")
    # A draft as it was typed, comments included; empty where it came in a pack.
    text = models.TextField(blank=True)
    # Grows with each saving of a draft: who saves or publishes names the one that they saw.
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(_("last saved"), null=True)
    edited_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(_("taken out of force at"), null=True)
    retired_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    retired_reason = models.CharField(_("reason for taking it out of force"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("version of a rulebook")
        verbose_name_plural = _("versions of rulebooks")
        constraints = [
            # Drafts may still say what another says.
            models.UniqueConstraint(
                name="one_version_a_digest", fields=["family", "digest"], condition=~Q(status="DRAFT")
            ),
            models.CheckConstraint(
                name="published_version_says_when", condition=Q(status="DRAFT") | Q(published_at__isnull=False)
            ),
            models.CheckConstraint(
                name="retired_version_says_when", condition=~Q(status="RETIRED") | Q(retired_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code


class RulebookExample(models.Model):
    """
    What a version is expected to decide: facts and expectations, as a policy case writes them. It freezes with its version; a trigger refuses.
    """

    version = models.ForeignKey(RulebookVersion, models.CASCADE, related_name="examples")
    name = models.CharField(_("name"), max_length=200)
    text = models.TextField(_("example"))
    is_shipped = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("example of a rulebook")
        verbose_name_plural = _("examples of rulebooks")
        constraints = [models.UniqueConstraint(name="one_example_a_name", fields=["version", "name"])]

    def __str__(self) -> str:
        return self.name


class ConnectedSource(models.Model):
    """From a day on, the hours of a family are known to this system for the people of a region; before it they are unknown, not short."""

    family = models.CharField(max_length=40)
    region = models.ForeignKey("accounts.Region", models.PROTECT, related_name="+")
    since = models.DateField()
    name = models.CharField(max_length=100)

    class Meta:
        verbose_name = _("connected source")
        verbose_name_plural = _("connected sources")
        constraints = [models.UniqueConstraint(name="one_source_a_family_and_region", fields=["family", "region"])]

    def __str__(self) -> str:
        return f"{self.family} {self.region_id} {self.since}"
