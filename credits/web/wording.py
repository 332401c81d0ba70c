"""How cycles, categories and rulebooks are called on screen, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from credits.enums import Basis, StandingState
from credits.models import RulebookVersion, Standing
from learning.tags import short_day

# The reason of a standing that hangs on a fact which nobody has recorded.
FACT_MISSING = "precondition_missing"
TONES = {StandingState.MET: "good", StandingState.SHORT: "warn", StandingState.UNKNOWN: "calm"}
# Categories that programmes state and the rulebook at hand may not know.
COMMON = {
    "public": gettext_lazy("Public subject"),
    "professional": gettext_lazy("Professional subject"),
    "elective": gettext_lazy("Elective"),
}
Labels = Mapping[str, str]
# Categories by version, as `access.category_names` returns them.
Names = Mapping[int, Sequence[Mapping[str, Any]]]


def labels(categories: Sequence[Mapping[str, Any]] | None) -> dict[str, str]:
    """Return code → label of the `categories` of a rulebook."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return {row["code"]: row[language] for row in categories or ()}


def category(code: str, names: Labels) -> str:
    """Return how the category `code` is called; one that the rulebook does not know is called so."""
    if not code:
        return _("Without category")
    return names.get(code) or str(COMMON.get(code, code))


def article(text: str) -> str:
    """Return an article as a source cites it: a bare number is one of the document's articles."""
    if not text.isdigit():
        return text
    return _("Art. %(number)s") % {"number": text}


def cycle(starts_on: date | None, ends_before: date | None) -> str:
    """Return a cycle in words: a calendar year by its number, any other by its first and last day."""
    if starts_on is None or ends_before is None:
        return _("No cycle")
    if (starts_on.month, starts_on.day) == (1, 1) and ends_before == date(starts_on.year + 1, 1, 1):
        return _("Year %(year)d") % {"year": starts_on.year}
    return _("%(first)s to %(last)s") % {
        "first": short_day(starts_on),
        "last": short_day(ends_before - timedelta(days=1)),
    }


def trial(version: RulebookVersion | None) -> str:
    """Return what warns of a rulebook that its regulator has not published, or nothing."""
    if version is None or (version.basis == Basis.SOURCED and not version.is_demo):
        return ""
    return _("Trial rules, not published yet")


def lacks_level(standing: Standing) -> bool:
    """Return whether nothing can be said because the title level that the hours depend on is not recorded."""
    is_unknown = standing.state == StandingState.UNKNOWN
    return is_unknown and any(reason.get("code") == FACT_MISSING for reason in standing.reasons)


def listed(parts: Iterable[str]) -> str:
    """Return `parts` as one list."""
    return _(", ").join(parts)
