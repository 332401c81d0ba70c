"""Designs of certificates: what a paper of a kind looks like and says, in versions; and what was found to speak against certificates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from credits.enums import CertificateKind, DesignStatus, ProposalOutcome
from credits.models.certificates import Certificate


class CertificateDesign(models.Model):
    """
    Layout, wording and logo of the certificates of a kind. Once published it cannot change or vanish; a trigger refuses.

    `body` holds the layout's name, the languages, title, sentence, note, and which facts have a row (see `certificates._designs`).
    `number` is given when it is published: the highest of a kind is the one in use, and every certificate names the one that it was made with.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=CertificateKind.choices)
    number = models.PositiveSmallIntegerField(_("version"), null=True)
    # Which version a draft was begun from: it takes back unseen what another one changed since.
    begun_from = models.PositiveSmallIntegerField(null=True)
    name = models.CharField(_("name of the design"), max_length=60)
    status = models.CharField(_("status"), max_length=10, choices=DesignStatus.choices, default=DesignStatus.DRAFT)
    body = models.JSONField()
    logo = models.BinaryField(default=b"")  # PNG
    digest = models.CharField(max_length=64)  # of body and logo
    # Grows with each saving of a draft: who saves or publishes names the one that they saw.
    revision = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField(_("last saved"))
    edited_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("published at"), null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("design of certificates")
        verbose_name_plural = _("designs of certificates")
        constraints = [
            models.UniqueConstraint(name="one_design_a_kind_and_number", fields=["kind", "number"]),
            models.CheckConstraint(
                name="published_design_has_a_number_and_says_when",
                condition=Q(status="DRAFT", number=None, published_at=None)
                | Q(status="PUBLISHED", number__isnull=False, published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.number}"


class CertificateProposal(models.Model):
    """
    Hours that a certificate states have fallen: that it be revoked is proposed, and somebody decides.

    A row for each amount to which they fell: what was decided to be kept is not proposed again for the same.
    """

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="proposals")
    counted = models.BigIntegerField()  # hundredths of an hour that the register counts now
    found_at = models.DateTimeField(_("found at"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=ProposalOutcome.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("certificate whose hours fell")
        verbose_name_plural = _("certificates whose hours fell")
        constraints = [
            models.UniqueConstraint(name="one_proposal_an_amount", fields=["certificate", "counted"]),
            models.CheckConstraint(
                name="decided_proposal_has_an_outcome",
                condition=Q(decided_at=None, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(name="proposals_open", fields=["found_at"], condition=Q(decided_at=None))]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.counted} {self.outcome}"
