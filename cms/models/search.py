"""What search knows: a document a programme, what may have moved, which indexes of Elasticsearch there are, words that mean the same."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

TERM_LENGTH_MAX = 40


class SearchDocument(models.Model):
    """
    All that search knows of one programme. Written by the sweep alone, one sweep at a time, so that `changed` grows as rows are committed.

    The PostgreSQL engine searches here; an index of Elasticsearch has all of it up to some `changed`.
    """

    programme = models.OneToOneField(
        "seminars.Programme", models.CASCADE, primary_key=True, related_name="search_document"
    )
    # False once it left the catalogue: the row stays, so that every index hears of it.
    is_listed = models.BooleanField()
    vector = SearchVectorField()
    # Folded, see `cms.search._folding`.
    title = models.TextField()
    beside = models.TextField()  # base, teachers, audience
    body = models.TextField()
    codes = ArrayField(models.CharField(max_length=40))  # sector and cluster, by the codes of the thesaurus
    facets = ArrayField(models.CharField(max_length=60))  # "kind=BASE_COURSE", "city=320100"
    combos = ArrayField(models.CharField(max_length=60))  # facets that one run has together: see `cms.search._facts`
    # What rows are ordered by.
    start = models.IntegerField()
    hours = models.BigIntegerField()
    seats = models.IntegerField()
    # The first last day, as an ordinal, of the runs that take enrolments now; the first day of a window that is open.
    open_end = models.IntegerField(null=True)
    # When it changes by time alone: enrolment opens or ends, a run is over.
    stale_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)
    changed = models.BigIntegerField(unique=True)
    indexed_at = models.DateTimeField(_("indexed at"))

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        indexes = [
            GinIndex(name="search_document_vector", fields=["vector"]),
            GinIndex(name="search_document_facets", fields=["facets"]),
            GinIndex(name="search_document_combos", fields=["combos"]),
            GinIndex(name="search_document_codes", fields=["codes"]),
            models.Index(name="search_document_start", fields=["start", "programme"], condition=Q(is_listed=True)),
            models.Index(name="search_document_stale", fields=["stale_at"], condition=Q(stale_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"#{self.programme_id}"


class SearchChange(models.Model):
    """Something about a programme may have moved: noted by triggers in the transaction that moved it, taken away by the sweep."""

    programme_id = models.BigIntegerField()
    noted_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("change to search for")
        verbose_name_plural = _("changes to search for")

    def __str__(self) -> str:
        return f"#{self.programme_id}"


class SearchIndex(models.Model):
    """An index of Elasticsearch under its dated name. It holds every document up to `reached`; the one that serves stands behind the alias."""

    name = models.CharField(max_length=100, primary_key=True)
    made_at = models.DateTimeField()
    reached = models.BigIntegerField(default=0)
    is_serving = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")
        constraints = [
            models.UniqueConstraint(name="one_index_serves", fields=["is_serving"], condition=Q(is_serving=True))
        ]

    def __str__(self) -> str:
        return self.name


class SynonymGroup(models.Model):
    """Words that mean the same in this province, and words for parts of it: the regulator's own, beside the shipped ones."""

    terms = ArrayField(models.CharField(max_length=TERM_LENGTH_MAX), verbose_name=_("words that mean the same"))
    narrower = ArrayField(
        models.CharField(max_length=TERM_LENGTH_MAX), default=list, blank=True, verbose_name=_("words for parts of it")
    )
    is_used = models.BooleanField(_("used"), default=True)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("groups of synonyms")
        constraints = [
            models.CheckConstraint(name="synonyms_say_something", condition=Q(terms__len__gte=1)),
        ]

    def __str__(self) -> str:
        return "、".join(self.terms)
