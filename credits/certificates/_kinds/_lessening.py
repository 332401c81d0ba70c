"""
Registers that state more than the ledger has now: found by what was appended since to the chains that they were made of.

What fell is what lines of later took from any claim of the span, by category; what other claims brought since makes up for nothing. A record
that was parted from the holder's takes all that it brought along. `met` cycles that are met no longer speak against it, too.
"""

from credits.certificates._kinds import _common
from credits.models import CertificateOrder

# Parts of one WITH RECURSIVE, `slice` before them. `record`, of its person_id: which records are of the same human.
JOINED = """record(own, other) AS (
    SELECT person_id, person_id FROM slice
    UNION
    SELECT record.own, beside.id FROM record CROSS JOIN LATERAL (
           SELECT j.first_id + j.second_id - record.other AS id FROM accounts_personjoin j
            WHERE (j.first_id = record.other OR j.second_id = record.other) AND j.kind = 'JOIN'
              AND NOT EXISTS (SELECT FROM accounts_personjoin later WHERE later.first_id = j.first_id
                                 AND later.second_id = j.second_id AND later.id > j.id)) beside
)"""
# Of id, person_id and facts of orders: `found` says of each what it still counts, and whether that is less.
FOUND = f"""{JOINED}, part AS (
    SELECT slice.id, (r ->> 0)::bigint AS record, (r ->> 2)::bigint AS stated,
           EXISTS (SELECT FROM record WHERE own = slice.person_id AND other = (r ->> 0)::bigint) AS is_joined,
           (SELECT coalesce(sum(least(of_claim.moved, 0)), 0) FROM (
                SELECT sum(e.hours) AS moved FROM credits_entry e JOIN credits_claim c ON c.id = e.claim_id
                 WHERE e.person_id = (r ->> 0)::bigint AND e.number > (r ->> 1)::bigint
                   AND extract(year FROM c.ends_on) BETWEEN (slice.facts #>> '{{years,0}}')::int AND (slice.facts #>> '{{years,1}}')::int
                 GROUP BY c.position, e.family, e.category) of_claim) AS fell
      FROM slice CROSS JOIN LATERAL jsonb_array_elements(slice.facts -> 'records') r
), found AS (
    SELECT slice.id, sum(CASE WHEN part.is_joined THEN part.stated + part.fell ELSE 0 END)::bigint AS counted,
           bool_or(NOT part.is_joined OR part.fell < 0) OR EXISTS (
               SELECT FROM jsonb_array_elements(slice.facts -> 'met') m
                 JOIN record ON record.own = slice.person_id
                 JOIN credits_standing s ON s.person_id = record.other AND s.family = m ->> 0
                                        AND s.cycle_starts_on = (m ->> 1)::date AND s.state = 'SHORT') AS is_less
      FROM slice JOIN part ON part.id = slice.id GROUP BY slice.id, slice.facts, slice.person_id
)"""  # noqa: S608  (made of constants)
ONE = f"""WITH RECURSIVE slice AS (
    SELECT id, person_id, facts FROM credits_certificateorder WHERE id = %s
), {FOUND} SELECT is_less FROM found"""  # noqa: S608


def is_lessened(order: CertificateOrder) -> bool:
    """Say whether the ledger has less by now than what `order` asks to be stated."""
    return _common.is_found_less(ONE, order)
