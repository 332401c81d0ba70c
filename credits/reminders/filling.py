"""Fillings: how the facts of a source become words of the reader's language."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from credits.reminders._sources import Facts, Label, Placeholder
from learning import tags


def text(name: str, label: Label) -> Placeholder:
    """Fill a fact as it stands; nothing where there is none."""
    return Placeholder(label=label, fill=lambda facts: str(facts.get(name) or ""))


def count(name: str, label: Label) -> Placeholder:
    """Fill a number; nought is one, too."""
    return Placeholder(label=label, fill=lambda facts: str(facts.get(name, "")))


def day(name: str, label: Label) -> Placeholder:
    """Fill a day, with its weekday."""
    return Placeholder(label=label, fill=lambda facts: tags.day(facts[name]) if facts.get(name) else "")


def moment(name: str, label: Label) -> Placeholder:
    """Fill a moment, to the minute."""
    return Placeholder(
        label=label, fill=lambda facts: tags.moment(datetime.fromisoformat(facts[name])) if facts.get(name) else ""
    )


def hours(name: str, label: Label) -> Placeholder:
    """Fill hundredths of an hour as hours."""
    return Placeholder(label=label, fill=lambda facts: tags.hours(facts[name]) if facts.get(name) is not None else "")


def place(name: str, label: Label) -> Placeholder:
    """Fill the name of a region in the reader's language."""
    return Placeholder(label=label, fill=lambda facts: tags.place(facts[name]) if facts.get(name) else "")


def words(label: Label, fill: Callable[[Facts], str]) -> Placeholder:
    """Fill what a function says."""
    return Placeholder(label=label, fill=fill)


def reason(label: Label, name: str = "reason") -> Placeholder:
    """Fill what somebody gave as a reason, without the full stop that they may have set."""
    return Placeholder(label=label, fill=lambda facts: str(facts.get(name) or "").rstrip("。."))


def when(label: Label, name: str = "days_left") -> Placeholder:
    """Fill how far away the day is, counted from the day of planning: today, tomorrow, in 3 days."""
    return Placeholder(label=label, fill=lambda facts: _when(facts.get(name)))


def is_chinese() -> bool:
    """Say whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def in_language(named: Facts) -> str:
    """Return the Chinese or the English of what is named in both."""
    return str(named["zh" if is_chinese() else "en"])


def plain_hours(hundredths: int) -> str:
    """Return hundredths of an hour as a number: 1550 → 15.5."""
    return tags.hours(hundredths)


def listed(parts: list[str]) -> str:
    """Return `parts` one after the other: A、B, or A, B."""
    return _(", ").join(parts)


def _when(days: int | None) -> str:
    if days is None or days < 0:
        return ""
    if days > 1:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return _("tomorrow") if days else _("today")
