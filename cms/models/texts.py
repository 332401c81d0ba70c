"""What the search over pages knows."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    """Kinds of pages that are found by their words, in the order of a page of results."""

    POLICY = "POLICY", _("Policy documents")
    NOTICE = "NOTICE", _("Notices")
    HELP = "HELP", _("Help")
    BASE = "BASE", _("Bases")


class PageText(models.Model):
    """The words of one public page, cut into pairs in `vector`, and the revision that they were read from."""

    page = models.OneToOneField("wagtailcore.Page", models.CASCADE, primary_key=True, related_name="+")
    kind = models.CharField(max_length=10, choices=TextKind.choices)
    title = models.TextField()
    body = models.TextField()
    vector = SearchVectorField()
    revision_id = models.BigIntegerField(null=True)
    indexed_at = models.DateTimeField(_("indexed at"))

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")
        indexes = [GinIndex(name="text_of_a_page_vector", fields=["vector"])]

    def __str__(self) -> str:
        return f"#{self.page_id}"
