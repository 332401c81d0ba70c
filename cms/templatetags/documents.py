"""Template tags of notices and policy documents. A page's rendering is an edge, so the clock is read here."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from cms import documents

register = template.Library()


@register.simple_tag
def newest_notices(most: int = 5) -> list[Any]:
    """Return the newest public notices."""
    return documents.notices(most=most)[0]


@register.simple_tag(takes_context=True)
def notices_asked(context: Mapping[str, Any]) -> tuple[list[Any], str]:
    """Return the page of public notices that the address asks for, and the key of the next one."""
    return documents.notices(after=context["request"].GET.get("after", ""))


@register.simple_tag(takes_context=True)
def asked_day(context: Mapping[str, Any]) -> date:
    """Return the day that the address asks for, today where it asks for none."""
    try:
        return date.fromisoformat(context["request"].GET.get("on", ""))
    except (KeyError, ValueError):
        return timezone.localdate()


@register.simple_tag
def documents_on(day: date) -> dict[str, list[documents.Version]]:
    """Return the public documents: those in force on a day, and the others."""
    everything = documents.everything()
    return {
        "held": [version for version in everything if version.holds_on(day)],
        "others": [version for version in everything if not version.holds_on(day)],
    }


@register.simple_tag
def publicity_of(page: Any) -> documents.Publicity | None:
    """Return where a notice that asks for objections stands today; None where it asks for none."""
    return documents.publicity(page, timezone.localdate())


@register.simple_tag
def asked_before(page: Any) -> list[Any]:
    """Return the notices of which `page` is the outcome."""
    return documents.asked_before(page)


@register.filter
def anchored(html: str) -> SafeString:
    """Return the text of a document with an anchor at each article."""
    return mark_safe(documents.anchored(html))  # noqa: S308  (rendered by templates before)


@register.simple_tag
def versions_of(page: Any) -> list[documents.Version]:
    """Return the versions of a document, newest first."""
    return documents.versions(page)


@register.simple_tag
def version_on(versions: list[documents.Version], day: date) -> documents.Version | None:
    """Return that one of `versions` which held on a day."""
    return next((version for version in versions if version.holds_on(day)), None)


@register.simple_tag(takes_context=True)
def compared(context: Mapping[str, Any], page: Any, versions: list[documents.Version]) -> dict[str, Any]:
    """Return the version that the address compares `page` with, and what differs; nothing where it compares nothing."""
    asked = context["request"].GET.get("with", "")
    other = next((one.page for one in versions if str(one.page.pk) == asked and one.page.pk != page.pk), None)
    if other is None:
        return {}
    places = [version.page.pk for version in versions]
    before, after = (other, page) if places.index(other.pk) > places.index(page.pk) else (page, other)

    return {"before": before, "after": after, "differences": documents.differences(before=before, after=after)}
