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
    # The number of the wording that the operator approved, and what is filled into it. Empty: that of codes and notices, from the settings.
    template = models.CharField(_("template"), max_length=40, blank=True)
    parameters = models.JSONField(default=dict)
    refusal = models.CharField(
        max_length=10, blank=True
    )  # why it is over: of the number, of the template, of something else
    answer = models.CharField(_("answer of the gateway"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("text message")
        verbose_name_plural = _("text messages")
        indexes = [models.Index(name="texts_to_send", fields=["not_before"], condition=models.Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.to} {self.created_at:%Y-%m-%d %H:%M}"


class Sweep(models.Model):
    """One tick of the beat table, as it was last: for whoever watches. Totals only grow."""

    name = models.CharField(max_length=100, primary_key=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    runs = models.PositiveBigIntegerField(default=0)
    done = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("sweep")
        verbose_name_plural = _("sweeps")

    def __str__(self) -> str:
        return self.name
