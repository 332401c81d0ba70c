"""
Corrections (更正): what is wrong about the hours of a closed run. A base asks with reason and proof, a regulator decides.

Approved, one transaction states the presence anew (rows, the first figures stay), lets `credits.posting` correct, reverse or credit
the claims, settles the certificates and tells the people. `foreseen` does the same and takes it back: what a regulator reads before
deciding is what the ledger would do. It is worked out when the base asks, and kept (`foresight`) until something moves that it hangs on;
then `foresee` works it out anew. Nobody decides what they asked for, or what concerns the own record.
"""

from seminars.corrections._access import (
    evidence_to_read,
    in_sight,
    may_decide,
    office_of,
    to_decide,
    to_read,
    waiting_for,
)
from seminars.corrections._asking import (
    ANSWER_WITHIN,
    AlreadyAsked,
    Document,
    RunNotClosed,
    SamePerson,
    WhyMissing,
    ask,
    ask_for,
)
from seminars.corrections._carrying_out import NotInTheRun
from seminars.corrections._deciding import AlreadyDecided, OwnMatter, ReasonMissing, approve, refuse, send_back
from seminars.corrections._effects import Effect, Moved, effects
from seminars.corrections._foreseeing import Foreseen, Shift, foreseen
from seminars.corrections._foresight import Foresight, foresee, foresight
from seminars.corrections._queries import figures, of_run, returned

__all__ = [
    "ANSWER_WITHIN",
    "AlreadyAsked",
    "AlreadyDecided",
    "Document",
    "Effect",
    "Foreseen",
    "Foresight",
    "Moved",
    "NotInTheRun",
    "OwnMatter",
    "ReasonMissing",
    "RunNotClosed",
    "SamePerson",
    "Shift",
    "WhyMissing",
    "approve",
    "ask",
    "ask_for",
    "effects",
    "evidence_to_read",
    "figures",
    "foresee",
    "foreseen",
    "foresight",
    "in_sight",
    "may_decide",
    "of_run",
    "office_of",
    "refuse",
    "returned",
    "send_back",
    "to_decide",
    "to_read",
    "waiting_for",
]
