"""In which figure an example fails, in the reader's language."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credits.policy import cases

SUBJECT = re.compile(r"^(award of|standing on|look-back of) (.+?)(?: under ([a-z0-9-]+))?$")
FIGURE = re.compile(
    r" (hours|category|reasons|required|counted|missing|met|total|unmet|(?:categories|modes)(?:\.\w+)?(?: \w+)?)$"
)
SUBJECTS = {
    "award of": gettext_lazy("claim %(what)s"),
    "standing on": gettext_lazy("the cycle of %(what)s"),
    "look-back of": gettext_lazy("the application of %(what)s"),
}
FIGURES = {
    "hours": gettext_lazy("hours given"),
    "category": gettext_lazy("category"),
    "reasons": gettext_lazy("reasons"),
    "required": gettext_lazy("hours required"),
    "counted": gettext_lazy("hours counted"),
    "missing": gettext_lazy("hours missing"),
    "met": gettext_lazy("whether it is met"),
    "total": gettext_lazy("hours in all"),
    "unmet": gettext_lazy("what is not met"),
    "categories": gettext_lazy("hours by category"),
    "modes": gettext_lazy("hours by mode"),
}


def in_words(difference: cases.Difference) -> str:
    """Return which figure was expected to be what, and what was decided."""
    _what, _colon, values = str(difference).rpartition(": expected ")
    expected, _comma, decided = values.rpartition(", decided ")
    return _("%(what)s: expected %(expected)s, decided %(decided)s") % {
        "what": _named(difference.what),
        "expected": expected,
        "decided": decided,
    }


def _named(what: str) -> str:
    figure = FIGURE.search(what)
    subject = SUBJECT.match(what[: figure.start()] if figure else what)
    if subject is None:
        return what
    kind, name, family = subject.groups()
    named = str(SUBJECTS[kind]) % {"what": name}
    if family:
        named = _("%(what)s under %(family)s") % {"what": named, "family": family}
    return _("%(what)s, %(figure)s") % {"what": named, "figure": _figure(figure[1])} if figure else named


def _figure(code: str) -> str:
    path, _space, figure = code.partition(" ")
    kind, _dot, part = path.partition(".")
    words = str(FIGURES[figure or kind])
    return _("%(figure)s of “%(part)s”") % {"figure": words, "part": part} if part else words
