"""The report of a year: words that found nothing, what sectors lack and what is taught for them, items that nobody cites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from credits import compliance
from credits.access import Sight
from learning import sheets, tags
from learning.accounts.enums import Sector
from seminars import guidance, programmes
from seminars.enums import ProgrammeKind, RunState
from seminars.models import EmptySearch, GuidanceItem, Run

LEAST = 3  # days: what one person typed on one day, however often, stays unsaid
WORDS_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Words that found nothing: how often, on how many days, when last."""

    query: str
    count: int
    days: int
    last: date


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What people of a sector lack, and what is taught for it. Hours in hundredths."""

    sector: str
    label: str
    short: int  # standings that are short
    missing: int
    programmes: int
    places: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """The demand of a year."""

    year: int
    wanted: tuple[Wanted, ...]
    lacks: tuple[Lack, ...]
    uncited: tuple[GuidanceItem, ...]


def report(*, year: int, sights: tuple[Sight, ...], on: date) -> Report:
    """Return the demand of `year` as far as it is known on a day, gaps within `sights`."""
    return Report(year=year, wanted=_wanted(year), lacks=_lacks(year, sights, on=on), uncited=_uncited(on))


def report_as_table(found: Report) -> bytes:
    """Return a report as CSV: a section after the other, each line saying which."""
    lines: list[list[object]] = [[_("Section"), _("What"), _("Figure 1"), _("Figure 2"), _("Figure 3"), _("Figure 4")]]
    section = _("Searches without result")
    lines.append(
        [section, pgettext("demand", "Words"), _("Searches"), pgettext("demand", "Days"), _("Last looked for"), ""]
    )
    lines += [[section, one.query, one.count, one.days, one.last.isoformat(), ""] for one in found.wanted]
    section = _("Gaps by sector")
    lines.append([section, _("Sector"), _("People short"), _("Hours missing"), _("Programmes"), _("Places")])
    lines += [
        [section, one.label, one.short, tags.hours(one.missing), one.programmes, one.places] for one in found.lacks
    ]
    section = _("Items that no programme cites")
    lines += [[section, str(item), "", "", "", ""] for item in found.uncited]
    return sheets.table(lines)


def _wanted(year: int) -> tuple[Wanted, ...]:
    rows = EmptySearch.objects.filter(on__year=year).order_by().values("query")
    found = rows.annotate(times=Sum("count"), days=Count("pk"), last=Max("on")).filter(days__gte=LEAST)
    return tuple(
        Wanted(query=row["query"], count=row["times"], days=row["days"], last=row["last"])
        for row in found.order_by("-times", "query")[:WORDS_MOST]
    )


def _lacks(year: int, sights: Sequence[Sight], *, on: date) -> tuple[Lack, ...]:
    choice = compliance.Choice(sights=tuple(sights), year=year)
    short = {one.code: one.short for one in compliance.breakdown(choice, by="sector")}
    missing = compliance.missing_by(choice, by="sector")
    taught, places = _taught(on), _places(year)
    lacks = [
        Lack(
            sector=str(sector),
            label=str(sector.label),
            short=short.get(sector, 0),
            missing=missing.get(sector, 0),
            programmes=taught.get(sector, 0),
            places=places.get(sector, 0),
        )
        for sector in Sector
    ]
    return tuple(sorted(lacks, key=lambda one: (-one.missing, one.sector)))


def _taught(on: date) -> dict[str, int]:
    approved = programmes.catalogue(on=on)
    return dict(approved.order_by().values_list("current__sector").annotate(Count("pk")))


def _places(year: int) -> dict[str, int]:
    held = Run.objects.filter(starts_on__year=year).exclude(state=RunState.CANCELLED)
    return dict(held.order_by().values_list("version__sector").annotate(Sum("places")))


def _uncited(on: date) -> tuple[GuidanceItem, ...]:
    cited = programmes.catalogue(on=on, kind=ProgrammeKind.ADVANCED_SEMINAR).exclude(current__guidance_item=None)
    codes = cited.order_by().values_list("current__guidance_item__code", flat=True).distinct()
    leaves = guidance.guidance_items(on).filter(children=None).exclude(code__in=list(codes))
    return tuple(leaves)
