"""
Changes: what people tell about themselves, with a paper that proves it, and what comes of it.

A change waits for a regulator of the person's region, or for the person's employer, whoever is first. Recorded, it becomes facts
(`people.state_fact`); returned, it says why. The person sees how far it is, and is told by text message.
"""

from learning.accounts.changes._access import change_to_decide, evidence_to_read, may_decide_any, waiting_for
from learning.accounts.changes._operations import (
    AlreadyDecided,
    AlreadyStated,
    NoDuty,
    NoEmployer,
    NoEvidence,
    ReasonMissing,
    StartsTooFar,
    record,
    return_,
    state,
)
from learning.accounts.changes._queries import Waiting, last_day, of_person, waiting, words
from learning.accounts.papers import LARGEST, MOST, FileNeeded, FileTooLarge, WrongFile

__all__ = [
    "LARGEST",
    "MOST",
    "AlreadyDecided",
    "AlreadyStated",
    "FileNeeded",
    "FileTooLarge",
    "NoDuty",
    "NoEmployer",
    "NoEvidence",
    "ReasonMissing",
    "StartsTooFar",
    "Waiting",
    "WrongFile",
    "change_to_decide",
    "evidence_to_read",
    "last_day",
    "may_decide_any",
    "of_person",
    "record",
    "return_",
    "state",
    "waiting",
    "waiting_for",
    "words",
]
