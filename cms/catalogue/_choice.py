"""What somebody chose in the catalogue, read from an address that anybody may have typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cms import search
from credits.hours import to_hundredths
from learning.accounts.enums import Sector, Series
from learning.tags import hours
from seminars.enums import Category, Cluster, Mode, ProgrammeKind

TEXT_LENGTH_MAX = 100


class Sort(TextChoices):
    """Order of the rows."""

    BEST = "best", _("Best match")
    SOONEST = "soonest", _("Soonest")
    HOURS = "hours", _("Most hours")
    SEATS = "seats", _("Most places")


class Band(TextChoices):
    """How long a programme is."""

    UP_TO_8 = "8", _("Up to 8 hours")
    UP_TO_24 = "24", _("Up to 24 hours")
    UP_TO_40 = "40", _("Up to 40 hours")
    LONGER = "more", _("More than 40 hours")

    @classmethod
    def of(cls, hundredths: int) -> str:
        """Return the band of an amount of hours."""
        return cls(search.hours_band(hundredths))


class Fee(TextChoices):
    """What a programme costs."""

    FREE = "free", _("Free of charge")
    UP_TO_500 = "500", _("Up to 500 yuan")
    UP_TO_1000 = "1000", _("Up to 1,000 yuan")
    UP_TO_2000 = "2000", _("Up to 2,000 yuan")
    MORE = "more", _("More than 2,000 yuan")

    @classmethod
    def of(cls, yuan: int) -> str:
        """Return the band of an amount."""
        return cls(search.fee_band(yuan))


class Slot(TextChoices):
    """When the sessions of a run are, for somebody who works."""

    WORKDAY = "workday", _("On working days")
    WEEKEND = "weekend", _("On days off")
    EVENING = "evening", _("In the evening")
    ON_POST = "on_post", _("Beside the job")


# Facts of a programme, each with the values that it may have.
OF_PROGRAMME: dict[str, type[TextChoices]] = {
    "kind": ProgrammeKind,
    "category": Category,
    "sector": Sector,
    "cluster": Cluster,
    "mode": Mode,
    "hours": Band,
    "fee": Fee,
}
# Facts of a run: one run must have them all.
_OF_RUN = {
    "city": re.compile(r"[0-9]{6}"),
    "month": re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])"),
    "slot": re.compile("|".join(Slot.values)),
    "seats": re.compile("1"),
}
NAMES = (*OF_PROGRAMME, *_OF_RUN)
_HOURS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_CURSOR = re.compile(r"-?[0-9]{1,12}\.[0-9]{1,12}")


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What somebody still misses, as My hours hands it over: hundredths of an hour, the last day, the own series."""

    hours: int
    by: date | None
    series: str

    def address(self) -> dict[str, str]:
        """Return the parts of an address that state this gap."""
        stated = {"gap": hours(self.hours), "by": self.by.isoformat() if self.by else "", "series": self.series}
        return {name: value for name, value in stated.items() if value}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Words, facets (name → value), a gap to close, order, and the row to go on from. `unknown` names what nobody offers."""

    text: str
    facets: dict[str, str]
    sort: Sort
    gap: Gap | None = None
    after: tuple[int, int] | None = None
    unknown: tuple[str, ...] = ()
    is_text_cut: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        """Return the choice that an address states; what cannot be is left out and named."""
        text = " ".join("".join(letter if letter.isprintable() else " " for letter in query.get("q", "")).split())
        stated = {name: value for name in NAMES if (value := query.get(name, ""))}
        known = {name: value for name, value in stated.items() if _is_offered(name, value)}
        gap = _gap(query)

        return cls(
            text=text[:TEXT_LENGTH_MAX],
            facets=known,
            sort=_sort(query.get("sort", ""), has_text=bool(text)),
            gap=gap,
            after=_cursor(query.get("after", "")),
            unknown=(*(name for name in stated if name not in known), *(["gap"] if "gap" in query and not gap else [])),
            is_text_cut=len(text) > TEXT_LENGTH_MAX,
        )

    @property
    def is_narrow(self) -> bool:
        """Return whether anything is left out by this choice."""
        return bool(self.text or self.facets or self.gap)

    @cached_property
    def stated(self) -> dict[str, str]:
        """Return the parts of the address of this choice, without the page."""
        fallback = Sort.BEST if self.text else Sort.SOONEST
        parts = {"q": self.text, **self.facets, **(self.gap.address() if self.gap else {})}

        return {name: value for name, value in parts.items() if value} | (
            {"sort": str(self.sort)} if self.sort != fallback else {}
        )

    @property
    def query(self) -> str:
        """Return the query of the address of this choice, without the page."""
        return urlencode(self.stated)

    def address(self, changes: Mapping[str, str] | None = None, *, without: tuple[str, ...] = ()) -> str:
        """Return the address of this choice with some parts changed or left out."""
        parts = {name: value for name, value in {**self.stated, **(changes or {})}.items() if name not in without}
        return f"/catalogue/?{urlencode(parts)}" if parts else "/catalogue/"


def month_span(month: str) -> tuple[date, date]:
    """Return the first day of a month (2026-11) and of the next one."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def _is_offered(name: str, value: str) -> bool:
    if name in OF_PROGRAMME:
        return value in OF_PROGRAMME[name].values
    return _OF_RUN[name].fullmatch(value) is not None


def _sort(value: str, *, has_text: bool) -> Sort:
    if value in Sort.values and (has_text or value != Sort.BEST):
        return Sort(value)
    return Sort.BEST if has_text else Sort.SOONEST


def _gap(query: QueryDict) -> Gap | None:
    amount, series = query.get("gap", ""), query.get("series", "")
    if not _HOURS.fullmatch(amount) or not to_hundredths(Decimal(amount)):
        return None
    try:
        by = date.fromisoformat(query.get("by", ""))
    except ValueError:
        by = None

    return Gap(hours=to_hundredths(Decimal(amount)), by=by, series=series if series in Series.values else "")


def _cursor(text: str) -> tuple[int, int] | None:
    if not _CURSOR.fullmatch(text):
        return None
    value, key = text.split(".")
    return int(value), int(key)
