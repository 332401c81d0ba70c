"""Figures: how many met, are short, are unknown; in all and by what statistics ask for. Unknown stands outside the rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from credits.compliance._choices import CHOSEN, Choice

SUMS = """
coalesce(sum(cell.standings) FILTER (WHERE cell.state = 'MET'), 0), coalesce(sum(cell.standings) FILTER (WHERE cell.state = 'SHORT'), 0),
coalesce(sum(cell.standings) FILTER (WHERE cell.state = 'UNKNOWN'), 0)
"""
FROM = "FROM credits_compliancecell cell LEFT JOIN accounts_region region ON region.code = cell.place"
TOTALS = f"""
SELECT {SUMS}, coalesce(sum(cell.missing), 0), (SELECT max(counted_at) FROM credits_compliancecell),
       EXISTS (SELECT FROM credits_compliancechange)
  {FROM} WHERE {CHOSEN}
"""  # noqa: S608  (the statement's own text)
CITY = "split_part(region.path, '/', 3)"
# 苏南, 苏中 and 苏北 as the province's statistics divide it.
AREA = f"""
CASE WHEN {CITY} IN ('320100', '320200', '320400', '320500', '321100') THEN 'south'
     WHEN {CITY} IN ('320600', '321000', '321200') THEN 'middle'
     WHEN {CITY} IN ('320300', '320700', '320800', '320900', '321300') THEN 'north' ELSE '' END
"""
TIER = """
CASE WHEN region.depth >= 3 AND region.name ~ '[县市]$' THEN 'county' WHEN region.depth >= 3 THEN 'district'
     WHEN region.depth = 2 THEN 'city' WHEN region.depth = 1 THEN 'province' ELSE '' END
"""
DIMENSIONS: Mapping[str, tuple[str | Promise, str]] = {
    "city": (_("By city"), CITY),
    "area": (_("By southern, central and northern Jiangsu"), AREA),
    "county": (_("By county and district"), "CASE WHEN region.depth >= 3 THEN region.code ELSE '' END"),
    "tier": (_("By tier: county and below, district, city, province"), TIER),
    "sector": (_("By sector of the employer"), "cell.sector"),
    "ownership": (_("By kind of employer"), "cell.employer_kind"),
    "title_level": (_("By level of the title held"), "cell.title_level"),
}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """How many standings met, are short, or are unknown."""

    code: str = ""
    met: int
    short: int
    unknown: int

    @property
    def rate(self) -> str:
        """Return the share of those met among those known in per cent, rounded down; empty where nothing is known."""
        known = self.met + self.short
        return f"{self.met * 1000 // known / 10:.1f}" if known else ""


@dataclass(frozen=True, kw_only=True)
class Totals(Figure):
    """Figures of all that was chosen."""

    missing: int
    counted_at: datetime | None
    is_moving: bool  # something moved since


def totals(choice: Choice) -> Totals:
    """Return the figures of what is chosen, whatever is missing at least: as last counted."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, choice.parameters)
        met, short, unknown, missing, counted_at, is_moving = cursor.fetchone() or (0, 0, 0, 0, None, False)
    return Totals(
        met=int(met),
        short=int(short),
        unknown=int(unknown),
        missing=int(missing),
        counted_at=counted_at,
        is_moving=is_moving,
    )


def breakdown(choice: Choice, *, by: str) -> list[Figure]:
    """Return the figures by one of `DIMENSIONS`, in the order of their codes, the unstated ones last."""
    _label, column = DIMENSIONS[by]
    statement = f"SELECT coalesce({column}, '') AS code, {SUMS} {FROM} WHERE {CHOSEN} GROUP BY 1 ORDER BY coalesce({column}, '') = '', 1"
    with connection.cursor() as cursor:
        cursor.execute(statement, choice.parameters)
        return [Figure(code=code, met=int(m), short=int(s), unknown=int(u)) for code, m, s, u in cursor.fetchall()]


def missing_by(choice: Choice, *, by: str) -> dict[str, int]:
    """Return how many hundredths of an hour are missing by one of `DIMENSIONS`, by its codes."""
    _label, column = DIMENSIONS[by]
    statement = (
        f"SELECT coalesce({column}, '') AS code, coalesce(sum(cell.missing), 0) {FROM} WHERE {CHOSEN} GROUP BY 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, choice.parameters)
        return {code: int(missing) for code, missing in cursor.fetchall()}
