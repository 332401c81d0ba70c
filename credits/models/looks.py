"""Who looked at whose record, and why."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class RecordLook(models.Model):
    """A regulator looked at a person's record for a stated purpose. Append-only; the person may read it."""

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=200)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("look at a record")
        verbose_name_plural = _("looks at records")
        constraints = [models.CheckConstraint(name="a_look_states_its_purpose", condition=~Q(purpose=""))]
        indexes = [models.Index(name="looks_at_a_person", fields=["person", "-at"])]

    def __str__(self) -> str:
        return f"{self.user_id} → #{self.person_id} {self.at:%Y-%m-%d %H:%M}"
