"""Keys that seal papers: what anybody may know of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SealKey(models.Model):
    """
    The certificate (X.509) of a key that seals for an organisation. Append-only: the newest one seals, what an older one sealed stays checkable.

    The private half is in the store of keys, under the name `serial`.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    serial = models.CharField(_("serial number"), max_length=40, unique=True)  # of the certificate, hexadecimal
    certificate = models.BinaryField()  # DER
    authority = models.BinaryField()  # DER of the certificate above it
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("key of seals")
        verbose_name_plural = _("keys of seals")
        constraints = [models.CheckConstraint(name="seal_key_starts_before_it_ends", condition=Q(since__lt=F("until")))]

    def __str__(self) -> str:
        return self.serial


class SealKeyEnd(models.Model):
    """
    A key is in wrong hands since a moment. Append-only.

    What it sealed before stays good only where a timestamp proves that it was sealed before: who holds a key can write any day into a paper.
    """

    key = models.OneToOneField(SealKey, models.PROTECT, related_name="end")
    since = models.DateTimeField(_("since"))
    reason = models.CharField(_("reason"), max_length=500)  # whoever checks a paper reads it
    noted_at = models.DateTimeField(_("noted at"))

    class Meta:
        verbose_name = _("end of a key of seals")
        verbose_name_plural = _("ends of keys of seals")

    def __str__(self) -> str:
        return f"{self.key_id} {self.since:%Y-%m-%d}"
