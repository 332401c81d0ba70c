"""What is counted: the runs held, who was there, the bases newly recognised, as parts of a statement."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from learning.accounts.models import Organisation
from seminars.models import Plan

# A run counts once it is closed, for the day it began; a person-time is somebody admitted who was there at all. Joined records are one
# human, called by the lowest of them, over several joins, too.
HELD = """
RECURSIVE newest AS (
    SELECT DISTINCT ON (first_id, second_id) first_id, second_id, kind FROM accounts_personjoin ORDER BY first_id, second_id, id DESC
), tie AS (
    SELECT first_id AS one, second_id AS other FROM newest WHERE kind = 'JOIN'
     UNION SELECT second_id, first_id FROM newest WHERE kind = 'JOIN'
), reach AS (
    SELECT one, other FROM tie UNION SELECT r.one, t.other FROM reach r JOIN tie t ON t.one = r.other
), human AS (
    SELECT one AS person_id, min(other) AS id FROM reach GROUP BY one
), sight AS (
    SELECT * FROM jsonb_to_recordset(%(sights)s::jsonb) AS sight(path text, sector text)
), base AS (
    SELECT o.id, o.sector, g.path FROM accounts_organisation o JOIN accounts_region g ON g.code = o.region_id WHERE o.kind = 'BASE'
), held AS (
    SELECT r.id, r.starts_on, v.kind = 'ADVANCED_SEMINAR' AND v.level IN ('national', 'provincial') AS is_seminar
      FROM seminars_run r JOIN seminars_programmeversion v ON v.id = r.version_id
      JOIN seminars_programme p ON p.id = r.programme_id JOIN base b ON b.id = p.base_id
     WHERE r.state = 'CLOSED' AND r.starts_on >= %(since)s AND r.starts_on < %(before)s
       AND EXISTS (SELECT FROM sight s WHERE b.path LIKE s.path || '%%' AND s.sector IN ('GENERAL', v.sector))
), trained AS (
    SELECT DISTINCT h.id AS run_id, coalesce(human.id, e.person_id) AS human, h.is_seminar
      FROM held h JOIN seminars_enrolment e ON e.run_id = h.id LEFT JOIN human ON human.person_id = e.person_id
     WHERE e.state = 'ADMITTED' AND e.kind = 'PARTICIPANT'
       AND EXISTS (SELECT FROM seminars_attendance a WHERE a.enrolment_id = e.id AND a.minutes > 0)
), recognised AS (
    SELECT n.base_id, min(n.since) AS since FROM seminars_recognition n JOIN base b ON b.id = n.base_id
     WHERE n.level = 'provincial' AND EXISTS (SELECT FROM sight s WHERE b.path LIKE s.path || '%%' AND s.sector IN ('GENERAL', b.sector))
     GROUP BY n.base_id HAVING min(n.since) >= %(since)s AND min(n.since) < %(before)s
)
"""


def parameters(plan: Plan, regulators: Sequence[Organisation], on: date) -> dict[str, Any]:
    """Return what `HELD` asks for: what `regulators` see of the time of `plan` up to a day."""
    sights = [{"path": one.region.path, "sector": one.sector} for one in regulators]
    before = min(plan.ends_before, on + timedelta(days=1))
    return {"sights": json.dumps(sights), "since": plan.since, "before": before}
