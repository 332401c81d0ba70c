"""What somebody chose in the catalogue, read from an address that anybody may have typed."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from learning.accounts.enums import Sector
from seminars.enums import Category, Cluster, Mode, ProgrammeKind

TEXT_LENGTH_MAX = 100
# Facts of a programme, each with the values that it may have.
OF_PROGRAMME: dict[str, type[TextChoices]] = {
    "kind": ProgrammeKind,
    "category": Category,
    "sector": Sector,
    "cluster": Cluster,
    "mode": Mode,
}
# Facts of a run: one run must have them all.
OF_RUN = ("city", "month", "seats")
_RUN_VALUES = {
    "city": re.compile(r"[0-9]{6}"),
    "month": re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])"),
    "seats": re.compile("1"),
}


class Sort(TextChoices):
    """Order of the rows."""

    BEST = "best", _("Best match first")
    SOONEST = "soonest", _("Soonest first")
    NEWEST = "newest", _("Newest first")
    HOURS = "hours", _("Most hours first")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Words, facets (name → value) and order. `unknown` names what the address held and nobody offers."""

    text: str
    facets: dict[str, str]
    sort: Sort
    unknown: tuple[str, ...] = ()
    is_text_cut: bool = False

    @classmethod
    def of(cls, query: QueryDict) -> "Choice":
        """Return the choice that an address states; what cannot be is left out and named."""
        text = " ".join(
            "".join(character if character.isprintable() else " " for character in query.get("q", "")).split()
        )
        stated = {name: value for name in (*OF_PROGRAMME, *OF_RUN) if (value := query.get(name, ""))}
        known = {name: value for name, value in stated.items() if _is_offered(name, value)}
        unknown = tuple(name for name in stated if name not in known)
        sort = query.get("sort", "")
        fallback = Sort.BEST if text else Sort.SOONEST

        return cls(
            text=text[:TEXT_LENGTH_MAX],
            facets=known,
            sort=Sort(sort) if sort in Sort.values and (text or sort != Sort.BEST) else fallback,
            unknown=unknown,
            is_text_cut=len(text) > TEXT_LENGTH_MAX,
        )

    @property
    def is_narrow(self) -> bool:
        """Return whether anything is left out by this choice."""
        return bool(self.text or self.facets)

    def without(self, facet: str) -> dict[str, str]:
        """Return the facets chosen but one."""
        return {name: value for name, value in self.facets.items() if name != facet}


def month_span(month: str) -> tuple[date, date]:
    """Return the first day of a month (2026-11) and of the next one."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year + number // 12, number % 12 + 1, 1)


def _is_offered(name: str, value: str) -> bool:
    if name in OF_PROGRAMME:
        return value in OF_PROGRAMME[name].values
    return _RUN_VALUES[name].fullmatch(value) is not None
