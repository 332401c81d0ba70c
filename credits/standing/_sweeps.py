"""Sweeps: open what a new cycle asks for, decide again what was decided from something that moved."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from credits import rulebooks
from credits.models import Chain, SweepPlace
from credits.standing._deciding import Case
from credits.standing._keeping import keep
from credits.standing._reading import lines_in, openings_of

PEOPLE_A_TRANSACTION = 200
PEOPLE_A_SLICE = 20_000

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
NOT_SEEN = """
SELECT DISTINCT f.person_id FROM accounts_personfact f LEFT JOIN humans ON humans.record = f.person_id
WHERE f.person_id = ANY(%(candidates)s) AND f.kind = 'OBLIGED' AND NOT f.is_void
  AND f.since <= %(today)s AND (f.ends_before IS NULL OR f.ends_before > %(today)s)
  AND NOT EXISTS (SELECT 1 FROM accounts_personfact r WHERE r.replaces_id = f.id)
  AND NOT EXISTS (SELECT 1 FROM credits_seen s WHERE s.person_id = coalesce(humans.records[1], f.person_id))
ORDER BY f.person_id
"""
DUE = "SELECT person_id FROM credits_seen WHERE due_on <= %s ORDER BY due_on, person_id LIMIT %s"
DUE_OF = "SELECT person_id FROM credits_seen WHERE due_on <= %(today)s AND person_id = ANY(%(candidates)s)"
MOVED = """, holding AS (
    SELECT v.id, v.family, v.published_at, r.path, coalesce(v.effective_from, '-infinity') AS since,
           lead(v.effective_from) OVER (PARTITION BY v.family ORDER BY v.effective_from NULLS FIRST, v.id) AS until
      FROM credits_rulebookversion v LEFT JOIN accounts_region r ON r.code = v.scope_region_id
     WHERE v.status = 'PUBLISHED'
       AND NOT EXISTS (SELECT 1 FROM credits_rulebookversion c WHERE c.replaces_id = v.id AND c.status = 'PUBLISHED')
), seen AS (
    SELECT s.*, coalesce(humans.records, ARRAY[s.person_id]) AS now FROM credits_seen s LEFT JOIN humans ON humans.record = s.person_id
     WHERE s.person_id IN (
        SELECT coalesce(humans.records[1], c.id) FROM unnest(%(candidates)s) AS c(id) LEFT JOIN humans ON humans.record = c.id
        UNION SELECT unnest(%(candidates)s))
)
SELECT s.person_id FROM seen s
WHERE s.records <> to_jsonb(s.now)
   OR s.last_fact <> (SELECT coalesce(max(f.id), 0) FROM accounts_personfact f WHERE f.person_id = ANY(s.now))
   OR s.lines <> (SELECT coalesce(sum(c.lines), 0) FROM credits_chain c WHERE c.person_id = ANY(s.now))
   OR s.openings <> (SELECT count(*) FROM credits_openingbalance o WHERE o.person_id = ANY(s.now))
   OR EXISTS (
      SELECT 1 FROM credits_standing t WHERE t.person_id = s.person_id AND NOT EXISTS (
         SELECT 1 FROM holding v WHERE v.id = t.version_id AND v.since < t.cycle_ends_before
            AND (v.until IS NULL OR v.until >= t.cycle_ends_before)))
   OR EXISTS (
      SELECT 1 FROM holding v WHERE v.published_at > s.decided_at AND v.published_at <= %(at)s
         AND v.family NOT IN (SELECT o.family FROM credits_standing o WHERE o.person_id = s.person_id)
         AND (v.path IS NULL OR EXISTS (
            SELECT 1 FROM accounts_personfact f JOIN accounts_region r ON r.code = f.region_id
             WHERE f.person_id = ANY(s.now) AND f.kind = 'REGION' AND r.path LIKE v.path || '%%')))
   OR EXISTS (
      SELECT 1 FROM credits_standing t JOIN accounts_region r ON r.code = t.region_id
        JOIN credits_connectedsource k ON k.family = t.family AND k.since <= t.cycle_starts_on
        JOIN accounts_region kr ON kr.code = k.region_id AND r.path LIKE kr.path || '%%'
       WHERE t.person_id = s.person_id AND t.state = 'UNKNOWN' AND NOT t.reasons @> '[{"code": "precondition_missing"}]')
