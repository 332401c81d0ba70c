"""Certificates that their holders share: for a purpose, until a day, and who opened what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from credits.enums import OpeningOf
from credits.models.certificates import Certificate


class CertificateShare(models.Model):
    """A link under which whoever has it sees a certificate, marked with the purpose, until the end of a day or until the holder ends it."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="shares")
    purpose = models.CharField(_("purpose"), max_length=40)
    until_on = models.DateField(_("until"))
    # What cannot be guessed of the link is not here: with the site's key it is made from the seed (see `certificates._links`).
    seed = models.CharField(max_length=32, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("made at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("shared certificate")
        verbose_name_plural = _("shared certificates")
        constraints = [
            models.CheckConstraint(
                name="share_ends_after_it_was_made", condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.purpose}"


class ShareOpening(models.Model):
    """Somebody opened a link. Append-only; the holder sees it. `place` is the network that it came from, not the machine."""

    share = models.ForeignKey(CertificateShare, models.PROTECT, related_name="openings")
    at = models.DateTimeField(_("at"))
    what = models.CharField(_("what"), max_length=10, choices=OpeningOf.choices)
    browser = models.CharField(_("browser"), max_length=60, blank=True)
    place = models.CharField(_("network"), max_length=45, blank=True)

    class Meta:
        verbose_name = _("opening of a shared certificate")
        verbose_name_plural = _("openings of shared certificates")

    def __str__(self) -> str:
        return f"{self.share_id} {self.what}"
