"""The rules of duty in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from credits.web import wording
from credits.web.rulewords import _codes


def cycle(rule: Any, _names: wording.Labels) -> str:
    """Say in which span a requirement must be met."""
    if rule.kind == "window":
        return wording.cycle(rule.starts_on, rule.ends_on)
    if rule.kind == "term":
        return _("The term of appointment; a year where there is none")
    if rule.kind == "registration":
        return _registration(rule)
    if (rule.years, rule.month, rule.day) == (1, 1, 1):
        return _("Calendar year")
    facts = {"n": rule.years, "month": rule.month, "day": rule.day}
    return (
        ngettext(
            "%(n)d year, from day %(day)d of month %(month)d",
            "%(n)d years, from day %(day)d of month %(month)d",
            rule.years,
        )
        % facts
    )


def _registration(rule: Any) -> str:
    facts = {"n": rule.years, "month": rule.month, "day": rule.day}
    if rule.aligned:
        words = ngettext(
            "%(n)d year from day %(day)d of month %(month)d before the registration",
            "%(n)d years from day %(day)d of month %(month)d before the registration",
            rule.years,
        )
        return words % facts
    return ngettext("%(n)d year from the registration", "%(n)d years from the registration", rule.years) % facts


def total(rule: Any, _names: wording.Labels) -> str:
    """Say how many hours are asked, of whom."""
    levels = wording.listed(map(_codes.target_level, rule.target_levels))
    if levels:
        return _("%(hours)s hours (%(who)s)") % {"hours": rule.hours, "who": levels}
    return _("%(hours)s hours") % {"hours": rule.hours}


def floor(rule: Any, names: wording.Labels) -> str:
    """Say how many hours of a category are meant."""
    if rule.base == "required":
        return _codes.of_category(rule, names)
    facts = {"category": wording.category(rule.category, names), "hours": rule.hours, "share": rule.share}
    if rule.hours:
        return _("%(category)s: %(share)s of what is earned, at least %(hours)s hours") % facts
    return _("%(category)s: %(share)s of what is earned") % facts


def mode_floor(rule: Any, names: wording.Labels) -> str:
    """Say how many hours must be learnt in one mode."""
    facts = {"mode": _codes.named([rule.mode], _codes.MODES), "hours": rule.hours}
    if rule.category:
        return _("%(hours)s hours of %(category)s %(mode)s") % {
            **facts,
            "category": wording.category(rule.category, names),
        }
    return _("%(hours)s hours %(mode)s") % facts


def inner(rule: Any, _names: wording.Labels) -> str:
    """Say what every part of a cycle asks."""
    return ngettext("%(hours)s hours in every %(n)d month", "%(hours)s hours in every %(n)d months", rule.months) % {
        "hours": rule.hours,
        "n": rule.months,
    }


def entry(rule: Any, names: wording.Labels) -> str:
    """Say what follows from the day on which duty begins."""
    if rule.kind == "next_year":
        return _("Who enters during a year owes hours from the next year on")
    if rule.kind == "prorate":
        return str(_SHARES[rule.by])
    if rule.kind == "exempt":
        return _("Who enters during a cycle owes nothing in it")
    return _codes.clauses(_band(band, names) for band in rule.bands)


def _band(band: Any, names: wording.Labels) -> str:
    facts = {"months": band.below_months, "hours": band.hours, "floors": _floors(band.floors, names)}
    if band.floors:
        return _("under duty for less than %(months)d months: %(hours)s hours, of these %(floors)s") % facts
    return _("under duty for less than %(months)d months: %(hours)s hours") % facts


def _floors(floors: Mapping[str, Any], names: wording.Labels) -> str:
    return wording.listed(
        _("%(category)s: %(hours)s hours") % {"category": wording.category(code, names), "hours": hours}
        for code, hours in floors.items()
    )


def specialties(rule: Any, names: wording.Labels) -> str:
    """Say what more than one registered specialty changes."""
    if rule.kind == "split":
        words = [_("The hours are divided among the specialties")]
        return _codes.clauses(words + [_("at least %(hours)s hours each") % {"hours": rule.hours}] * bool(rule.hours))
    if rule.kind == "shared":
        return _("One requirement serves all specialties")
    facts = {"hours": rule.hours, "floors": _floors(rule.floors, names)}
    if rule.floors:
        return _("%(hours)s hours more for each further one, of these %(floors)s") % facts
    return _("%(hours)s hours more for each further one") % facts


def exemption(rule: Any, _names: wording.Labels) -> str:
    """Say what frees from the requirement."""
    if rule.age is not None:
        return _("From the age of %(age)d") % {"age": rule.age}
    status = _codes.status(str(rule.status))
    words = _("%(status)s with the employer's consent") % {"status": status} if rule.consent else status
    return _("%(status)s: %(hours)s hours less") % {"status": words, "hours": rule.reduce} if rule.reduce else words


def deferral(rule: Any, _names: wording.Labels) -> str:
    """Say what moves what is missing to the next cycle."""
    return wording.listed(map(_codes.status, rule.statuses))


def carry(rule: Any, names: wording.Labels) -> str:
    """Say what of a surplus serves the next cycle."""
    parts = [_("at most %(hours)s hours") % {"hours": rule.max} if rule.max is not None else _("all of a surplus")]
    if rule.categories:
        parts.append(_("only of %(categories)s") % {"categories": _codes.categories(rule.categories, names)})
    if rule.serves_categories:
        parts.append(_("it serves the category, too"))
    if rule.serves_inner:
        parts.append(_("it serves the minimum within the cycle, too"))
    if not rule.first_cycle:
        parts.append(_("not out of the first cycle"))
    return _codes.clauses(parts)


def shortfall(rule: Any, _names: wording.Labels) -> str:
    """Say what an earlier shortfall does."""
    words = str(_SHORTFALLS[rule.kind])
    if rule.extra:
        words = _("It is made up beside the present duty, with %(hours)s hours more") % {"hours": rule.extra}
    return _codes.clauses([words, *_made_up(rule)])


def _made_up(rule: Any) -> Iterator[str]:
    """Say until when, and on which days, an earlier year is made up."""
    if rule.back_years:
        words = ngettext(
            "no later than %(n)d year after the cycle", "no later than %(n)d years after the cycle", rule.back_years
        )
        yield words % {"n": rule.back_years}
    if rule.window:
        yield made_up_within(rule.window)


def made_up_within(window: Any) -> str:
    """Say on which days of a year earlier years are made up."""
    first, last = window.first, window.last
    days = {"month": first.month, "day": first.day, "last_month": last.month, "last_day": last.day}
    return (
        _("made up only from day %(day)d of month %(month)d to day %(last_day)d of month %(last_month)d of a year")
        % days
    )


def unverified(_rule: Any, _names: wording.Labels) -> str:
    """Say what becomes of hours that an audit could not verify."""
    return _("They are taken back and added to the next requirement")


def look_back(rule: Any, _names: wording.Labels) -> str:
    """Say which years a title application looks back on."""
    return wording.listed(
        ngettext("%(level)s: %(years)d year", "%(level)s: %(years)d years", years)
        % {"level": _codes.target_level(level), "years": years}
        for level, years in rule.years.items()
    )


_SHARES = {
    "month": gettext_lazy("Who enters during a cycle owes its share"),
    "quarter": gettext_lazy("Who enters during a cycle owes its share, by started quarters"),
    "day": gettext_lazy("Who enters during a cycle owes its share, by days"),
}
_SHORTFALLS = {
    "first": gettext_lazy("Hours fill an earlier shortfall first"),
    "make_up": gettext_lazy("It is made up beside the present requirement"),
}
SAYINGS: Mapping[str, Callable[[Any, wording.Labels], str]] = {
    "cycle": cycle,
    "totals": total,
    "floors": floor,
    "modes": mode_floor,
    "inner": inner,
    "entry": entry,
    "specialties": specialties,
    "exemptions": exemption,
    "deferral": deferral,
    "carry": carry,
    "shortfall": shortfall,
    "unverified": unverified,
    "look_back": look_back,
}
