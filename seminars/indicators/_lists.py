"""What stands behind a figure: the runs or the bases that it counts, page by page, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from learning.accounts.models import Organisation
from seminars.enums import Indicator
from seminars.indicators._held import HELD, parameters
from seminars.models import Plan

# The key of a page is that of its last row; its day is looked up.
RUNS = f"""
WITH {HELD}, present AS (SELECT run_id, count(*) AS people FROM trained GROUP BY run_id)
SELECT h.id, v.title, r.number, o.name, h.starts_on, coalesce(present.people, 0), v.application_id
  FROM held h JOIN seminars_run r USING (id) JOIN seminars_programmeversion v ON v.id = r.version_id
  JOIN seminars_programme p ON p.id = r.programme_id JOIN accounts_organisation o ON o.id = p.base_id
  LEFT JOIN present ON present.run_id = h.id
 WHERE (h.is_seminar OR NOT %(only_seminars)s)
   AND (%(after)s::bigint IS NULL OR (h.starts_on, h.id) < (SELECT starts_on, id FROM seminars_run WHERE id = %(after)s))
 ORDER BY h.starts_on DESC, h.id DESC LIMIT %(size)s
"""  # noqa: S608  (the statement's own text)
BASES = f"""
WITH {HELD}
SELECT o.id, o.name, NULL, g.name, n.since, NULL, NULL
  FROM recognised n JOIN accounts_organisation o ON o.id = n.base_id JOIN accounts_region g ON g.code = o.region_id
 WHERE %(after)s::bigint IS NULL OR (n.since, o.id) < (SELECT since, base_id FROM recognised WHERE base_id = %(after)s)
 ORDER BY n.since DESC, o.id DESC LIMIT %(size)s
"""  # noqa: S608  (the statement's own text)
OF_SEMINARS = {Indicator.ADVANCED_SEMINARS, Indicator.SENIOR_SPECIALISTS}
LISTED = {*OF_SEMINARS, Indicator.PERSON_TIMES, Indicator.PERSONS, Indicator.BASES}


@dataclass(frozen=True, kw_only=True)
class Item:
    """A run with its base, how many were there and what it was approved by; or a base with its region."""

    pk: int
    title: str
    number: int | None
    whose: str
    on: date
    people: int | None
    application_id: int | None


def listed(
    indicator: Indicator, *, plan: Plan, regulators: Sequence[Organisation], on: date, after: int | None, size: int
) -> tuple[list[Item], int | None]:
    """Return a page of what the figure of `indicator` counts, after the row of key `after`, and the key to go on from."""
    asked: dict[str, Any] = {"after": after, "size": size + 1, "only_seminars": indicator in OF_SEMINARS}
    with connection.cursor() as cursor:
        cursor.execute(BASES if indicator == Indicator.BASES else RUNS, {**parameters(plan, regulators, on), **asked})
        found = [
            Item(pk=pk, title=title, number=number, whose=whose, on=day, people=people, application_id=application)
            for pk, title, number, whose, day, people, application in cursor.fetchall()
        ]
    return found[:size], found[size - 1].pk if len(found) > size else None
