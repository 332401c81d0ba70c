"""Where somebody may go from here: the entries of the main navigation, after the roles that the login has today."""

from typing import NamedTuple

from django import template
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import OrganisationKind
from learning.accounts.http import roles_held
from learning.accounts.models import User

register = template.Library()


class Place(NamedTuple):
    """One entry of the navigation."""

    label: str | Promise
    address: str
    is_here: bool


PUBLIC = (
    (_("Home"), "/"),
    (_("Catalogue"), "/catalogue/"),
    (_("Notices"), "/notices/"),
    (_("Rules in force"), "credits:rulebooks"),
    (_("Verify a certificate"), "credits:verify"),
    (_("Help"), "/help/"),
)
PERSONAL = (
    (_("My hours"), "credits:my-hours"),
    (_("My learning"), "my-learning"),
    (_("Catalogue"), "/catalogue/"),
    (_("Certificates"), "credits:certificates"),
    (_("Reminders"), "credits:inbox"),
)
BASE = (
    (_("Today"), "today"),
    (_("Programmes"), "seminars:base"),
    (_("Pages"), "/cms/"),
    (_("Catalogue"), "/catalogue/"),
)
REGULATOR = (
    (_("Overview"), "overview"),
    (_("Decisions"), "decisions"),
    (_("Compliance"), "credits:compliance"),
    (_("Register"), "credits:register"),
    (_("Rulebooks"), "credits:rulebooks"),
    (_("Moderation"), "cms:moderation"),
)
EMPLOYER = (*PERSONAL, (_("Recommendations"), "seminars:recommendations"))
BY_KIND = {OrganisationKind.BASE: BASE, OrganisationKind.REGULATOR: REGULATOR, OrganisationKind.EMPLOYER: EMPLOYER}
# Behind the own name: what belongs to the login, whatever its roles.
OWN = (
    (_("My hours"), "credits:my-hours"),
    (_("Settings"), "accounts:settings"),
    (_("My record"), "accounts:join"),
    (_("Reminders and channels"), "credits:channels"),
    (_("Login and security"), "account_change_password"),
    (_("My organisations"), "accounts:organisations"),
)
# What belongs to a place, though it does not lie below it.
ALSO = {"credits:rulebooks": ("/simulations/",)}
FOOT = (
    (_("Search the site"), "cms:search"),
    (_("Notices"), "/notices/"),
    (_("Guidance catalogue"), "seminars:guidance"),
    (_("Rules in force"), "credits:rulebooks"),
    (_("Verify a certificate"), "credits:verify"),
    (_("Help"), "/help/"),
    (_("How personal information is handled"), "accounts:privacy"),
)


@register.simple_tag
def navigation_of(request: HttpRequest | None) -> list[Place]:
    """Return where whoever asks may go."""
    if request is None or not hasattr(request, "user"):
        return []
    return [place for label, target in _targets(request) if (place := _place(label, target, request.path))]


@register.simple_tag
def own_places_of(request: HttpRequest) -> list[Place]:
    """Return what belongs to the login that asks."""
    return [place for label, target in OWN if (place := _place(label, target, request.path))]


@register.simple_tag
def foot_places() -> list[Place]:
    """Return what the foot of every page leads to."""
    return [place for label, target in FOOT if (place := _place(label, target, ""))]


def _targets(request: HttpRequest) -> tuple[tuple[str | Promise, str], ...]:
    if not request.user.is_authenticated:
        return PUBLIC
    sets = [BY_KIND[kind] for kind in kinds_of(request)] or [PERSONAL]
    # Who acts for two kinds of organisations sees the places of both, each once.
    return tuple({target: (label, target) for places in sets for label, target in places}.values())


def kinds_of(request: HttpRequest) -> list[OrganisationKind]:
    """Return the kinds of organisations that the login acts for today."""
    if not isinstance(request.user, User):
        return []
    today = timezone.localdate()
    held = roles_held(request, request.user)
    return sorted({OrganisationKind(kind) for kind, _role, since in held if since <= today})


def _place(label: str | Promise, target: str, path: str) -> Place | None:
    try:
        address = target if target.startswith("/") else reverse(target)
    except NoReverseMatch:
        return None
    places = (address, *ALSO.get(target, ()))
    is_here = path == address or any(place != "/" and path.startswith(place) for place in places)
    return Place(label, address, is_here)
