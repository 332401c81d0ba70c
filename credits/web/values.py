"""The values of a rulebook as a page shows them: what it asks and gives, and where each value stands."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from credits import policy
from credits.enums import Activity
from credits.web import wording
from learning.accounts.enums import StatusCode, TitleLevel

# The names under which `policy.Version` holds its rules, as headings.
HEADINGS = {
    "cycle": gettext_lazy("Cycle"),
    "totals": gettext_lazy("Hours required"),
    "floors": gettext_lazy("Of these at least"),
    "modes": gettext_lazy("Of these in one mode"),
    "inner": gettext_lazy("Minimum within the cycle"),
    "entry": gettext_lazy("When the duty begins"),
    "specialties": gettext_lazy("More than one specialty"),
    "exemptions": gettext_lazy("Exempt"),
    "deferral": gettext_lazy("Deferred"),
    "carry": gettext_lazy("Carried over"),
    "shortfall": gettext_lazy("Earlier shortfall"),
    "unverified": gettext_lazy("Not verified by an audit"),
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
    "look_back": gettext_lazy("Years looked back on"),
}
_ABOUT_THE_SOURCE = {"source", "confidence", "article", "strength", "note"}


def shown_values(book: policy.Version) -> list[dict[str, Any]]:
    """Return the rules of `book` under their headings: words, note, document and article."""
    names = wording.labels([category.model_dump() for category in book.categories])
    return [
        {"heading": heading, "rows": [_row(book, name, rule, names) for rule in rules]}
        for name, heading in HEADINGS.items()
        if (rules := _listed(getattr(book, name)))
    ]


def note(text: str) -> str:
    """Return the note of a rulebook; packs write theirs in English, so nobody else is shown it."""
    return text if (get_language() or "").startswith("en") else ""


def _row(book: policy.Version, name: str, rule: Any, names: wording.Labels) -> dict[str, Any]:
    document, article = book.clause(rule)
    say = _SAYINGS.get(name, _plainly)
    assumed = _("Assumption, to be confirmed by the regulator") if rule.confidence == "A" else ""
    return {
        "words": say(rule, names),
        "note": note(rule.note),
        "document": document,
        "article": wording.article(article),
        "assumed": assumed,
    }


def _listed(value: Any) -> list[Any]:
    if isinstance(value, tuple):
        return list(value)
    return [value] if value is not None else []


def _cycle(rule: Any, _names: wording.Labels) -> str:
    if rule.kind == "window":
        return wording.cycle(rule.starts_on, rule.ends_on)
    if rule.kind == "year" and (rule.years, rule.month, rule.day) == (1, 1, 1):
        return _("Calendar year")
    return _plainly(rule, _names)


def _total(rule: Any, _names: wording.Labels) -> str:
    levels = wording.listed(_level(code) for code in rule.target_levels)
    if levels:
        return _("%(hours)s hours (%(who)s)") % {"hours": rule.hours, "who": levels}
    return _("%(hours)s hours") % {"hours": rule.hours}


def _floor(rule: Any, names: wording.Labels) -> str:
    return _("%(category)s: %(hours)s hours") % {
        "category": wording.category(rule.category, names),
        "hours": rule.hours,
    }


def _lesson(rule: Any, _names: wording.Labels) -> str:
    return _("%(minutes)d minutes make an hour") % {"minutes": rule.minutes}


def _day(rule: Any, _names: wording.Labels) -> str:
    if rule.hours_without_timetable is None:
        return _("%(hours)s hours a day") % {"hours": rule.hours}
    return _("%(hours)s hours a day, without a timetable %(fewer)s") % {
        "hours": rule.hours,
        "fewer": rule.hours_without_timetable,
    }


def _hours(rule: Any, _names: wording.Labels) -> str:
    return _("%(hours)s hours") % {"hours": rule.hours}


def _once(_rule: Any, _names: wording.Labels) -> str:
    return _("Time spent in two places at once counts once")


def _cap(rule: Any, _names: wording.Labels) -> str:
    facts = {"activities": wording.listed(map(_activity, rule.activities)), "hours": rule.hours}
    if rule.per == "year":
        return _("%(activities)s: at most %(hours)s hours a calendar year") % facts
    return _("%(activities)s: at most %(hours)s hours a cycle") % facts


def _given(rule: Any, names: wording.Labels) -> str:
    what = wording.listed(map(_activity, rule.codes))
    rest = rule.model_dump(mode="json", exclude_defaults=True, exclude={*_ABOUT_THE_SOURCE, "codes", "earn"})
    how = wording.listed(part for part in (_earned(rule.earn), _pairs(rest, names)) if part)
    return _("%(what)s: %(how)s") % {"what": what, "how": how}


def _earned(earn: Any) -> str:
    facts = {"hours": earn.hours, "rate": earn.rate, "per": earn.per, "chars": earn.chars}
    if earn.kind == "time":
        return _time(earn) % facts
    if earn.kind == "fixed" and earn.counted:
        return _("%(hours)s hours each") % facts
    return _EARNED[earn.kind] % facts


def _time(earn: Any) -> str:
    if earn.stated_only:
        return _("the hours stated, as approved")
    if (earn.rate, earn.per) == (1, 1):
        return _("the hours, minutes or days stated")
    return _("the hours, minutes or days stated, times %(rate)s, divided by %(per)s")


def _entry(rule: Any, names: wording.Labels) -> str:
    if rule.kind == "next_year":
        return _("Who enters during a year owes hours from the next year on")
    if rule.kind == "prorate":
        return _("Who enters during a cycle owes its share")
    return _plainly(rule, names)


def _items(rule: Any, _names: wording.Labels) -> str:
    return (
        _("The same content counts once in a life")
        if rule.once == "life"
        else _("The same content counts once in a cycle")
    )


def _look_back(rule: Any, _names: wording.Labels) -> str:
    return wording.listed(
        _("%(level)s: %(years)d years") % {"level": _level(level), "years": years}
        for level, years in rule.years.items()
    )


def _plainly(rule: Any, names: wording.Labels) -> str:
    return _pairs(rule.model_dump(mode="json", exclude=_ABOUT_THE_SOURCE, exclude_none=True), names)


def _pairs(values: dict[str, Any], names: wording.Labels) -> str:
    return "; ".join(
        f"{key} = {_value(value, names)}" for key, value in values.items() if value not in ({}, [], None, "")
    )


def _value(value: Any, names: wording.Labels) -> str:
    if isinstance(value, dict):
        return "{" + _pairs(value, names) + "}"
    if isinstance(value, list):
        return ", ".join(_value(one, names) for one in value)
    return names.get(value, str(value)) if isinstance(value, str) else str(value)


def _activity(code: str) -> str:
    if code == "*":
        return _("Any activity")
    return str(Activity(code).label) if code in Activity.values else code


def _level(code: str) -> str:
    if code == "unstated":
        return _("no target level stated")
    return str(TitleLevel(code).label) if code in TitleLevel.values else code


def _exempt(rule: Any, _names: wording.Labels) -> str:
    if rule.age is not None:
        return _("From the age of %(age)d") % {"age": rule.age}
    status = str(StatusCode(rule.status).label) if rule.status in StatusCode.values else str(rule.status)
    return _("%(status)s with the employer's consent") % {"status": status} if rule.consent else status


def _deferral(rule: Any, _names: wording.Labels) -> str:
    statuses: Iterable[str] = (str(StatusCode(code).label) for code in rule.statuses)
    return wording.listed(statuses)


_EARNED = {
    "per_day": gettext_lazy("%(hours)s hours a day"),
    "per_month": gettext_lazy("%(hours)s hours a month"),
    "fixed": gettext_lazy("%(hours)s hours"),
    "per_volume": gettext_lazy("%(hours)s hours for every %(chars)s characters"),
}
_SAYINGS: dict[str, Callable[[Any, wording.Labels], str]] = {
    "cycle": _cycle,
    "totals": _total,
    "floors": _floor,
    "entry": _entry,
    "items": _items,
    "look_back": _look_back,
    "exemptions": _exempt,
    "deferral": _deferral,
    "lesson": _lesson,
    "day": _day,
    "step": _hours,
    "overlap": _once,
    "daily_cap": _hours,
    "caps": _cap,
    "category_caps": _floor,
    "activities": _given,
}
