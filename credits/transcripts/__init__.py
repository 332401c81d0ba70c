"""
Transcripts 学时登记表: the lines of a person over a span of years, with everything that proves them, as JSON and as a PDF with it inside.

`make` states a transcript from the ledger; `draw` makes the PDF from the statement and nothing else; `check` says what is wrong with
one, needs no database, and believes only heads that were kept elsewhere and the key. What is proved: every line shown, its claim's
facts, and that the chain of each record has no other lines than those shown and those of other years (their digests are stated). Name,
number and standings are not lines of the ledger: the platform's key attests them.

A statement is a JSON object in the ledger's canonical encoding: `format`, `holder`, `years`, `made_at`, `head` (the newest one, or null),
`hashes` (nodes of the tree, each once), `records` (`person`, and its `chain`: for each line from the first its `digest`, its place
`leaf` in the tree, and `proof`, the RFC 6962 path as places in `hashes`; null where no head covers the line yet), `lines` (`line`: what
the digest is taken of; `facts`: what the claim's digest is taken of; words to show), `standings`, `key`, and `signature` (Ed25519 over
the rest).
"""

from credits.transcripts._attachment import NoStatement, statement_in
from credits.transcripts._checking import Checked, check
from credits.transcripts._drawing import draw
from credits.transcripts._making import EARLIEST, is_shown, make
from credits.transcripts._rows import CATEGORIES, Row, Standing, rows, standings

__all__ = [
    "CATEGORIES",
    "EARLIEST",
    "Checked",
    "NoStatement",
    "Row",
    "Standing",
    "check",
    "draw",
    "is_shown",
    "make",
    "rows",
    "standings",
    "statement_in",
]
