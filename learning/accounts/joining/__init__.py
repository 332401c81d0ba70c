"""
Joining: a login becomes the login of a record.

It takes the name and the number on the document, and one proof: a code to a contact that a base, an employer or a regulator
recorded before, or staff who see the person and the document. Where there is no record, one is made, marked unverified.
Wrong tries cool down the login and the address they come from; the record itself stays open to its owner, whose contacts are told.
"""

from learning.accounts.joining._answers import (
    Asked,
    CodeUseless,
    Contact,
    Found,
    Made,
    NobodyAsked,
    NotThisRecord,
    NotYourStaff,
    WrongCode,
)
from learning.accounts.joining._contests import NotTaken, ReasonMissing, contest, decide_contest
from learning.accounts.joining._limits import CoolingDown
from learning.accounts.joining._logins import HasRecord, RecordTaken
from learning.accounts.joining._operations import asked, begin, confirm_code, confirm_in_person, resume, send_code
from learning.accounts.joining._records import join_records, part_records
from learning.accounts.joining._squatters import NoSuchNumber, OwnRecord, correct_name

__all__ = [
    "Asked",
    "CodeUseless",
    "Contact",
    "CoolingDown",
    "Found",
    "HasRecord",
    "Made",
    "NoSuchNumber",
    "NobodyAsked",
    "NotTaken",
    "NotThisRecord",
    "NotYourStaff",
    "OwnRecord",
    "ReasonMissing",
    "RecordTaken",
    "WrongCode",
    "asked",
    "begin",
    "confirm_code",
    "confirm_in_person",
    "contest",
    "correct_name",
    "decide_contest",
    "join_records",
    "part_records",
    "resume",
    "send_code",
]
