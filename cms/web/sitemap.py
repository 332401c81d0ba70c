"""What search engines may read: robots.txt and the sitemap of public pages."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models import address_below_home

_CLOSED = ("/accounts/", "/people/", "/django/", "/cms/", "/documents/", "/my-hours/", "/calendar/")


class PublicPages(Sitemap[Page]):
    """Every public page below the home page."""

    limit = 5000
    protocol = settings.PUBLIC_URL.partition(":")[0]

    def items(self) -> Iterable[Page]:
        """Return the pages in the order of the tree."""
        found: Iterable[Page] = Page.objects.live().public().filter(depth__gte=2).order_by("path")
        return found

    def location(self, item: Page) -> str:
        """Return the address of one page."""
        return address_below_home(item.url_path)

    def lastmod(self, item: Page) -> object:
        """Return when its words changed last."""
        return item.last_published_at

    def get_domain(self, site: object = None) -> str:
        """Return the one name under which the site is known."""
        return settings.PUBLIC_URL.partition("//")[2]


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Say what may be read, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {place}" for place in _CLOSED)]
    # What does not fit on one page of the sitemap is named here: the first one does not lead to the others.
    pages = PublicPages().paginator.page_range
    lines += [
        f"Sitemap: {settings.PUBLIC_URL}{reverse('cms:sitemap')}{f'?p={page}' if page > 1 else ''}" for page in pages
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PublicPages}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
