"""Template tags of self-paced programmes: when and where one learns, and what the visitor has completed. Rendering is an edge."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils import timezone

from learning.accounts import access
from seminars import bases, completions

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Alone:
    """How to start a self-paced programme today, and what the visitor has of it already."""

    is_open: bool
    is_coming: bool
    is_over: bool
    host: str
    years: list[int]
    own: list[completions.Own]


@register.simple_tag(takes_context=True)
def alone_of(context: Mapping[str, Any], programme: Any) -> Alone:
    """Return how to start `programme`, which is self-paced."""
    version, today = programme.current, timezone.localdate()
    user = getattr(context.get("request"), "user", None)
    records = access.own_records(user) if user is not None and user.is_authenticated else ()
    return Alone(
        # What is completed after the recognition of the base has ended is not registered.
        is_open=version.window_from <= today <= version.window_until
        and bases.recognition_on(programme.base, today) is not None,
        is_coming=today < version.window_from,
        is_over=version.window_until < today,
        # Whoever is led away sees where to.
        host=urlsplit(version.outside_address).hostname or "",
        years=sorted({today.year, *version.learning_years}, reverse=True),
        own=completions.own_of(programme, records) if records else [],
    )
