"""What joining answers: refusals and findings."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from learning.accounts.models import JoinAttempt, Person, User
from learning.errors import Refusal


class NotThisRecord(Refusal):
    """Name and number do not belong together."""

    field = "name"
    sentence = _("Name and number do not belong together. Compare both with the document.")


class WrongCode(Refusal):
    """Not the code that was sent."""

    field = "code"
    sentence = _("This is not the code that was sent. %(left)d more tries.")


class CodeUseless(Refusal):
    """The code is too old, was used, or was tried too often."""

    field = "code"
    sentence = _("This code is no longer valid. Begin again to get a new one.")


class NobodyAsked(Refusal):
    """The login did not ask to be joined with that record."""

    field = "mobile"
    sentence = _(
        "No login with this mobile number asked for the record of this name and number in the last 30 days. Let the person sign in, open “My record” and type name and number; then try again."
    )


class NotYourStaff(Refusal):
    """An employer confirms its own staff."""

    sentence = _(
        "You act for an employer and confirm its own staff only. In this record another employer, or none, is recorded for today."
    )


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A recorded contact that a code can go to, shown so that only its owner recognises it."""

    pk: int
    kind: str
    masked: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """There is a record; one of `contacts` proves it, or staff in person."""

    attempt: JoinAttempt
    contacts: tuple[Contact, ...]
    # There are contacts that a base recorded in the last three days: see `people.contacts_proving`.
    has_young_contacts: bool
    is_taken: bool


@dataclass(frozen=True, kw_only=True)
class Made:
    """There was no record; one was made, unverified, and the login is joined to it."""

    person: Person


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A login that asked for a record and waits for staff to confirm it."""

    person: Person
    user: User
