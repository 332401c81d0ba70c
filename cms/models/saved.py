"""Searches of the catalogue that professionals saved."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_MAX = 60
ADDRESS_MAX = 1000


class SavedSearch(models.Model):
    """A choice of the catalogue that somebody wants to hear of: who, under which name, and the parts of its address."""

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=NAME_MAX)
    address = models.CharField(max_length=ADDRESS_MAX)
    # Whoever knows it reads what is new in the catalogue for this search; it ends with the search.
    feed_key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    saved_at = models.DateTimeField(_("saved at"))
    # Runs that were on offer until then are old news.
    known_until = models.DateTimeField()
    # Not looked at again before: whoever was told today is told again tomorrow.
    not_before = models.DateTimeField()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [models.UniqueConstraint(name="a_search_is_saved_once", fields=["person", "address"])]
        indexes = [models.Index(name="saved_searches_to_look_at", fields=["known_until", "id"])]

    def __str__(self) -> str:
        return self.name
