"""Organisations in the tree of regions, and who acts for them: appointed, or invited by mobile number."""

from learning.accounts.organisations._invitations import (
    AlreadyInvited,
    InvitesOneself,
    TooManyInvitations,
    TooManyToNumber,
    invitations,
    invite,
    take_up_invitations,
    withdraw_invitation,
)
from learning.accounts.organisations._operations import (
    ROLES_OF_KIND,
    AlreadyAppointed,
    EndsTooEarly,
    NameTaken,
    NoSuchEmployer,
    RoleDoesNotFit,
    WrongCreditCode,
    appoint,
    create,
    dismiss,
    employer,
    members,
)

__all__ = [
    "ROLES_OF_KIND",
    "AlreadyAppointed",
    "AlreadyInvited",
    "EndsTooEarly",
    "InvitesOneself",
    "NameTaken",
    "NoSuchEmployer",
    "RoleDoesNotFit",
    "TooManyInvitations",
    "TooManyToNumber",
    "WrongCreditCode",
    "appoint",
    "create",
    "dismiss",
    "employer",
    "invitations",
    "invite",
    "members",
    "take_up_invitations",
    "withdraw_invitation",
]
