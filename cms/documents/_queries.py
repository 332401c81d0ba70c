"""Documents and their versions. A version is a document of its own, with number and days; it names the one that it replaces."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from cms.models import PolicyPage


@dataclass(frozen=True, kw_only=True)
class Version:
    """A public document and the days on which it held: from `since` (None: nobody stated it) until before `ends_before`."""

    page: Any
    since: date | None
    ends_before: date | None

    def holds_on(self, day: date) -> bool:
        """Return whether this version held on a day."""
        return (self.since is None or self.since <= day) and (self.ends_before is None or day < self.ends_before)


def everything() -> list[Version]:
    """Return all public documents, in the order of the site."""
    pages = list(PolicyPage.objects.live().order_by("path"))
    followers = {page.replaces_id: page for page in pages if page.replaces_id}

    return [_version(page, followers.get(page.pk)) for page in pages]


def versions(page: Any) -> list[Version]:
    """Return the versions of `page`: itself, what it replaced and what replaced it, newest first."""
    known = {version.page.pk: version for version in everything()}
    followers = {version.page.replaces_id: version for version in known.values() if version.page.replaces_id}
    newest = known.get(page.pk)
    seen: set[int] = set()
    while newest and newest.page.pk in followers and newest.page.pk not in seen:
        seen.add(newest.page.pk)
        newest = followers[newest.page.pk]

    return _back_from(newest, known)


def version_asked(page: Any, on: str) -> Any:
    """Return the page of that version of `page` which held on the day that an address names; None where it names none, or none held."""
    try:
        day = date.fromisoformat(on)
    except ValueError:
        return None
    if not isinstance(page, PolicyPage):
        return None
    return next((version.page for version in versions(page) if version.holds_on(day)), None)


def _back_from(version: Version | None, known: dict[int, Version]) -> list[Version]:
    chain: list[Version] = []
    # Editors could let two documents replace each other.
    while version is not None and version not in chain:
        chain.append(version)
        version = known.get(version.page.replaces_id)
    return chain


def _version(page: Any, follower: Any) -> Version:
    ends = [day for day in (page.in_force_before, follower.in_force_from if follower else None) if day]
    return Version(page=page, since=page.in_force_from, ends_before=min(ends, default=None))
