"""The rules of earning in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from credits.web import wording
from credits.web.rulewords import _codes


def lesson(rule: Any, names: wording.Labels) -> str:
    """Say how many minutes make an hour."""
    usual = _("%(minutes)d minutes make an hour") % {"minutes": rule.minutes}
    others = (
        _("of %(category)s %(minutes)d") % {"category": wording.category(code, names), "minutes": minutes}
        for code, minutes in rule.by_category.items()
    )
    return _codes.clauses([usual, *others])


def day(rule: Any, _names: wording.Labels) -> str:
    """Say what a day earns that states no hours."""
    if rule.hours_without_timetable is None:
        return _("%(hours)s hours a day") % {"hours": rule.hours}
    return _("%(hours)s hours a day, without a timetable %(fewer)s") % {
        "hours": rule.hours,
        "fewer": rule.hours_without_timetable,
    }


def amount(rule: Any, _names: wording.Labels) -> str:
    """Say how many hours."""
    return _("%(hours)s hours") % {"hours": rule.hours}


def gate(rule: Any, _names: wording.Labels) -> str:
    """Say without what a claim earns nothing, and for which activities."""
    words = _gate(rule)
    narrowed = [_codes.activities(rule.activities), _codes.named(rule.modes, _codes.MODES)]
    only = wording.listed(one for one in narrowed if one)
    return _("%(condition)s (%(only)s)") % {"condition": words, "only": only} if only else words


def _gate(rule: Any) -> str:
    if rule.kind == "passed" and rule.within_days is not None:
        return ngettext(
            "An assessment is passed within %(n)d day of the last one",
            "An assessment is passed within %(n)d days of the last one",
            rule.within_days,
        ) % {"n": rule.within_days}
    if rule.kind == "attendance":
        return _("Present for at least %(share)s%% of the minutes") % {"share": f"{(rule.share or 1) * 100:.4g}"}
    if rule.kind == "absences":
        half_days = rule.half_days or 0
        return ngettext("Absent for at most %(n)d half-day", "Absent for at most %(n)d half-days", half_days) % {
            "n": half_days
        }
    if rule.kind == "late":
        return _("At most %(n)d minutes missed") % {"n": rule.late_minutes or 0}
    return str(_GATES[rule.kind])


def items(rule: Any, _names: wording.Labels) -> str:
    """Say how often one item counts."""
    return str(_ONCE[rule.once])


def overlap(_rule: Any, _names: wording.Labels) -> str:
    """Say that nobody is in two places at once."""
    return _("Time spent in two places at once counts once")


def cap(rule: Any, _names: wording.Labels) -> str:
    """Say how many hours some activities earn together."""
    narrowed = [
        _codes.named(rule.levels, _codes.LEVELS),
        _codes.named(rule.modes, _codes.MODES),
        _codes.named(rule.organisers, _codes.ORGANISERS),
        _("of each kind of organiser") if rule.each_organiser else "",
    ]
    what = _codes.activities(rule.activities)
    only = wording.listed(one for one in narrowed if one)
    facts = {
        "activities": _("%(what)s (%(only)s)") % {"what": what, "only": only} if only else what,
        "hours": rule.hours,
        "share": rule.share,
    }
    if rule.share and rule.per == "year":
        return _("%(activities)s: at most %(share)s of what is required, a calendar year") % facts
    if rule.share:
        return _("%(activities)s: at most %(share)s of what is required") % facts
    if rule.per == "year":
        return _("%(activities)s: at most %(hours)s hours a calendar year") % facts
    return _("%(activities)s: at most %(hours)s hours a cycle") % facts


def category_cap(rule: Any, names: wording.Labels) -> str:
    """Say how many hours of a category count."""
    return _codes.of_category(rule, names)


def daily_cap(rule: Any, names: wording.Labels) -> str:
    """Say how many hours of a day count, and of which activities."""
    if not rule.activities:
        return amount(rule, names)
    facts = {"hours": rule.hours, "only": _codes.activities(rule.activities)}
    return _("%(hours)s hours (%(only)s)") % facts


def activity(rule: Any, names: wording.Labels) -> str:
    """Say what some activities give, on which conditions, and within which limits."""
    what, only = _codes.activities(rule.codes), wording.listed(_conditions(rule))
    if only:
        what = _("%(what)s (%(only)s)") % {"what": what, "only": only}
    how = _codes.clauses([_earned(rule.earn), *_counted_as(rule, names), *_limits(rule), *_later(rule)])
    return _("%(what)s: %(how)s") % {"what": what, "how": how}


def _conditions(rule: Any) -> Iterator[str]:
    for codes, names in (
        (rule.levels, _codes.LEVELS),
        (rule.modes, _codes.MODES),
        (rule.organisers, _codes.ORGANISERS),
        (rule.roles, _codes.ROLES),
    ):
        if codes:
            yield _codes.named(codes, names)
    if rule.rank_up_to is not None:
        yield ngettext("first author", "among the first %(n)d authors", rule.rank_up_to) % {"n": rule.rank_up_to}
    yield from _length(rule)
    if rule.months_from is not None:
        yield ngettext("from %(n)d month", "from %(n)d months", rule.months_from) % {"n": rule.months_from}


def _length(rule: Any) -> Iterator[str]:
    if rule.chars_over is not None:
        yield _("of more than %(n)d characters") % {"n": rule.chars_over}
    if rule.chars_up_to is not None:
        yield _("of up to %(n)d characters") % {"n": rule.chars_up_to}
    if rule.with_chars and rule.chars_over is None and rule.chars_up_to is None:
        yield _("with a text")
    if rule.with_chars is False:
        yield _("without a text")


def _earned(earn: Any) -> str:
    if earn.kind == "time":
        return _time(earn)
    facts = {"hours": earn.hours, "chars": earn.chars}
    if earn.kind == "fixed" and not earn.hours:
        return _("no hours")
    if earn.kind == "fixed" and earn.counted:
        return _("%(hours)s hours each") % facts
    return str(_EARNED[earn.kind]) % facts


def _time(earn: Any) -> str:
    facts = {"rate": earn.rate, "per": earn.per}
    if (earn.rate, earn.per) == (1, 1):
        return _("the hours stated, as approved") if earn.stated_only else _("the hours, minutes or days stated")
    if earn.per == 1:
        return _("the hours, minutes or days stated, times %(rate)s") % facts
    if earn.rate == 1:
        return _("the hours, minutes or days stated, divided by %(per)s") % facts
    return _("the hours, minutes or days stated, times %(rate)s, divided by %(per)s") % facts


def _counted_as(rule: Any, names: wording.Labels) -> Iterator[str]:
    if rule.category:
        yield _("counted as %(category)s") % {"category": wording.category(rule.category, names)}
    if rule.fill:
        facts = {"categories": _(", then ").join(wording.category(code, names) for code in rule.fill)}
        if rule.fill_stated:
            yield _("counted as %(categories)s, as far as each still asks for hours") % facts
        else:
            words = _("where no category is stated counted as %(categories)s, as far as each still asks for hours")
            yield words % facts


def _limits(rule: Any) -> Iterator[str]:
    for value, words in (
        (rule.day, _("a day gives %(n)s hours")),
        (rule.minimum, _("nothing below %(n)s hours")),
        (rule.step, _("in steps of %(n)s hours")),
        (rule.item_cap, _("at most %(n)s hours for one")),
        (rule.item_cap_years, _("for one at most what %(n)s years ask for")),
    ):
        if value is not None:
            yield words % {"n": value}
    if rule.author_share:
        yield str(_SHARES[rule.author_share.kind]) % {
            "n": rule.author_share.authors_from,
            "shares": wording.listed(rule.author_share.shares),
            "less": rule.author_share.less,
            "first": rule.author_share.first,
        }
    for tier in rule.tiers:
        yield _("from %(months)d months at most %(hours)s hours") % {"months": tier.months, "hours": tier.hours}


def _later(rule: Any) -> Iterator[str]:
    if rule.spread:
        words = _SPREADS[rule.spread.kind]
        yield str(words) % {"n": rule.spread.cycles}
    if rule.valid_years is not None:
        yield ngettext("valid for %(n)d year", "valid for %(n)d years", rule.valid_years) % {"n": rule.valid_years}
    if rule.once:
        yield str(_ONCE[rule.once])


_GATES = {
    "passed": gettext_lazy("An assessment is passed"),
    "provider": gettext_lazy("The provider is recognised on every day"),
    "approved": gettext_lazy("It was approved before the first day"),
    "collected": gettext_lazy("The person’s information is collected"),
}
_ONCE = {
    "life": gettext_lazy("The same content counts once in a life"),
    "year": gettext_lazy("The same content counts once in a calendar year"),
    "cycle": gettext_lazy("The same content counts once in a cycle"),
    "any": gettext_lazy("The same content counts each time"),
}
_SHARES = {
    "table": gettext_lazy("from %(n)d authors on each has a share, by place: %(shares)s"),
    "decrement": gettext_lazy("from %(n)d authors on %(less)s hours less for each further place"),
    "split": gettext_lazy("from %(n)d authors on the first has %(first)s, the others share the rest"),
}
_EARNED = {
    "per_day": gettext_lazy("%(hours)s hours a day"),
    "per_month": gettext_lazy("%(hours)s hours a month"),
    "fixed": gettext_lazy("%(hours)s hours"),
    "per_volume": gettext_lazy("%(hours)s hours for every %(chars)s characters"),
}
_SPREADS = {
    "worth": gettext_lazy("may be spread over %(n)d cycles, what a year asks for each"),
    "equal": gettext_lazy("spread over %(n)d cycles in equal parts"),
}
SAYINGS: Mapping[str, Callable[[Any, wording.Labels], str]] = {
    "lesson": lesson,
    "day": day,
    "step": amount,
    "gates": gate,
    "items": items,
    "overlap": overlap,
    "daily_cap": daily_cap,
    "caps": cap,
    "category_caps": category_cap,
    "activities": activity,
}