ORDER BY s.person_id
"""
# What has become known lately is looked at in the next tick, wherever the round has come: rows behind the newest that a tick saw.
LATELY = {
    "facts": "SELECT id, person_id FROM accounts_personfact WHERE id > %s ORDER BY id LIMIT %s",
    "joins": "SELECT id, first_id FROM accounts_personjoin WHERE id > %s ORDER BY id LIMIT %s",
}
ROUND = {
    "open": "SELECT id, id FROM accounts_person WHERE id > %s ORDER BY id LIMIT %s",
    "refresh": "SELECT person_id, person_id FROM credits_seen WHERE person_id > %s ORDER BY person_id LIMIT %s",
}


def open_due(*, at: datetime) -> int:
    """
    Open the standings of those under the duty of whom none was asked, and of those for whom a day has come; return how many were opened.
    """
    unseen = _found(NOT_SEEN, "open", at)
    with connection.cursor() as cursor:
        cursor.execute(DUE, [timezone.localdate(at), PEOPLE_A_SLICE])
        due = [person for (person,) in cursor.fetchall()]
    return sum(_decide(chunk, at=at) for chunk in _chunks([*unseen, *due]))


def refresh_due(*, at: datetime) -> int:
    """
    Decide standings again whose facts, lines, openings, joins, versions or sources have moved; return of how many people.

    A tick looks at those of whom something became known since the last one, and at a slice of all others, round and round.
    """
    moved = _found(MOVED, "refresh", at)
    for chunk in _chunks(moved):
        _decide(chunk, at=at)
    return len(moved)


def moving(person_ids: Sequence[int], *, on: date) -> set[int]:
    """Return those of these people whose standings the sweeps are about to decide again; nothing is decided here."""
    if not person_ids:
        return set()
    end_of_day = timezone.make_aware(datetime.combine(on, time.max))
    given: dict[str, Any] = {"today": on, "at": end_of_day, "candidates": list(person_ids)}
    found: set[int] = set()
    with connection.cursor() as cursor:
        for statement in (HUMANS + NOT_SEEN, HUMANS + MOVED, DUE_OF):
            cursor.execute(statement, given)
            found |= {person for (person,) in cursor.fetchall()}
    return found & set(person_ids)


def _found(statement: str, sweep: str, at: datetime) -> list[int]:
    candidates = _next(f"{sweep}:round", ROUND[sweep], goes_round=True)
    for name, newest in LATELY.items():
        candidates += _next(f"{sweep}:{name}", newest, goes_round=False)
    with connection.cursor() as cursor:
        cursor.execute(HUMANS + statement, {"today": timezone.localdate(at), "at": at, "candidates": candidates})
        return [person for (person,) in cursor.fetchall()]


def _next(name: str, statement: str, *, goes_round: bool) -> list[int]:
    """Return the people of the next rows, and keep how far that is."""
    place, _is_new = SweepPlace.objects.get_or_create(name=name)
    with connection.cursor() as cursor:
        cursor.execute(statement, [place.after, PEOPLE_A_SLICE])
        found = cursor.fetchall()
    is_last = goes_round and len(found) < PEOPLE_A_SLICE
    after = 0 if is_last else max((row[0] for row in found), default=place.after)
    if after != place.after:
        SweepPlace.objects.filter(name=name).update(after=after)
    return [person for _id, person in found]


def _chunks(person_ids: Sequence[int]) -> list[Sequence[int]]:
    return [
        person_ids[start : start + PEOPLE_A_TRANSACTION] for start in range(0, len(person_ids), PEOPLE_A_TRANSACTION)
    ]


@transaction.atomic
def _decide(person_ids: Sequence[int], *, at: datetime) -> int:
    who = rulebooks.humans(person_ids)
    # Posting holds the same rows, in the same order: what is decided here is not overtaken while it is written.
    heads = Chain.objects.select_for_update().filter(person_id__in=who.records).order_by("person_id")
    lines = lines_in(who, {head.person_id: head.lines for head in heads})
    facts, held = rulebooks.read_facts(who), rulebooks.books()
    return keep(case=Case(who=who, facts=facts, held=held, openings=openings_of(who), lines=lines), at=at)
