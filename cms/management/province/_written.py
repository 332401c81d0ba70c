"""Pages of the demo province: written by the bases' editors, moderated by regulators."""

from datetime import datetime
from typing import Any

from cms import publishing, search
from cms.management.province._cast import OFFICERS, Cast
from cms.management.province._taught import LOGIN_OF

MODERATORS = {city: key for key, city in OFFICERS.items()}


def publish(cast: Cast, taught: dict[str, dict[str, Any]], *, at: datetime) -> None:
    """Have the pages of all bases and programmes written, submitted, approved; then bring the search up to date."""
    for base in cast.bases.values():
        publishing.make_base_pages(base=base)
    publishing.sync_editors(at=at)
    for city, programmes in taught.items():
        for programme in programmes.values():
            page = publishing.programme_page(programme=programme)
            publishing.submit(page=page, by=cast.logins[LOGIN_OF[city]])
            page.refresh_from_db()
            publishing.approve(page=page, by=cast.logins[MODERATORS[city]])
    while search.refresh_due(at=at):
        pass
