"""Counting again what moved."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

GROUPS_A_TRANSACTION = 200
LOCK = 0x636F6D70  # one sweep at a time counts

TAKE = """
WITH chosen AS (
    SELECT DISTINCT place, family, cycle_starts_on, series FROM credits_compliancechange ORDER BY 1, 2, 3, 4 LIMIT %s
), taken AS (
    DELETE FROM credits_compliancechange AS c USING chosen AS g
     WHERE (c.place, c.family, c.cycle_starts_on, c.series) = (g.place, g.family, g.cycle_starts_on, g.series)
)
SELECT place, family, cycle_starts_on, series FROM chosen
"""
ASKED = "unnest(%(places)s::text[], %(families)s::text[], %(starts)s::date[], %(series)s::text[]) AS g(place, family, cycle_starts_on, series)"
DROP = f"""
DELETE FROM credits_compliancecell AS c USING {ASKED}
 WHERE (c.place, c.family, c.cycle_starts_on, c.series) = (g.place, g.family, g.cycle_starts_on, g.series)
"""  # noqa: S608  (the statement's own text)
# Statistics take what is known of somebody on the last day of the cycle, or today while it runs.
FACT = """
SELECT f.code, f.organisation_id FROM accounts_personfact f
 WHERE f.person_id = ANY(s.records_or_self) AND f.kind = '{kind}' AND NOT f.is_void AND f.since <= s.on_day
   AND (f.ends_before IS NULL OR f.ends_before > s.on_day)
   AND NOT EXISTS (SELECT FROM accounts_personfact r WHERE r.replaces_id = f.id)
 ORDER BY f.since DESC, f.id DESC LIMIT 1
"""
COUNT = f"""
INSERT INTO credits_compliancecell
       (place, family, cycle_starts_on, series, state, sector, employer_kind, title_level, cycle_ends_before, standings, missing, counted_at)
SELECT s.place, s.family, s.cycle_starts_on, s.series, s.state, coalesce(o.sector, ''),
       coalesce(nullif(e.code, ''), o.employer_kind, ''), coalesce(t.code, ''),
       max(s.cycle_ends_before), count(*), sum(s.missing), %(at)s
  FROM (SELECT s.*, least(%(today)s, s.cycle_ends_before - 1) AS on_day,
               CASE WHEN jsonb_array_length(s.records) > 1
                    THEN ARRAY(SELECT r::bigint FROM jsonb_array_elements_text(s.records) AS r)
                    ELSE ARRAY[s.person_id] END AS records_or_self
          FROM {ASKED} JOIN credits_standing s
            ON s.place = g.place AND s.family = g.family AND s.cycle_starts_on = g.cycle_starts_on AND s.series = g.series) s
  LEFT JOIN LATERAL ({FACT.format(kind="EMPLOYER")}) e ON true
  LEFT JOIN accounts_organisation o ON o.id = e.organisation_id
  LEFT JOIN LATERAL ({FACT.format(kind="TITLE")}) t ON true
 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""  # noqa: S608  (the statement's own text)


def roll_up_due(*, at: datetime) -> int:
    """Count the groups again in which standings moved; return how many groups."""
    counted = 0
    while found := _count_some(at=at):
        counted += found
    return counted


@transaction.atomic
def _count_some(*, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            return 0
        cursor.execute(TAKE, [GROUPS_A_TRANSACTION])
        groups = cursor.fetchall()
        if groups:
            # Counted after the notes are gone: what moves meanwhile leaves a note of its own.
            cursor.execute(DROP, _columns(groups))
            cursor.execute(COUNT, {**_columns(groups), "at": at, "today": timezone.localdate(at)})
        return len(groups)


def _columns(groups: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    places, families, starts, series = map(list, zip(*groups, strict=True))
    return {"places": places, "families": families, "starts": starts, "series": series}
