"""
Ledger: claims and entries, stored and proved. `posting` is the only one that appends.

Each person has a chain of lines, numbered from 1. A line's digest is the SHA-256 of the digest before it and of the line's canonical
encoding (see `encoding`), which holds the digest of the claim's facts and the act: who, when, why. The head row (`Chain`) knows how
many lines there are and the last digest, and is the lock under which a person's hours change.

All lines are also leaves of one tree that only grows (RFC 6962; see `_tree`). The sweep `sign_due` signs heads of it (see `_statements` for
the bytes) over the lines that are committed and in no earlier head; each names the one before. A leaf's order is that of entry ids
within a head. Which lines are new is decided by transaction snapshots: a sweep takes every committed line that is no leaf yet, and
looks only above the id below which all transactions were over at the sweep before (`TreeHead.floor`). The database refuses to make a
line a leaf twice. Heads are published and kept elsewhere: any change to a line under one is found by `examine`, even by whoever has
the key. Lines under no head yet are guarded by the database's rights alone.
"""

from credits.ledger._appending import LINES, ChainHead, Line, Stamp, append, encoded, lines_table, lock, recorded_at
from credits.ledger._encoding import CLAIM_FACTS, canonical, claim_digest, claim_digests, encoding, line_digest
from credits.ledger._examination import examine
from credits.ledger._explanations import Explanation, Sentence, explanation
from credits.ledger._heads import head_of, heads, keys, newest_head, sign_due
from credits.ledger._kept import Kept, NotKeptHeads, read_kept
from credits.ledger._keys import NotAKey, is_signed, key_id, known_key, present_public, public_key, sign
from credits.ledger._present import HELD_BY, HELD_SCHEMA, OWN, Cell, Held, by_claim, held, holdings, holdings_by
from credits.ledger._proofs import consistency, inclusions, leaves_of
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
from credits.ledger._statements import Head, NotAHead, head_from, leaf_data
from credits.ledger._tree import grew, leaf_hash, root_above
from credits.ledger._verification import Fault, verify

__all__ = [
    "CLAIM_FACTS",
    "HELD_BY",
    "HELD_SCHEMA",
    "LINES",
    "OWN",
    "Award",
    "Cell",
    "ChainHead",
    "Explanation",
    "Fault",
    "Head",
    "Held",
    "Kept",
    "Line",
    "NotAHead",
    "NotAKey",
    "NotKeptHeads",
    "Sentence",
    "Stamp",
    "TimelineRow",
    "append",
    "as_of",
    "awards_of",
    "by_claim",
    "canonical",
    "claim_digest",
    "claim_digests",
    "claims_of",
    "consistency",
    "encoded",
    "encoding",
    "entries_of",
    "examine",
    "explanation",
    "grew",
    "head_from",
    "head_of",
    "heads",
    "held",
    "holdings",
    "holdings_by",
    "hours_by_category",
    "inclusions",
    "is_signed",
    "key_id",
    "keys",
    "known_key",
    "leaf_data",
    "leaf_hash",
    "leaves_of",
    "line_digest",
    "lines_table",
    "lock",
    "newest_head",
    "present_awards",
    "present_public",
    "public_key",
    "read_kept",
    "recorded_at",
    "root_above",
    "sign",
    "sign_due",
    "timeline",
    "verify",
]
