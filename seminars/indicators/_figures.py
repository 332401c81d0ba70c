"""The figures of a plan, asked for in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from learning.accounts.models import Organisation
from seminars.enums import Indicator
from seminars.models import Plan, PlanTarget

# A run counts once it is closed, for the day it began; a person-time is somebody admitted who was there at all.
FIGURES = """
WITH sight AS (
    SELECT * FROM jsonb_to_recordset(%(sights)s::jsonb) AS sight(path text, sector text)
), base AS (
    SELECT o.id, o.sector, g.path FROM accounts_organisation o JOIN accounts_region g ON g.code = o.region_id WHERE o.kind = 'BASE'
), held AS (
    SELECT r.id, v.kind = 'ADVANCED_SEMINAR' AND v.level IN ('national', 'provincial') AS is_seminar
      FROM seminars_run r JOIN seminars_programmeversion v ON v.id = r.version_id
      JOIN seminars_programme p ON p.id = r.programme_id JOIN base b ON b.id = p.base_id
     WHERE r.state = 'CLOSED' AND r.starts_on >= %(since)s AND r.starts_on < %(before)s
       AND EXISTS (SELECT FROM sight s WHERE b.path LIKE s.path || '%%' AND s.sector IN ('GENERAL', v.sector))
), trained AS (
    SELECT e.person_id, h.is_seminar FROM held h JOIN seminars_enrolment e ON e.run_id = h.id
     WHERE e.state = 'ADMITTED' AND e.kind = 'PARTICIPANT'
       AND EXISTS (SELECT FROM seminars_attendance a WHERE a.enrolment_id = e.id AND a.minutes > 0)
), recognised AS (
    SELECT n.base_id, min(n.since) AS since FROM seminars_recognition n JOIN base b ON b.id = n.base_id
     WHERE n.level = 'provincial' AND EXISTS (SELECT FROM sight s WHERE b.path LIKE s.path || '%%' AND s.sector IN ('GENERAL', b.sector))
     GROUP BY n.base_id
)
SELECT (SELECT count(*) FROM held WHERE is_seminar), (SELECT count(DISTINCT person_id) FROM trained WHERE is_seminar),
       (SELECT count(*) FROM trained), (SELECT count(DISTINCT person_id) FROM trained),
       (SELECT count(*) FROM recognised WHERE since >= %(since)s AND since < %(before)s)
"""
COUNTED = (
    Indicator.ADVANCED_SEMINARS,
    Indicator.SENIOR_SPECIALISTS,
    Indicator.PERSON_TIMES,
    Indicator.PERSONS,
    Indicator.BASES,
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator of a plan: what is asked for and what is reached. `reached` is None where nothing tells it."""

    indicator: Indicator
    target: int | None
    is_sample: bool
    reached: int | None
    is_sample_reached: bool

    @property
    def share(self) -> float | None:
        """Return what is reached of the target in per cent, rounded down to a tenth."""
        if self.target is None or self.reached is None:
            return None
        return self.reached * 1000 // self.target / 10


def lines(plan: Plan, *, regulators: Sequence[Organisation], on: date) -> list[Line]:
    """Return the indicators of `plan` in their order, as far as `regulators` see them; of a closed plan the final figures."""
    targets = {row.indicator: row for row in PlanTarget.objects.filter(plan=plan)}
    counted = {} if plan.closed_on else _counted(plan, regulators, on)
    return [_line(code, targets[code], counted) for code in Indicator if code in targets]


def _line(code: Indicator, row: PlanTarget, counted: dict[Indicator, int]) -> Line:
    return Line(
        indicator=code,
        target=row.target,
        is_sample=row.is_sample,
        reached=row.final if row.final is not None else counted.get(code),
        is_sample_reached=row.is_sample_final,
    )


def _counted(plan: Plan, regulators: Sequence[Organisation], on: date) -> dict[Indicator, int]:
    sights: list[dict[str, Any]] = [{"path": one.region.path, "sector": one.sector} for one in regulators]
    before = min(plan.ends_before, on + timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, {"sights": json.dumps(sights), "since": plan.since, "before": before})
        figures = cursor.fetchone() or ()
    return dict(zip(COUNTED, map(int, figures), strict=True))
