"""Regions, organisations and who acts for them."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from learning import places
from learning.accounts.enums import EmployerKind, OrganisationKind, Role, Sector


class Region(models.Model):
    """A region of GB/T 2260 down to the county, or a development zone with a code and parent of its own."""

    code = models.CharField(_("code"), max_length=12, primary_key=True)
    name = models.CharField(_("name"), max_length=50)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    # "/320000/320100/320102/": a region lies within another where its path begins with the other's.
    path = models.CharField(_("path"), max_length=60, unique=True)
    depth = models.PositiveSmallIntegerField(_("depth"))  # 1 province, 2 city, 3 county, district or zone
    is_zone = models.BooleanField(_("development zone"), default=False)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        indexes = [models.Index(name="region_path_prefix", fields=["path"], opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return places.said(self.name)


class Organisation(models.Model):
    """A regulator, a base or an employer."""

    kind = models.CharField(_("kind"), max_length=10, choices=OrganisationKind.choices)
    name = models.CharField(_("name"), max_length=100)
    uscc = models.CharField(_("unified social credit code"), max_length=18, unique=True, null=True, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="organisations", verbose_name=_("region"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    sector = models.CharField(_("sector"), max_length=25, choices=Sector.choices, default=Sector.GENERAL)
    employer_kind = models.CharField(_("kind of employer"), max_length=20, choices=EmployerKind.choices, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint(name="one_organisation_a_name_and_kind", fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody acts for an organisation in a role, from a day until a day."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    ends_before = models.DateField(_("ends before"), null=True, blank=True)
    appointed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    appointed_at = models.DateTimeField(_("appointed at"), null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                name="membership_starts_before_it_ends", condition=Q(ends_before=None) | Q(since__lt=F("ends_before"))
            ),
            models.UniqueConstraint(
                name="one_open_membership_a_role",
                fields=["user", "organisation", "role"],
                condition=Q(ends_before=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} #{self.organisation_id}"


# A number changes hands: whoever has it next year was not meant.
INVITATION_LASTS = timedelta(days=14)


class Invitation(models.Model):
    """Whoever proves a mobile number shall act for an organisation; it becomes a membership when they sign in."""

    mobile = models.CharField(_("mobile number"), max_length=20)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    invited_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("invited at"))
    # Taken up or taken back: then it is of the past.
    closed_at = models.DateTimeField(_("closed at"), null=True)
    membership = models.OneToOneField(Membership, models.PROTECT, null=True, related_name="invitation")

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                name="one_open_invitation_a_role",
                fields=["mobile", "organisation", "role"],
                condition=Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} #{self.organisation_id}"

    @property
    def expires_at(self) -> datetime:
        """Return the moment from which it can be taken up no longer."""
        return self.invited_at + INVITATION_LASTS
