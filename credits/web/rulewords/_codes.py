"""How the codes of rulebooks are called."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from credits.enums import Activity
from credits.web import wording
from learning.accounts.enums import StatusCode, TitleLevel

UNSTATED = "unstated"
LEVELS = {
    "national": pgettext_lazy("level in a rule", "national"),
    "provincial": pgettext_lazy("level in a rule", "provincial"),
    "city": pgettext_lazy("level in a rule", "of a city"),
    "unit": pgettext_lazy("level in a rule", "of the own employer"),
    UNSTATED: pgettext_lazy("level in a rule", "no level stated"),
}
MODES = {
    "on_site": pgettext_lazy("mode in a rule", "on site"),
    "live": pgettext_lazy("mode in a rule", "live online"),
    "recorded": pgettext_lazy("mode in a rule", "recorded"),
    UNSTATED: pgettext_lazy("mode in a rule", "no mode stated"),
}
ORGANISERS = {
    "hrss": pgettext_lazy("organiser in a rule", "held by the department of human resources"),
    "base": pgettext_lazy("organiser in a rule", "held by a base"),
    "sector": pgettext_lazy("organiser in a rule", "held by the department of the sector"),
    "own_unit": pgettext_lazy("organiser in a rule", "held by the own employer"),
    "other": pgettext_lazy("organiser in a rule", "held by others"),
    UNSTATED: pgettext_lazy("organiser in a rule", "no organiser stated"),
}
ROLES = {
    "participant": pgettext_lazy("role in a rule", "as participant"),
    "lecturer": pgettext_lazy("role in a rule", "as lecturer"),
    "leader": pgettext_lazy("role in a rule", "as leader"),
    "member": pgettext_lazy("role in a rule", "as member"),
    "author": pgettext_lazy("role in a rule", "as author"),
    UNSTATED: pgettext_lazy("role in a rule", "no role stated"),
}


def named(codes: Iterable[str], names: Mapping[str, str | Promise]) -> str:
    """Return how `codes` are called, as alternatives."""
    return _(" or ").join(str(names.get(code, code)) for code in codes)


def clauses(parts: Iterable[str]) -> str:
    """Return `parts` one after the other, each a clause of its own."""
    return _("; ").join(parts)


def activity(code: str) -> str:
    """Return how an activity is called."""
    if code == "*":
        return _("Any activity")
    return str(Activity(code).label) if code in Activity.values else code


def activities(codes: Iterable[str]) -> str:
    """Return how some activities are called."""
    return wording.listed(map(activity, codes))


def target_level(code: str) -> str:
    """Return how a level that a title application aims at is called."""
    if code == UNSTATED:
        return _("no target level stated")
    return str(TitleLevel(code).label) if code in TitleLevel.values else code


def status(code: str) -> str:
    """Return how a status is called."""
    return str(StatusCode(code).label) if code in StatusCode.values else code


def categories(codes: Iterable[str], names: wording.Labels) -> str:
    """Return how some categories are called."""
    return wording.listed(wording.category(code, names) for code in codes)


def of_category(rule: Any, names: wording.Labels) -> str:
    """Say how many hours of a category are meant: a number, a share of what is required, or the greater of both."""
    facts = {"category": wording.category(rule.category, names), "hours": rule.hours, "share": rule.share}
    if rule.share and rule.hours:
        return _("%(category)s: %(share)s of what is required, at least %(hours)s hours") % facts
    if rule.share:
        return _("%(category)s: %(share)s of what is required") % facts
    return _("%(category)s: %(hours)s hours") % facts
