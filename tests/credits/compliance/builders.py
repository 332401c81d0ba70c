"""Choices, and standings by the thousand made without the rules: what is tested is how they are read."""

import psycopg
from django.db import connection

from credits import access, compliance
from credits.models import RulebookVersion
from tests.credits.web.builders import YEAR

PROVINCE = "/320000/"
PEOPLE = """
INSERT INTO accounts_person (document_kind, number_encrypted, number_index, number_last_four, is_verified, created_at)
SELECT 'PASSPORT', '', md5('person' || n), lpad((n %% 10000)::text, 4, '0'), true, now()
  FROM generate_series((SELECT count(*) FROM accounts_person) + 1, %(people)s) AS n
"""
STANDINGS = """
INSERT INTO credits_standing (person_id, family, version_id, cycle_starts_on, cycle_ends_before, state, required, counted, missing,
       categories, unmet, reasons, deadline, region_id, series, records, last_fact, last_entry, openings, decided_at)
SELECT p.id, 'nanjing-general', %(version)s, make_date(%(year)s, 1, 1), make_date(%(year)s + 1, 1, 1),
       (ARRAY['MET', 'SHORT', 'UNKNOWN'])[1 + p.id %% 3], 9000, 1000, CASE p.id %% 3 WHEN 1 THEN 100 * (p.id %% 90) ELSE 0 END,
       '[]', '[]', '[]', make_date(%(year)s, 12, 31), r.code, 'general', '[]', 0, 0, 0, now()
  FROM accounts_person p
  JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS all_of_them FROM accounts_region WHERE depth = 3) r
    ON r.n = p.id %% r.all_of_them
 WHERE NOT EXISTS (SELECT FROM credits_standing s WHERE s.person_id = p.id)
"""


def analyse(environment: dict[str, str]) -> None:
    """Let the database look at its tables, as it does by itself after a while."""
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("ANALYZE")


def choice(*, path: str = PROVINCE, series: tuple[str, ...] | None = None, **asked: object) -> compliance.Choice:
    """Return the choice of a regulator of the region at `path`."""
    return compliance.Choice(sights=(access.Sight(path=path, series=series),), **{"year": YEAR, **asked})  # type: ignore[arg-type]


def crowd(*, people: int) -> None:
    """Let there be so many people, each with a standing of this year, spread over all counties and all states."""
    version = RulebookVersion.objects.filter(family="nanjing-general", status="PUBLISHED").latest("pk")
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": people})
        cursor.execute(STANDINGS, {"version": version.pk, "year": YEAR})
