"""A line of a list, in words: the template only prints it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models.enums import ChoicesType
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import search
from cms.catalogue._offers import Offer, OfferedRun
from cms.catalogue._places import Places, places
from learning.accounts.enums import Series, TitleLevel
from learning.tags import WEEKDAYS, hours, short_day
from seminars.enums import Category, Mode, ProgrammeKind

RUNS_A_ROW = 2


@dataclass(frozen=True, kw_only=True)
class RunLine:
    """A coming run in a list."""

    pk: int
    days: str
    where: str
    place: str
    places: Places


@dataclass(frozen=True, kw_only=True)
class Row:
    """A programme in a list: what, who, for whom it counts how much, when and where next."""

    title: str
    url: str
    kind: str
    category: str
    hours: str
    counts: str
    base: str
    base_url: str
    mode: str
    fee: str
    runs: tuple[RunLine, ...]
    more: int
    passage: str = ""
    own_pace: str = ""


def row(offer: Offer, held: Sequence[OfferedRun], *, at: datetime, words: tuple[str, ...] = ()) -> Row:
    """Return the line of `offer`, with the first of its runs `held`; where one of `words` stands, it is marked."""
    category = str(Category(offer.category).label)
    return Row(
        title=search.marked(offer.title, words) if words else offer.title,
        url=offer.url,
        kind=str(ProgrammeKind(offer.kind).label),
        category=category,
        hours=hours(offer.hours),
        counts=_("Counts: %(category)s, %(hours)s hours · %(whom)s")
        % {
            "category": category,
            "hours": hours(offer.hours),
            "whom": whom(offer.eligible_series, offer.eligible_levels),
        },
        base=offer.base,
        base_url=offer.base_url,
        mode=str(Mode(offer.mode).label),
        fee=fee(offer.fee),
        runs=tuple(run_line(run, at=at) for run in held[:RUNS_A_ROW]),
        more=max(0, len(held) - RUNS_A_ROW),
        passage=_passage(offer, words),
        own_pace=_own_pace(offer),
    )


def _passage(offer: Offer, words: tuple[str, ...]) -> str:
    """Return where one of `words` stands in the summary, marked; nothing where none does."""
    found = search.passage(offer.summary, words) if words else ""
    return found if "<mark>" in found else ""


def _own_pace(offer: Offer) -> str:
    """Return until when each learns at an own pace; nothing for what has runs."""
    if offer.window_until is None:
        return ""
    return _("Learn at your own pace, until %(day)s") % {"day": short_day(offer.window_until)}


def run_line(run: OfferedRun, *, at: datetime) -> RunLine:
    """Return the line of one run."""
    return RunLine(
        pk=run.pk, days=days(run.starts_on, run.ends_on), where=run.where, place=run.place, places=places(run, at=at)
    )


def fee(yuan: int) -> str:
    """Return a fee in words."""
    return _("%(fee)s yuan") % {"fee": yuan} if yuan else _("Free of charge")


def whom(series: Iterable[str], levels: Iterable[str]) -> str:
    """Return for whom a programme is, by series and level of title."""
    of_series, of_level = _labels(Series, series), _labels(TitleLevel, levels)
    parts = [
        _("series: %(series)s") % {"series": of_series} if of_series else _("all series"),
        _("titles: %(levels)s") % {"levels": of_level} if of_level else "",
    ]
    return " · ".join(part for part in parts if part)


def days(first: date, last: date) -> str:
    """Return the days from `first` to `last`, each with its weekday, the year once where it is one."""
    if first == last:
        return _day(first, with_year=True)
    is_chinese = (get_language() or "").startswith("zh")
    is_one_year = first.year == last.year

    return _("%(first)s to %(last)s") % {
        "first": _day(first, with_year=is_chinese or not is_one_year),
        "last": _day(last, with_year=not (is_chinese and is_one_year)),
    }


def _day(value: date, *, with_year: bool) -> str:
    if (get_language() or "").startswith("zh"):
        year = f"{value.year}年" if with_year else ""
        return f"{year}{value.month}月{value.day}日（星期{WEEKDAYS[value.weekday()]}）"
    return formats.date_format(value, "D j M Y" if with_year else "D j M")


def _labels(choices: ChoicesType, codes: Iterable[str]) -> str:
    known = dict(choices.choices)
    return _(", ").join(str(known.get(code, code)) for code in codes)
