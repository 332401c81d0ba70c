"""
Years that are met: who can fetch a paper is due one. The rulebook's cycle is a year, and ended at the latest a year ago.

One statement a slice of logins: whoever has none cannot fetch a paper, and is due one the day the first login is joined to the record.
Joined records have one standing, under the lowest; the login may be that of any of them.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from credits.models import SweepPlace

LOGINS_A_SLICE = 20_000
PLACE = "certificates:years"
LATEST = timedelta(days=366)
# The office of the general regulator that is nearest to the person: the city's before the province's.
STATEMENT = """
WITH slice AS (
    SELECT id, person_id FROM accounts_personlogin WHERE id > %(after)s ORDER BY id LIMIT %(most)s
), due AS (
    INSERT INTO credits_certificateorder
           (key, kind, person_id, claim_id, facts, created_at, not_before, attempts, last_error, closed_reason)
    SELECT 'year:' || s.person_id || ':' || s.family || ':' || s.cycle_starts_on, 'YEAR', s.person_id, NULL,
           jsonb_build_object(
               'organisation_id', office.id, 'issuer', office.name, 'standing', s.id, 'family', s.family,
               'title', to_char(s.cycle_starts_on, 'YYYY') || '年度继续教育学时', 'rulebook', v.title, 'version', v.code,
               'starts_on', s.cycle_starts_on, 'ends_on', s.cycle_ends_before - 1,
               'required', s.required, 'counted', s.counted, 'categories', s.categories, 'names', v.body -> 'categories'),
           %(at)s, %(at)s, 0, '', ''
      FROM credits_standing s
      JOIN credits_rulebookversion v ON v.id = s.version_id
      LEFT JOIN accounts_region r ON r.code = s.region_id
     CROSS JOIN LATERAL (
           SELECT o.id, o.name FROM accounts_organisation o JOIN accounts_region its ON its.code = o.region_id
            WHERE o.kind = 'REGULATOR' AND o.sector = 'GENERAL'
              AND (r.path LIKE its.path || '%%' OR (r.path IS NULL AND its.depth = 1))
            ORDER BY its.depth DESC, o.id LIMIT 1) office
     WHERE s.person_id IN (
           SELECT person_id FROM slice
           UNION SELECT j.first_id FROM accounts_personjoin j JOIN slice ON slice.person_id = j.second_id)
       AND s.state = 'MET' AND s.required > 0
       AND s.cycle_ends_before = (s.cycle_starts_on + interval '1 year')::date AND s.cycle_ends_before > %(oldest)s
       AND EXISTS (SELECT FROM accounts_personlogin l
                    WHERE l.ended_at IS NULL AND l.person_id IN (
                          SELECT s.person_id UNION SELECT jsonb_array_elements_text(s.records)::bigint))
       -- What was ordered for one of the records before they were joined is the human's.
       AND (jsonb_array_length(s.records) < 2 OR NOT EXISTS (
            SELECT FROM credits_certificateorder known WHERE known.key = ANY(ARRAY(
                   SELECT 'year:' || record || ':' || s.family || ':' || s.cycle_starts_on
                     FROM jsonb_array_elements_text(s.records) record))))
    ON CONFLICT (key) DO NOTHING
    RETURNING 1
)
SELECT (SELECT max(id) FROM slice), (SELECT count(*) FROM slice), (SELECT count(*) FROM due)
"""


@transaction.atomic
def order_years_due(*, at: datetime) -> int:
    """Write down the proofs of years that are due to a slice of those who can sign in, round and round; return how many were new."""
    place, _is_new = SweepPlace.objects.select_for_update().get_or_create(name=PLACE)
    given: dict[str, Any] = {
        "after": place.after,
        "most": LOGINS_A_SLICE,
        "at": at,
        "oldest": timezone.localdate(at) - LATEST,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, given)
        last, seen, new = cursor.fetchone()
    place.after = last if seen == LOGINS_A_SLICE else 0
    place.save(update_fields=["after"])
    return int(new)
