"""What the PostgreSQL search engine knows."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """The words of one programme, cut into bigrams in `vector`, and the state of the rows that they were read from."""

    programme = models.OneToOneField(
        "seminars.Programme", models.CASCADE, primary_key=True, related_name="search_document"
    )
    vector = SearchVectorField()
    title = models.TextField()
    beside = models.TextField()  # base, teachers, audience
    body = models.TextField()
    codes = ArrayField(models.CharField(max_length=40))  # sector and cluster
    # Stale where these differ from the programme and its page: see `search.refresh_due`.
    version_id = models.BigIntegerField()
    revision_id = models.BigIntegerField(null=True)
    indexed_at = models.DateTimeField(_("indexed at"))

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        indexes = [GinIndex(name="search_document_vector", fields=["vector"])]

    def __str__(self) -> str:
        return f"#{self.programme_id}"
