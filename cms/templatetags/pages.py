"""Template tags of pages: the live facts that words stand round. A page's rendering is an edge, so the clock is read here."""

from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from cms import catalogue
from cms.models import NoticePage, PolicyPage
from seminars import bases

register = template.Library()


@register.simple_tag
def runs_soon(most: int = 6) -> Any:
    """Return the next runs of public programmes."""
    return list(catalogue.upcoming(on=timezone.localdate(), most=most))


@register.simple_tag
def runs_of(programme: Any) -> Any:
    """Return the open runs of `programme` that are not over."""
    return list(catalogue.upcoming_of(programme, on=timezone.localdate()))


@register.simple_tag
def is_withdrawn(programme: Any) -> bool:
    """Say whether the approval of `programme` has ended."""
    return programme.withdrawn_on is not None and programme.withdrawn_on <= timezone.localdate()


@register.simple_tag
def programmes_of(base: Any) -> Any:
    """Return the public programmes of `base`, as lines of a list."""
    return list(catalogue.of_base(base, on=timezone.localdate()))


@register.simple_tag
def recognition_of(base: Any) -> Any:
    """Return the recognition of `base` that holds today, or None."""
    return bases.recognition_on(base, timezone.localdate())


@register.simple_tag
def places_of(run: Any) -> catalogue.Places:
    """Return what can be said of the places of `run` now."""
    return catalogue.places(run, at=timezone.now())  # noqa: TID251  (rendering is an edge)


@register.simple_tag
def newest_notices(most: int = 5) -> Any:
    """Return the newest public notices."""
    return list(NoticePage.objects.live().order_by("-issued_on", "-pk")[:most])


@register.simple_tag
def pages_below(page: Any) -> Any:
    """Return title and address of the public pages right below `page`, in their order."""
    return list(Page.objects.child_of(page).live().order_by("path"))


@register.simple_tag
def policy_documents() -> Any:
    """Return the public policy documents, in their order."""
    return list(PolicyPage.objects.live().order_by("path"))


@register.simple_tag(takes_context=True)
def address_of(context: dict[str, Any], page: Any) -> str:
    """Return the address of `page`, without a query a page."""
    return str(page.get_url(context.get("request")) or "")
