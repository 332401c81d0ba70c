"""Tables of people and organisations. Data only: fields, constraints, properties without queries."""

from learning.accounts.models.changes import Change, ChangeEvidence
from learning.accounts.models.organisations import INVITATION_LASTS, Invitation, Membership, Organisation, Region
from learning.accounts.models.people import (
    JoinAttempt,
    Person,
    PersonContact,
    PersonFact,
    PersonJoin,
    PersonLogin,
    PersonName,
)
from learning.accounts.models.texts import Sweep, TextMessage
from learning.accounts.models.users import Consent, User

__all__ = [
    "INVITATION_LASTS",
    "Change",
    "ChangeEvidence",
    "Consent",
    "Invitation",
    "JoinAttempt",
    "Membership",
    "Organisation",
    "Person",
    "PersonContact",
    "PersonFact",
    "PersonJoin",
    "PersonLogin",
    "PersonName",
    "Region",
    "Sweep",
    "TextMessage",
    "User",
]
