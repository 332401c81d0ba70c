"""Certificates, and the orders to issue them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from credits.enums import CertificateState


class CertificateOrder(models.Model):
    """A certificate is due: handed down when a run is closed or a completion registered, done by the sweep `certificates.issue_due`."""

    key = models.CharField(max_length=100, unique=True)  # "run:81:4711"
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    claim = models.ForeignKey("credits.Claim", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("certificate to issue")
        verbose_name_plural = _("certificates to issue")
        indexes = [models.Index(name="certificates_due", fields=["not_before"], condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return self.key


class Certificate(models.Model):
    """A statement about a completed run or self-paced programme: the wording is frozen, the file is drawn from it byte for byte the same."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    order = models.OneToOneField(CertificateOrder, models.PROTECT, related_name="certificate")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    holder_folded = models.CharField(max_length=50)  # name for verification, folded
    token = models.CharField(max_length=43, unique=True)  # in the QR: cannot be guessed
    wording = models.JSONField(_("wording"))
    pdf = models.BinaryField()
    pdf_digest = models.CharField(max_length=64)
    is_specimen = models.BooleanField(_("specimen"), default=False)
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState.choices, default=CertificateState.ISSUED
    )
    state_reason = models.CharField(max_length=500, blank=True)
    issued_at = models.DateTimeField(_("issued at"))
    state_changed_at = models.DateTimeField(null=True)
    state_changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")  # 换发

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")

    def __str__(self) -> str:
        return self.number
