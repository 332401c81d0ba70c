"""Sweeps: open what a new cycle asks for, decide again what was decided from something that moved."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from credits import rulebooks
from credits.models import Chain
from credits.standing._keeping import keep

PEOPLE_A_TRANSACTION = 200

# Each record with all records of its human; only records that some join names are here, and those are few.
HUMANS = """
WITH RECURSIVE newest AS (
    SELECT DISTINCT ON (first_id, second_id) first_id, second_id, kind FROM accounts_personjoin ORDER BY first_id, second_id, id DESC
), edges AS (
    SELECT first_id AS a, second_id AS b FROM newest WHERE kind = 'JOIN' UNION ALL SELECT second_id, first_id FROM newest WHERE kind = 'JOIN'
), closure AS (
    SELECT a AS record, a AS other FROM edges UNION SELECT closure.record, edges.b FROM closure JOIN edges ON edges.a = closure.other
), humans AS (
    SELECT record, array_agg(other ORDER BY other) AS records FROM closure GROUP BY record
)
"""
NOT_OPENED = """
SELECT DISTINCT f.person_id FROM accounts_personfact f LEFT JOIN humans ON humans.record = f.person_id
WHERE f.kind = 'OBLIGED' AND NOT f.is_void AND f.since <= %(today)s AND (f.ends_before IS NULL OR f.ends_before > %(today)s)
  AND NOT EXISTS (SELECT 1 FROM accounts_personfact r WHERE r.replaces_id = f.id)
  AND NOT EXISTS (
      SELECT 1 FROM credits_standing s WHERE s.person_id = coalesce(humans.records[1], f.person_id)
         AND s.cycle_starts_on <= %(today)s AND s.cycle_ends_before > %(today)s)
ORDER BY f.person_id
"""
MOVED = """, holding AS (
    SELECT v.* FROM credits_rulebookversion v WHERE v.status = 'PUBLISHED'
       AND NOT EXISTS (SELECT 1 FROM credits_rulebookversion c WHERE c.replaces_id = v.id AND c.status = 'PUBLISHED')
), seen AS (
    SELECT s.*, coalesce(humans.records, ARRAY[s.person_id]) AS now FROM credits_standing s LEFT JOIN humans ON humans.record = s.person_id
)
SELECT DISTINCT s.person_id FROM seen s LEFT JOIN accounts_region r ON r.code = s.region_id
WHERE s.records <> to_jsonb(s.now)
   OR s.last_fact <> (SELECT coalesce(max(f.id), 0) FROM accounts_personfact f WHERE f.person_id = ANY(s.now))
   OR s.last_entry <> (SELECT coalesce(sum(c.lines), 0) FROM credits_chain c WHERE c.person_id = ANY(s.now))
   OR s.openings <> (SELECT count(*) FROM credits_openingbalance o WHERE o.person_id = ANY(s.now))
   OR s.version_id IS DISTINCT FROM (
      SELECT v.id FROM holding v WHERE v.family = s.family AND coalesce(v.effective_from, '-infinity') < s.cycle_ends_before
       ORDER BY v.effective_from DESC NULLS LAST, v.id DESC LIMIT 1)
   OR EXISTS (
      SELECT 1 FROM holding v LEFT JOIN accounts_region vr ON vr.code = v.scope_region_id
       WHERE v.published_at > s.decided_at AND v.published_at <= %(at)s AND (vr.path IS NULL OR r.path LIKE vr.path || '%%')
         AND v.family NOT IN (SELECT o.family FROM credits_standing o WHERE o.person_id = s.person_id))
   OR (s.state = 'UNKNOWN' AND NOT s.reasons @> '[{"code": "precondition_missing"}]' AND EXISTS (
      SELECT 1 FROM credits_connectedsource k JOIN accounts_region kr ON kr.code = k.region_id
       WHERE k.family = s.family AND k.since <= s.cycle_starts_on AND r.path LIKE kr.path || '%%'))
ORDER BY s.person_id
"""


def open_due(*, at: datetime) -> int:
    """Open the standings of everybody under the duty who has none for the present cycle; return how many were opened."""
    chunks = _chunks(_found(NOT_OPENED, at))
    return sum(_decide(chunk, at=at) for chunk in chunks)


def refresh_due(*, at: datetime) -> int:
    """
    Decide standings again whose facts, lines, openings, joins, versions or sources have moved; return of how many people.
    """
    moved = _found(MOVED, at)
    for chunk in _chunks(moved):
        _decide(chunk, at=at)
    return len(moved)


def _found(statement: str, at: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(HUMANS + statement, {"today": timezone.localdate(at), "at": at})
        return [person for (person,) in cursor.fetchall()]


def _chunks(person_ids: Sequence[int]) -> list[Sequence[int]]:
    return [
        person_ids[start : start + PEOPLE_A_TRANSACTION] for start in range(0, len(person_ids), PEOPLE_A_TRANSACTION)
    ]


@transaction.atomic
def _decide(person_ids: Sequence[int], *, at: datetime) -> int:
    who = rulebooks.humans(person_ids)
    # Posting holds the same rows, in the same order: what is decided here is not overtaken while it is written.
    list(Chain.objects.select_for_update().filter(person_id__in=who.records).order_by("person_id"))
    return keep(who=who, facts=rulebooks.read_facts(who), held=rulebooks.books(), at=at)
