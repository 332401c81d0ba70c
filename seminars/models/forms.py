"""Forms that were sent: the mark that a deed was done is written with the deed."""

from django.db import models


class SentForm(models.Model):
    """A form that did its deed, and where it led. In the transaction of the deed: neither is there without the other."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    token = models.CharField(max_length=32)
    led_to = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "sent form"
        verbose_name_plural = "sent forms"
        constraints = [models.UniqueConstraint(name="one_deed_a_form", fields=["user", "token"])]

    def __str__(self) -> str:
        return self.token
