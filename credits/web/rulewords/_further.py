"""The rules that few rulebooks have, in words: minimums of several years, places, deadlines, days of grace, what is only stated."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from credits.web import wording
from credits.web.rulewords import _codes
from credits.web.rulewords._regions import region


def rolling(rule: Any, names: wording.Labels) -> str:
    """Say what is asked of the last years."""
    facts = {"name": _in_words(rule), "span": _span(rule), "amount": _amount(rule)}
    words = _("%(name)s: %(amount)s within the last %(span)s") % facts
    only = wording.listed(_narrowed(rule, names))
    later = [_("also of whom the duty has held for less long")] if rule.newcomers else []
    return _codes.clauses([_("%(what)s (%(only)s)") % {"what": words, "only": only} if only else words, *later])


def _amount(rule: Any) -> str:
    if rule.claims is None:
        return _("%(hours)s hours") % {"hours": rule.hours}
    return ngettext("%(n)d item", "%(n)d items", rule.claims) % {"n": rule.claims}


def _span(rule: Any) -> str:
    if rule.years is None:
        return ngettext("%(n)d cycle", "%(n)d cycles", rule.cycles) % {"n": rule.cycles}
    return ngettext("%(n)d year", "%(n)d years", rule.years) % {"n": rule.years}


def _narrowed(rule: Any, names: wording.Labels) -> Iterator[str]:
    if rule.activities:
        yield _codes.activities(rule.activities)
    if rule.categories:
        yield _codes.categories(rule.categories, names)
    for codes, known in (
        (rule.levels, _codes.LEVELS),
        (rule.modes, _codes.MODES),
        (rule.organisers, _codes.ORGANISERS),
    ):
        if codes:
            yield _codes.named(codes, known)


def grace(rule: Any, _names: wording.Labels) -> str:
    """Say for how long who is short is only so for the time being."""
    days = ngettext("%(n)d day after the cycle", "%(n)d days after the cycle", rule.days) % {"n": rule.days}
    return _codes.clauses([days, str(_GRACES[rule.status])])


def crediting(rule: Any, _names: wording.Labels) -> str:
    """Say which day of a claim decides its cycle."""
    return _concerning(str(_CREDITED[rule.when]), rule)


def recognition(rule: Any, _names: wording.Labels) -> str:
    """Say whether hours earned with providers of some places count."""
    places = _("any other place") if "*" in rule.regions else wording.listed(map(region, rule.regions))
    accepted = (
        _("Hours earned at %(places)s are recognised") if rule.accept else _("Hours earned at %(places)s count nothing")
    )
    told = [
        str(names.get(code, code)) for code, names in ((rule.mode, _RECOGNISED), (rule.evidence, _EVIDENCE)) if code
    ]
    return _codes.clauses([_concerning(accepted % {"places": places}, rule), *told])


def claim(rule: Any, _names: wording.Labels) -> str:
    """Say until when hours are claimed, and what becomes of those claimed later."""
    last = rule.deadline
    facts = {"month": last.month, "day": last.day, "n": last.year_offset}
    if last.year_offset:
        until = ngettext(
            "Claimed until day %(day)d of month %(month)d, %(n)d year after the cycle",
            "Claimed until day %(day)d of month %(month)d, %(n)d years after the cycle",
            last.year_offset,
        )
    else:
        until = _("Claimed until day %(day)d of month %(month)d of the year in which the cycle ends")
    only = _codes.activities(rule.activities)
    words = _("%(what)s (%(only)s)") % {"what": until % facts, "only": only} if only else until % facts
    return _codes.clauses([words, str(_LATE[rule.late])])


def provision(rule: Any, _names: wording.Labels) -> str:
    """Say what the text says, in the words of the rulebook."""
    facts = {"topic": _TOPICS[rule.topic], "words": _in_words(rule)}
    return _("%(topic)s: %(words)s") % facts


def _in_words(rule: Any) -> str:
    return str(rule.zh if (get_language() or "").startswith("zh") else rule.en)


def _concerning(words: str, rule: Any) -> str:
    narrowed = [_codes.activities(rule.activities), _codes.named(rule.modes, _codes.MODES)]
    only = wording.listed(one for one in narrowed if one)
    return _("%(what)s (%(only)s)") % {"what": words, "only": only} if only else words


_GRACES = {
    "provisional": gettext_lazy("who is short until then is so for the time being"),
    "inactive": gettext_lazy("who is short until then may not use the standing"),
}
_CREDITED = {
    "end": gettext_lazy("Counted in the cycle of the last day"),
    "per_session": gettext_lazy("Counted day by day, each in its cycle"),
    "on_pass": gettext_lazy("Counted in the cycle in which the assessment is passed"),
    "at_year_end": gettext_lazy("Counted at the end of the year"),
}
# A rulebook may name others; they are shown as it writes them.
_RECOGNISED = {
    "zone": pgettext_lazy("how places recognise one another", "within a zone of mutual recognition"),
    "mutual": pgettext_lazy("how places recognise one another", "each recognises the other"),
}
_EVIDENCE = {
    "certificate": pgettext_lazy("what shows hours of other places", "shown by a certificate"),
    "register": pgettext_lazy("what shows hours of other places", "shown by a register"),
}
_LATE = {
    "reject": gettext_lazy("what is claimed later counts nothing"),
    "approve": gettext_lazy("what is claimed later counts if it is approved afterwards"),
}
_TOPICS = {
    "unit": gettext_lazy("Unit"),
    "precedence": gettext_lazy("Precedence"),
    "evidence": gettext_lazy("Evidence"),
    "registrar": gettext_lazy("Who registers"),
    "verifier": gettext_lazy("Who verifies"),
    "workflow": gettext_lazy("Procedure"),
    "make_up": gettext_lazy("Making up earlier years"),
    "audit": gettext_lazy("Audits"),
    "sanctions": gettext_lazy("Sanctions"),
    "other": gettext_lazy("Further provisions"),
}
SAYINGS: Mapping[str, Callable[[Any, wording.Labels], str]] = {
    "rolling": rolling,
    "grace": grace,
    "crediting": crediting,
    "recognitions": recognition,
    "claim": claim,
    "provisions": provision,
}
