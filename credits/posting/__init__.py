"""
Posting: the one door to the ledger. Decide, append, keep the standing.

Everything is one transaction under the lock of the persons' chain heads, taken in order of id. Claims count in the order of
`position`, given under the lock. `credit` writes lines for the claims that it adds only; reversal, correction, reinstatement and
redecision look again at later claims and append the differences, each naming the act that caused it.
"""

from credits.posting._amending import (
    AlreadyCorrected,
    AlreadyReversed,
    NothingToCorrect,
    NotReversed,
    ReasonMissing,
    correct,
    reinstate,
    reverse,
)
from credits.posting._crediting import credit
from credits.posting._desk import locked
from credits.posting._facts import ClaimFacts, FactNotUnderstood, RowRefused
from credits.posting._foreseeing import Foreseen, Foresight, Owed, Trial, foresee, foresee_all
from credits.posting._known import KeyReused
from credits.posting._opening import (
    NoCycleBegins,
    NoRulebookThen,
    NoSuchCategory,
    Opening,
    OpeningDiffers,
    Outcome,
    StatedTwice,
    Verdict,
    judge_openings,
    open_balances,
)
from credits.posting._origins import Asked, asked_of
from credits.posting._receipts import Receipt, receipt
from credits.posting._redeciding import Redecided, redecide

__all__ = [
    "AlreadyCorrected",
    "AlreadyReversed",
    "Asked",
    "ClaimFacts",
    "FactNotUnderstood",
    "Foreseen",
    "Foresight",
    "KeyReused",
    "NoCycleBegins",
    "NoRulebookThen",
    "NoSuchCategory",
    "NotReversed",
    "NothingToCorrect",
    "Opening",
    "OpeningDiffers",
    "Outcome",
    "Owed",
    "ReasonMissing",
    "Receipt",
    "Redecided",
    "RowRefused",
    "StatedTwice",
    "Trial",
    "Verdict",
    "asked_of",
    "correct",
    "credit",
    "foresee",
    "foresee_all",
    "judge_openings",
    "locked",
    "open_balances",
    "receipt",
    "redecide",
    "reinstate",
    "reverse",
]
