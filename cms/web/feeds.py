"""What is new in the catalogue, for feed readers (RFC 4287): all of it, of one base, of one sector, of one saved search; notices."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from cms import catalogue, documents, saved_searches, search
from cms.models import BasePage, ProgrammePage, SavedSearch, address_below_home
from learning.accounts.enums import Sector
from seminars import programmes

_MOST = 50
# Generic for mypy only.
if TYPE_CHECKING:
    _Feed = Feed[Any, Any]
else:
    _Feed = Feed


class ProgrammeFeed(_Feed):
    """The programmes published last."""

    feed_type = Atom1Feed

    def title(self, of: str = "") -> str:
        """Return the name of the feed."""
        return f"{of} · {self._name()}" if of else self._name()

    def link(self, _of: str = "") -> str:
        """Return the page that the feed is about."""
        return settings.PUBLIC_URL + reverse("cms:catalogue")

    def items(self, _of: str = "") -> list[Any]:
        """Return the pages, newest first."""
        return list(self._pages()[:_MOST])

    def item_title(self, item: Any) -> str:
        """Return the title of one programme."""
        return str(item.programme.current.title)

    def item_description(self, item: Any) -> str:
        """Return what it is about."""
        return str(item.programme.current.summary)

    def item_link(self, item: Any) -> str:
        """Return its address."""
        return settings.PUBLIC_URL + address_below_home(item.url_path)

    def item_guid(self, item: Any) -> str:
        """Return what stays the same about it, whatever its address."""
        return f"tag:xueshi,2026:programme-{item.programme_id}"

    def item_pubdate(self, item: Any) -> datetime:
        """Return when it became public."""
        return item.first_published_at  # type: ignore[no-any-return]

    def item_updateddate(self, item: Any) -> datetime:
        """Return when its words changed last."""
        return item.last_published_at  # type: ignore[no-any-return]

    def item_author_name(self, item: Any) -> str:
        """Return who teaches it."""
        return str(item.programme.base.name)

    def _name(self) -> str:
        return _("New in the catalogue")

    def _pages(self) -> Any:
        told = ProgrammePage.objects.live().public().filter(programme__in=programmes.catalogue(on=timezone.localdate()))
        return told.select_related("programme__current", "programme__base").order_by("-first_published_at", "-pk")


class BaseFeed(ProgrammeFeed):
    """The programmes of one base."""

    def get_object(self, _request: HttpRequest, pk: int) -> str:
        """Return the name of the base, if its page is public."""
        self.base = get_object_or_404(BasePage.objects.live().public(), organisation_id=pk)
        return str(self.base.title)

    def _pages(self) -> Any:
        return super()._pages().filter(programme__base_id=self.base.organisation_id)


class SectorFeed(ProgrammeFeed):
    """The programmes of one sector."""

    def get_object(self, _request: HttpRequest, sector: str) -> str:
        """Return the name of the sector."""
        self.sector = sector.upper().replace("-", "_")
        if self.sector not in Sector.values:
            raise Http404
        return str(Sector(self.sector).label)

    def _pages(self) -> Any:
        return super()._pages().filter(programme__current__sector=self.sector)


class SavedSearchFeed(_Feed):
    """
    What was offered last of what one saved search finds.

    Whoever knows the address reads it, so it says what the catalogue shows to everybody, and neither whose search it is nor what that
    person calls it or still misses.
    """

    feed_type = Atom1Feed

    def get_object(self, _request: HttpRequest, key: UUID) -> SavedSearch:
        """Return the search, for as long as its owner keeps it."""
        self.at = timezone.now()
        self.state = catalogue.state(at=self.at)
        return get_object_or_404(SavedSearch, feed_key=key)

    def title(self, of: SavedSearch) -> str:
        """Return what is searched for."""
        said = catalogue.said(_public(of), state=self.state)
        return f"{said} · {_('New in the catalogue')}" if said else _("New in the catalogue")

    def link(self, of: SavedSearch) -> str:
        """Return the page that the feed is about."""
        return settings.PUBLIC_URL + _public(of).address()

    def items(self, of: SavedSearch) -> list[catalogue.Line]:
        """Return the programmes, what was offered last first."""
        found = catalogue.lines(choice=saved_searches.choice_of(of), state=self.state)
        return sorted(found, key=lambda line: (_offered(line), line.offer.pk), reverse=True)[:_MOST]

    def item_title(self, item: catalogue.Line) -> str:
        """Return the title of one programme."""
        return item.offer.title

    def item_description(self, item: catalogue.Line) -> str:
        """Return what it is about, and when its runs are."""
        held = [f"{line.days} {line.where} {line.places.label}" for line in catalogue.row(*item, at=self.at).runs]
        return "\n".join([item.offer.summary, *held])

    def item_link(self, item: catalogue.Line) -> str:
        """Return its address."""
        return settings.PUBLIC_URL + item.offer.url

    def item_guid(self, item: catalogue.Line) -> str:
        """Return what stays the same about it, whatever its address."""
        return f"tag:xueshi,2026:programme-{item.offer.pk}"

    def item_pubdate(self, item: catalogue.Line) -> datetime:
        """Return when it became public."""
        return item.offer.public_since

    def item_updateddate(self, item: catalogue.Line) -> datetime:
        """Return when something of it was offered last."""
        return _offered(item)

    def item_author_name(self, item: catalogue.Line) -> str:
        """Return who teaches it."""
        return item.offer.base


def _public(saved: SavedSearch) -> catalogue.Choice:
    """Return what was chosen without what the person still misses."""
    return replace(saved_searches.choice_of(saved), gap=None)


def _offered(line: catalogue.Line) -> datetime:
    return max(saved_searches.offered_at(line), default=line.offer.public_since)


class NoticeFeed(_Feed):
    """The notices published last."""

    feed_type = Atom1Feed

    def title(self) -> str:
        """Return the name of the feed."""
        return _("Notices")

    def link(self) -> str:
        """Return the page that the feed is about."""
        return settings.PUBLIC_URL + "/"

    def items(self) -> list[Any]:
        """Return the notices, newest first."""
        return documents.notices(most=_MOST)[0]

    def item_title(self, item: Any) -> str:
        """Return the title of one notice."""
        return str(item.title)

    def item_link(self, item: Any) -> str:
        """Return its address."""
        return settings.PUBLIC_URL + address_below_home(item.url_path)

    def item_pubdate(self, item: Any) -> datetime:
        """Return when it became public."""
        return item.first_published_at  # type: ignore[no-any-return]


def of_base(request: HttpRequest, pk: int) -> Any:
    """Answer with the feed of one base; a feed keeps what it was asked for, so each answer has its own."""
    return BaseFeed()(request, pk=pk)


def of_sector(request: HttpRequest, sector: str) -> Any:
    """Answer with the feed of one sector."""
    return SectorFeed()(request, sector=sector)


def of_search(request: HttpRequest, key: UUID) -> Any:
    """Answer with the feed of one saved search; who reads it is nobody's business, and no engine's."""
    try:
        answer = SavedSearchFeed()(request, key=key)
    except search.TakesTooLong as refusal:
        return HttpResponse(str(refusal), status=503, headers={"Retry-After": "600"})
    answer["X-Robots-Tag"], answer["Cache-Control"] = "noindex", "private, max-age=600"

    return answer


urlpatterns = [
    path("feeds/programmes.atom", ProgrammeFeed(), name="feed"),
    path("feeds/notices.atom", NoticeFeed(), name="notice-feed"),
    path("feeds/base-<int:pk>.atom", of_base, name="base-feed"),
    path("feeds/sector-<slug:sector>.atom", of_sector, name="sector-feed"),
    path("feeds/search-<uuid:key>.atom", of_search, name="search-feed"),
]
