"""
Certificates of one claim, a completion or what somebody taught: the register may count less of it by now.

A claim that is reversed or corrected takes its certificate along at once; what is found here is a claim that was decided again, under another
version, or because another claim changed. The certificate holds as long as one rulebook gives each category what is stated of it.
"""

from credits.certificates._kinds import _common
from credits.models import CertificateOrder

# Part of a WITH, `slice` before it: id, claim_id and facts of orders. `found` says of each what the register counts, and whether that is less.
CLAIMED = """found AS (
    SELECT slice.id, coalesce(best.counted, 0)::bigint AS counted, NOT coalesce(best.is_whole, FALSE) AS is_less
      FROM slice
      JOIN credits_claim stated ON stated.id = slice.claim_id
      JOIN credits_claim now ON now.person_id = stated.person_id AND now.key = stated.key
       AND NOT EXISTS (SELECT FROM credits_claim later WHERE later.corrects_id = now.id)
      LEFT JOIN LATERAL (
           SELECT max(of_family.total) AS counted, bool_or(NOT EXISTS (
                      SELECT FROM jsonb_each_text(slice.facts -> 'hours') s
                       WHERE s.value::numeric * 100 > coalesce((of_family.amounts ->> s.key)::numeric, 0))) AS is_whole
             FROM (SELECT sum(held.total) AS total, jsonb_object_agg(held.category, held.total) AS amounts
                     FROM (SELECT e.family, e.category, sum(e.hours) AS total FROM credits_entry e
                            WHERE e.claim_id = now.id GROUP BY e.family, e.category) held
                    GROUP BY held.family) of_family) best ON TRUE
)"""
ONE = f"""WITH slice AS (
    SELECT id, claim_id, facts FROM credits_certificateorder WHERE id = %s
), {CLAIMED} SELECT is_less FROM found"""  # noqa: S608  (made of constants)


def is_lessened(order: CertificateOrder) -> bool:
    """Say whether the register counts less by now than what `order` asks to be stated; of no claim it knows nothing."""
    return _common.is_found_less(ONE, order)
