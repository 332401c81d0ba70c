"""
Completions of self-paced programmes (自主选学): who finished, told by the base as a table, posted as claims.

`check` reads a table and says of each row whether it can be registered, is registered already, or is refused, and what to do; nothing is
registered. `confirm` lets the sweep `register_due` post the accepted rows through `posting.credit`, the rows of at most 200 people a
transaction, with its progress in the table's row: it may be killed at any time, and nothing is posted twice, because a claim's key is
`self:<programme>:<person>:<year>`. Every row ends registered (with the hours that it gave, which may be none) or refused with a reason.

A completion counts for one learning year: that in which it was completed, or an earlier one that the programme may make up. Its claim
bears the days of that year up to the completion, so that version and cycle of that year decide; the true day stands in `passed_on`,
and, where a year is made up, in the title. What counts hours gets a certificate of completion, as a closed run does: one a learning year,
of the same sweep and the same series of numbers; it falls with the claim.
"""

from seminars.completions._checking import AlreadyConfirmed, NothingAccepted, NotSelfPaced, check, confirm
from seminars.completions._claims import claim_key, claims_if_completed
from seminars.completions._layout import LAYOUT
from seminars.completions._queries import Own, counts, counts_by_sheet, own_of, receipt, rows_of, sheets_of
from seminars.completions._registering import register_due
from seminars.completions._template import template

__all__ = [
    "LAYOUT",
    "AlreadyConfirmed",
    "NotSelfPaced",
    "NothingAccepted",
    "Own",
    "check",
    "claim_key",
    "claims_if_completed",
    "confirm",
    "counts",
    "counts_by_sheet",
    "own_of",
    "receipt",
    "register_due",
    "rows_of",
    "sheets_of",
    "template",
]
