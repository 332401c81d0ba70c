"""Certificates, the orders to issue them, the numbers that these take, and what became of certificates afterwards."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from credits.enums import CertificateKind, CertificateState, ChangeRight


class CertificateSeries(models.Model):
    """Numbers of a year, kind and organisation: whoever takes the next one holds the row."""

    prefix = models.CharField(max_length=20, primary_key=True)  # "JS-2026-JY-000012"
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")

    def __str__(self) -> str:
        return self.prefix


class CertificateOrder(models.Model):
    """
    A certificate is due: handed down when a run is closed or a completion registered, done by the sweep `certificates.issue_due`.

    Its number is taken before its certificate is made, and stays its own. So a number without a certificate is always that of an
    order, which is still open (`last_error`) or closed for a reason.
    """

    key = models.CharField(max_length=100, unique=True)  # "run:81:4711"
    kind = models.CharField(max_length=10, choices=CertificateKind.choices, default=CertificateKind.COMPLETION)
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    claim = models.ForeignKey("credits.Claim", models.PROTECT, null=True, related_name="+")
    facts = models.JSONField()
    # Whose place its certificate takes. Where `right` is given, that one stays valid until this one is made, and then falls by that right, of
    # whoever asked, for that reason; else it is worth nothing any more since the moment of the order.
    replaces = models.ForeignKey("credits.Certificate", models.PROTECT, null=True, related_name="+")
    right = models.CharField(max_length=10, choices=ChangeRight.choices, blank=True, default="", db_default="")
    reason = models.CharField(max_length=500, blank=True, default="", db_default="")
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    number = models.CharField(_("number"), max_length=40, unique=True, null=True)
    series = models.ForeignKey(CertificateSeries, models.PROTECT, null=True, related_name="orders")
    sequence = models.PositiveIntegerField(null=True)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=500, blank=True)  # why there is no certificate, and never will be

    class Meta:
        verbose_name = _("certificate to issue")
        verbose_name_plural = _("certificates to issue")
        indexes = [
            models.Index(name="certificates_due", fields=["not_before"], condition=Q(done_at=None)),
            # Whether a kept file of proofs is anybody's.
            models.Index(KT("facts__proofs"), name="registers_by_proofs", condition=Q(kind="TRANSCRIPT")),
        ]
        constraints = [
            models.UniqueConstraint(name="one_number_a_place", fields=["series", "sequence"]),
            models.CheckConstraint(
                name="number_has_a_place",
                condition=Q(number=None, series=None, sequence=None)
                | Q(number__isnull=False, series__isnull=False, sequence__isnull=False),
            ),
            models.CheckConstraint(
                name="order_that_supersedes_says_what_and_who",
                condition=Q(right="", asked_by=None) | Q(replaces__isnull=False, asked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Certificate(models.Model):
    """
    A sealed statement about somebody. Append-only: what became of it afterwards is `CertificateChange`.

    `stated` is the statement, `digest` that of its canonical encoding, `signature` the platform's; page, file and answers are made from it.
    The file is kept under its own digest.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=CertificateKind.choices)
    order = models.OneToOneField(CertificateOrder, models.PROTECT, related_name="certificate")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    holder_folded = models.CharField(max_length=50)  # name for verification, folded
    token = models.CharField(max_length=43, unique=True)  # in the QR: cannot be guessed
    stated = models.JSONField(_("statement"))
    digest = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=128)
    key = models.ForeignKey("credits.SigningKey", models.PROTECT, related_name="+")
    seal = models.ForeignKey("credits.SealKey", models.PROTECT, related_name="+")
    file_digest = models.CharField(max_length=64, unique=True)
    file_size = models.PositiveIntegerField()
    is_specimen = models.BooleanField(_("specimen"), default=False)
    issued_at = models.DateTimeField(_("issued at"))
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")  # 换发

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [models.Index(name="certificates_by_issue", fields=["issued_at"])]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        """What it is worth today, in words, where `present` has looked."""
        held = vars(self)
        if held["state"] == CertificateState.ISSUED and self.is_sealed_late:
            return str(_("Seal not to be relied on"))
        return str(CertificateState(held["state"]).label)

    @property
    def valid_until(self) -> date | None:
        """The last day on which it counts, where it has one."""
        last = self.stated.get("valid_until")
        return date.fromisoformat(last) if last else None

    @property
    def is_valid(self) -> bool:
        """Whether it counts, until its last day, if it has one, where `present` has looked."""
        return bool(vars(self)["state"] == CertificateState.ISSUED and not self.is_sealed_late)

    @property
    def is_sealed_late(self) -> bool:
        """Whether it was sealed with a key that was in wrong hands by then, where `present` has looked."""
        ended_at = vars(self)["key_ended_at"]
        return ended_at is not None and self.issued_at >= ended_at


class CertificateChange(models.Model):
    """A certificate was revoked, superseded or reinstated. Append-only; the last line says what it is worth."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="changes")
    number = models.PositiveSmallIntegerField()  # from 1
    state = models.CharField(_("state"), max_length=10, choices=CertificateState.choices)
    right = models.CharField(_("by right of"), max_length=10, choices=ChangeRight.choices)
    reason = models.CharField(_("reason"), max_length=500)  # the holder reads it, and whoever checks
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("change of a certificate")
        verbose_name_plural = _("changes of certificates")
        constraints = [
            models.UniqueConstraint(name="changes_are_numbered_without_repeat", fields=["certificate", "number"])
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.state}"


def present(rows: models.QuerySet[Certificate]) -> models.QuerySet[Certificate]:
    """Return `rows` with their present state: `state`, `state_reason`, `state_changed_at`, and the end of their key, if it has one."""
    last = CertificateChange.objects.filter(certificate=models.OuterRef("pk")).order_by("-number")
    issued = models.Value(CertificateState.ISSUED.value)
    return rows.annotate(
        state=models.functions.Coalesce(models.Subquery(last.values("state")[:1]), issued),
        state_reason=models.functions.Coalesce(models.Subquery(last.values("reason")[:1]), models.Value("")),
        state_changed_at=models.Subquery(last.values("at")[:1]),
        key_ended_at=models.F("seal__end__since"),
        key_ended_reason=models.F("seal__end__reason"),
    )
