"""What each claim is worth now, line by line summed; by it posting sees what an act changes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from credits.models.rows import array

# First day and exclusive end of the cycle, category.
Cell = tuple[date | None, date | None, str]

SUMS = """
SELECT claim_id, family, cycle_starts_on, cycle_ends_before, category, sum(hours)::bigint,
       (array_agg(version_digest ORDER BY number DESC))[1], max(number)
FROM credits_entry WHERE claim_id = ANY(%s::bigint[])
GROUP BY claim_id, family, cycle_starts_on, cycle_ends_before, category
ORDER BY claim_id, family, max(number)
"""


@dataclass
class Held:
    """What one claim holds under one family: its amounts, and the version that it stays under (empty: it decides no longer)."""

    version: str = ""
    amounts: dict[Cell, int] = field(default_factory=dict)


def held(claim_ids: Collection[int]) -> dict[int, dict[str, Held]]:
    """Return what each of these claims holds, family by family. A family without a version is one that decided once."""
    found: dict[int, dict[str, Held]] = {claim: {} for claim in claim_ids}
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [array(claim_ids)])
        for claim, family, starts, ends, category, hours, version, _number in cursor.fetchall():
            holding = found[claim].setdefault(family, Held())
            # Rows come in the order of their newest line: the last one says under which version the claim stays.
            holding.version = version
            if hours:
                holding.amounts[starts, ends, category] = hours

    return found
