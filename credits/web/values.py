"""The values of a rulebook as a page shows them: what it asks and gives, and where each value stands."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from credits import policy
from credits.web import rulewords, wording

# The names under which `policy.Version` holds its rules, as headings.
HEADINGS = {
    "cycle": gettext_lazy("Cycle"),
    "totals": gettext_lazy("Hours required"),
    "floors": gettext_lazy("Of these at least"),
    "modes": gettext_lazy("Of these in one mode"),
    "inner": gettext_lazy("Minimum within the cycle"),
    "rolling": gettext_lazy("Minimum of several years"),
    "entry": gettext_lazy("When the duty begins"),
    "specialties": gettext_lazy("More than one specialty"),
    "exemptions": gettext_lazy("Exempt"),
    "deferral": gettext_lazy("Deferred"),
    "carry": gettext_lazy("Carried over"),
    "shortfall": gettext_lazy("Earlier shortfall"),
    "unverified": gettext_lazy("Not verified by an audit"),
    "grace": gettext_lazy("Days of grace"),
    "lesson": gettext_lazy("Length of an hour"),
    "day": gettext_lazy("Days without stated hours"),
    "step": gettext_lazy("Smallest step"),
    "gates": gettext_lazy("Conditions"),
    "items": gettext_lazy("Repeats"),
    "overlap": gettext_lazy("Two at once"),
    "daily_cap": gettext_lazy("Most a day"),
    "caps": gettext_lazy("Most for some activities"),
    "category_caps": gettext_lazy("Most of a category"),
    "activities": gettext_lazy("What activities give"),
    "crediting": gettext_lazy("Which day counts"),
    "recognitions": gettext_lazy("Hours of other places"),
    "claim": gettext_lazy("Claimed until"),
    "look_back": gettext_lazy("Years looked back on"),
    "provisions": gettext_lazy("What else the text says"),
}
# How sure a value is: see rules.md 0.
CONFIDENCES = {
    "V": gettext_lazy("original text seen"),
    "R": gettext_lazy("from a repost or summary"),
    "L": gettext_lazy("from a low-grade source"),
    "G": gettext_lazy("not verified"),
    "A": gettext_lazy("assumption, to be confirmed"),
}


def shown_values(book: policy.Version) -> list[dict[str, Any]]:
    """Return the rules of `book` under their headings: words, note, document and article."""
    names = wording.labels([category.model_dump() for category in book.categories])
    return [
        {"heading": heading, "rows": [_row(book, name, rule, names) for rule in rules]}
        for name, heading in HEADINGS.items()
        if (rules := listed(getattr(book, name)))
    ]


def note(text: str) -> str:
    """Return the note of a rulebook; packs write theirs in English, so nobody else is shown it."""
    return text if (get_language() or "").startswith("en") else ""


def _row(book: policy.Version, name: str, rule: Any, names: wording.Labels) -> dict[str, Any]:
    document, article = book.clause(rule)
    assumed = _("Assumption, to be confirmed by the regulator") if rule.confidence == "A" else ""
    return {
        "words": rulewords.SAYINGS[name](rule, names),
        "note": note(rule.note),
        "document": document,
        "article": wording.article(article),
        "assumed": assumed,
    }


def listed(value: Any) -> list[Any]:
    """Return the rules of one kind as a list, whether the schema knows one or several."""
    if isinstance(value, tuple):
        return list(value)
    return [value] if value is not None else []
