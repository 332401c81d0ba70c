"""
Ledger: claims and entries, stored and proved. `posting` is the only one that appends.

Each person has a chain of lines, numbered from 1. A line's digest is the SHA-256 of the digest before it and of the line's canonical
encoding (see `encoding`), which holds the digest of the claim's facts and the act: who, when, why. The head row (`Chain`) knows how
many lines there are and the last digest, and is the lock under which a person's hours change.
"""

from credits.ledger._appending import Line, Stamp, append, lock, recorded_at
from credits.ledger._encoding import CLAIM_FACTS, claim_digest, encoding, line_digest
from credits.ledger._explanations import Explanation, Sentence, explanation
from credits.ledger._present import Cell, Held, held
from credits.ledger._queries import (
    Award,
    TimelineRow,
    as_of,
    awards_of,
    claims_of,
    entries_of,
    hours_by_category,
    present_awards,
    timeline,
)
from credits.ledger._verification import Fault, verify

__all__ = [
    "CLAIM_FACTS",
    "Award",
    "Cell",
    "Explanation",
    "Fault",
    "Held",
    "Line",
    "Sentence",
    "Stamp",
    "TimelineRow",
    "append",
    "as_of",
    "awards_of",
    "claim_digest",
    "claims_of",
    "encoding",
    "entries_of",
    "explanation",
    "held",
    "hours_by_category",
    "line_digest",
    "lock",
    "present_awards",
    "recorded_at",
    "timeline",
    "verify",
]
