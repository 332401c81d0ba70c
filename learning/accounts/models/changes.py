"""What people tell about themselves, and the papers that prove it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import ChangeKind, ChangeState, StatusCode
from learning.accounts.models.organisations import Organisation, Region
from learning.accounts.models.people import Person

# Nobody tells of themselves that they have died.
_TOLD = [choice for choice in StatusCode.choices if choice[0] != StatusCode.DECEASED]


class Change(models.Model):
    """Something changed in somebody's life, as they state it. It becomes facts when a regulator or the employer says so."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="changes")
    kind = models.CharField(_("kind"), max_length=20, choices=ChangeKind.choices)
    since = models.DateField(_("from"))
    ends_before = models.DateField(_("ends before"), null=True)
    status = models.CharField(_("kind of leave"), max_length=30, choices=_TOLD, blank=True)
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    employer_name = models.CharField(_("new employer"), max_length=100, blank=True)
    employer_kind = models.CharField(_("kind of employer"), max_length=20, blank=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    stated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    stated_at = models.DateTimeField(_("stated at"))
    due_on = models.DateField(_("to be decided by"))
    state = models.CharField(_("state"), max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("change stated by a person")
        verbose_name_plural = _("changes stated by persons")
        constraints = [
            models.CheckConstraint(
                name="change_starts_before_it_ends", condition=Q(ends_before=None) | Q(since__lt=F("ends_before"))
            ),
            models.UniqueConstraint(
                name="one_waiting_change_a_kind", fields=["person", "kind"], condition=Q(state=ChangeState.WAITING)
            ),
        ]
        indexes = [
            models.Index(name="changes_waiting", fields=["due_on"], condition=Q(state=ChangeState.WAITING)),
        ]

    def __str__(self) -> str:
        return f"#{self.person_id} {self.get_kind_display()}"


class ChangeEvidence(models.Model):
    """
    A paper that proves a change. Append-only.

    The bytes lie in the database: no web server can hand them out by mistake, and a backup holds the record whole.
    """

    change = models.ForeignKey(Change, models.PROTECT, related_name="evidence")
    name = models.CharField(_("file name"), max_length=150)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("proof of a change")
        verbose_name_plural = _("proofs of changes")

    def __str__(self) -> str:
        return self.name
