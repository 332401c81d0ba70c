"""Whom a version concerns, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from credits.web import wording
from credits.web.rulewords import _codes
from learning.accounts.enums import EmployerKind, Series

REVIEW_LEVELS = {
    "city": pgettext_lazy("review committee", "of a city"),
    "province": pgettext_lazy("review committee", "of the province"),
}


def scopes(scope: Any, places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each side of a scope: what it is called, and whom it names; nothing where it names nobody in particular."""
    yield pgettext("scope of a rulebook", "Region"), wording.listed(places.get(code, code) for code in scope.regions)
    yield pgettext("scope of a rulebook", "Series"), wording.listed(_named(code, Series) for code in scope.series)
    yield _("Kind of employer"), wording.listed(_named(code, EmployerKind) for code in scope.employer_kinds)
    yield _("Target level"), wording.listed(map(_codes.target_level, scope.target_levels))
    yield _("Review committee"), wording.listed(str(REVIEW_LEVELS.get(code, code)) for code in scope.review_levels)


def _named(code: str, choices: Any) -> str:
    return str(choices(code).label) if code in choices.values else code
