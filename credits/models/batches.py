"""Certificates that staff have issued together: the people they chose, and how far each of them is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from credits.enums import CertificateKind
from learning.work import Work


class CertificateBatch(Work):
    """
    Certificates of a kind for people that somebody chose: of a run, or whose cycle of a family is met.

    The sweep `certificates.order_batches` makes an order for each row, `issue_due` does the orders. A batch is finished when none is open.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=CertificateKind.choices)
    name = models.CharField(_("name"), max_length=200)
    # The base or the regulator for which they are issued: whoever works there sees the batch.
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    family = models.CharField(max_length=60, blank=True)
    cycle_starts_on = models.DateField(null=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("asked for at"))

    class Meta:
        verbose_name = _("certificates issued together")
        verbose_name_plural = _("certificates issued together")
        indexes = [models.Index(name="batches_to_order", fields=["not_before"], condition=models.Q(finished_at=None))]

    def __str__(self) -> str:
        return self.name


class CertificateBatchRow(models.Model):
    """One person of a batch: `key` is that of the certificate's order, which is made by the sweep where it is not there; `fault` says why it cannot be."""

    batch = models.ForeignKey(CertificateBatch, models.CASCADE, related_name="rows")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    order = models.ForeignKey("credits.CertificateOrder", models.PROTECT, null=True, related_name="+")
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("person of certificates issued together")
        verbose_name_plural = _("people of certificates issued together")
        constraints = [models.UniqueConstraint(name="one_row_a_key_of_a_batch", fields=["batch", "key"])]

    def __str__(self) -> str:
        return self.key
