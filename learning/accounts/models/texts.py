"""Text messages on their way out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextMessage(models.Model):
    """A text message (SMS): a row first, sent right after commit where a person waits for it, by the sweep otherwise."""

    to = models.CharField(_("to"), max_length=20)
    body = models.CharField(_("text"), max_length=500)
    key = models.CharField(max_length=100, unique=True, null=True)  # the sender's own, so that it asks once only
    created_at = models.DateTimeField(_("written at"))
    expires_at = models.DateTimeField(_("useless after"), null=True)
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        indexes = [models.Index(name="texts_to_send", fields=["not_before"], condition=models.Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.to} {self.created_at:%Y-%m-%d %H:%M}"
