"""The list, page by page: short first, then unknown, then met; within them by place, the most missing first."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from credits.compliance._choices import CHOSEN, Choice
from credits.models import Standing

# "1~320100~2026-01-01~nanjing-general~general~6600~123": group, then missing and key of the last row shown.
KEY = re.compile(r"([123])~(\w{0,12})~(\d{4}-\d\d-\d\d)~([\w-]{0,40})~([\w-]{0,40})~(\d{1,12})~(\d{1,18})", re.ASCII)

# Groups that moved since they were counted are walked along too: a row is listed as soon as it is there.
WALK = f"""
WITH cell AS (
    SELECT place, family, cycle_starts_on, cycle_ends_before, series, state FROM credits_compliancecell
    UNION
    SELECT c.place, c.family, c.cycle_starts_on, %(last)s::date + 1, c.series, s.state
      FROM credits_compliancechange c CROSS JOIN (VALUES ('SHORT'), ('UNKNOWN'), ('MET')) AS s(state)
), walk AS (
    SELECT DISTINCT CASE cell.state WHEN 'SHORT' THEN 1 WHEN 'UNKNOWN' THEN 2 ELSE 3 END AS rank,
           coalesce(region.path, '/320000/~') AS path, cell.cycle_starts_on, cell.family, cell.series, cell.place, cell.state
      FROM cell LEFT JOIN accounts_region region ON region.code = cell.place
     WHERE {CHOSEN}
     ORDER BY rank, path, cycle_starts_on, family, series
)
SELECT row.id, g.rank, g.place, g.cycle_starts_on, g.family, g.series, row.missing
  FROM (SELECT walk.*, (rank, path, cycle_starts_on, family, series) = (%(rank)s, %(key_path)s, %(starts)s, %(key_family)s, %(key_series)s) AS is_key
          FROM walk
         WHERE (rank, path, cycle_starts_on, family, series) >= (%(rank)s, %(key_path)s, %(starts)s, %(key_family)s, %(key_series)s)
         ORDER BY rank, path, cycle_starts_on, family, series) g
 CROSS JOIN LATERAL (
    SELECT s.id, s.missing FROM credits_standing s
     WHERE s.place = g.place AND s.family = g.family AND s.cycle_starts_on = g.cycle_starts_on
       AND s.series = g.series AND s.state = g.state AND s.missing >= %(missing_min)s AND s.cycle_ends_before > %(first)s
       AND (s.missing, s.id) < (CASE WHEN g.is_key THEN %(missing)s ELSE 9223372036854775807 END, CASE WHEN g.is_key THEN %(id)s ELSE 0 END)
     ORDER BY s.missing DESC, s.id DESC LIMIT %(size)s) AS row
 ORDER BY g.rank, g.path, g.cycle_starts_on, g.family, g.series, row.missing DESC, row.id DESC
 LIMIT %(size)s
"""  # noqa: S608  (the statement's own text)
START: dict[str, Any] = {
    "rank": 0,
    "key_path": "",
    "starts": date.min,
    "key_family": "",
    "key_series": "",
    "missing": 0,
    "id": 0,
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the list, and the key to go on from."""

    rows: list[Standing]
    next_key: str | None


def page(choice: Choice, *, after: str | None, size: int) -> Page:
    """Return the standings that come after the key `after`; a key that is none begins anew."""
    ids, next_key = keys(choice, after=after, size=size)
    # The texts of rulebooks are long, and no list shows them.
    found = Standing.objects.select_related("version", "region").defer("version__body").in_bulk(ids)
    return Page(rows=[found[pk] for pk in ids if pk in found], next_key=next_key)


def keys(choice: Choice, *, after: str | None, size: int) -> tuple[list[int], str | None]:
    """Return the keys of the standings of one page in their order, and the key to go on from."""
    with connection.cursor() as cursor:
        cursor.execute(WALK, {**choice.parameters, **_place(after), "size": size + 1})
        found = cursor.fetchall()
    shown = found[:size]
    return [row[0] for row in shown], _key(shown[-1]) if len(found) > size else None


def _key(row: tuple[Any, ...]) -> str:
    pk, rank, place, starts_on, family, series, missing = row
    return f"{rank}~{place}~{starts_on}~{family}~{series}~{missing}~{pk}"


def _place(after: str | None) -> dict[str, Any]:
    match = KEY.fullmatch(after or "")
    if match is None:
        return START
    rank, place, starts_on, family, series, missing, pk = match.groups()
    try:
        starts = date.fromisoformat(starts_on)
    except ValueError:
        return START
    return {
        "rank": int(rank),
        "key_path": _path_of(place),
        "starts": starts,
        "key_family": family,
        "key_series": series,
        "missing": int(missing),
        "id": int(pk),
    }


def _path_of(place: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT path FROM accounts_region WHERE code = %s", [place])
        row = cursor.fetchone()
    return str(row[0]) if row else "/320000/~"
