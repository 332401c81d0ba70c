"""Template filters for hours and days: amounts with two decimals at most, dates with their weekday."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django import template
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from learning import places

register = template.Library()

WEEKDAYS = "一二三四五六日"


@register.filter
def hours(hundredths: int | None) -> str:
    """Return hundredths of an hour as a plain number: 1250 → 12.5."""
    if hundredths is None:
        return "—"
    return f"{(Decimal(hundredths) / 100).normalize():f}"


@register.filter
def many_hours(hundredths: int) -> str:
    """Return the hours of many people with their thousands apart: 958009 → 9,580.09."""
    return f"{(Decimal(hundredths) / 100).normalize():,f}"


@register.filter
def signed_hours(hundredths: int) -> str:
    """Return hundredths of an hour with a sign: +12.5, −3."""
    return ("+" if hundredths >= 0 else "−") + hours(abs(hundredths))


@register.filter
def by_category(amounts: Iterable[Sequence[str]]) -> str:
    """Return hours by category, as a certificate states them: 公需科目24学时 · 4学时; those of no category without one."""
    return " · ".join(
        _("%(category)s: %(amount)s hours") % {"category": category, "amount": amount}
        if category
        else _("%(amount)s hours") % {"amount": amount}
        for category, amount in amounts
    )


@register.filter
def grouped(number: int) -> str:
    """Return a whole number with its thousands apart: 5,000,000."""
    return f"{number:,}"


@register.filter
def day(value: dt.date | dt.datetime | str | None) -> str:
    """Return a day with its weekday: 2026年12月31日（星期四）, Thursday 31 December 2026."""
    if value is None or value == "":
        return "—"
    moment = _day_of(value)
    if (translation.get_language() or "").startswith("zh"):
        return f"{moment.year}年{moment.month}月{moment.day}日（星期{WEEKDAYS[moment.weekday()]}）"
    return formats.date_format(moment, "l j F Y")


@register.filter
def has_passed(day: dt.date | None) -> bool:
    """Say whether a last day, if there is one, has been."""
    return day is not None and day < timezone.localdate()


@register.filter
def short_day(value: dt.date | dt.datetime | str | None) -> str:
    """Return a day without its weekday: 2026年12月31日, 31 Dec 2026."""
    if value is None or value == "":
        return "—"
    moment = _day_of(value)
    if (translation.get_language() or "").startswith("zh"):
        return f"{moment.year}年{moment.month}月{moment.day}日"
    return formats.date_format(moment, "j M Y")


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return a moment to the minute, local time."""
    if value is None:
        return "—"
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{short_day(local.date())} {local:%H:%M}"


@register.filter
def day_and_time(value: dt.datetime | str | None) -> str:
    """Return a moment that somebody has to keep: the day with its weekday, and the time."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    # A full-width bracket is space enough.
    return "—" if value is None else f"{day(value)} {clock(value)}".replace("） ", "）")


@register.filter
def place(name: str) -> str:
    """Return the name of a region in the reader's language: 南京市, Nanjing."""
    return places.said(name)


@register.filter
def clock(value: dt.datetime) -> str:
    """Return the time of day of a moment, to the minute, local time."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}"


@register.filter
def span(first: dt.date, last: dt.date) -> str:
    """Return the days from `first` to `last`, once where they are one."""
    if first == last:
        return day(first)
    return _("%(first)s to %(last)s") % {"first": short_day(first), "last": short_day(last)}


def _day_of(value: dt.date | dt.datetime | str) -> dt.date:
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
