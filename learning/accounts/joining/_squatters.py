"""A record made by a stranger with a wrong name: the owner shows the document, staff put the name right."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from learning.accounts import access, people
from learning.accounts.enums import LoginProof
from learning.accounts.joining._answers import NotYourStaff
from learning.accounts.joining._logins import part
from learning.accounts.joining._telling import tell, tell_contacts
from learning.accounts.models import PersonLogin, PersonName, User
from learning.errors import Refusal


class OwnRecord(Refusal):
    """Nobody verifies themselves."""

    field = "number"
    sentence = _("This is your own record. Show the document to somebody else on the staff.")


class NoSuchNumber(Refusal):
    """There is nothing to correct."""

    field = "number"
    sentence = _(
        "There is no record with this number, so no name needs to be corrected. Compare the number with the document."
    )


@transaction.atomic
def correct_name(*, document_kind: str, number: str, name: str, reason: str, by: User, at: datetime) -> PersonName:
    """
    Put the name on the document, which `by` has seen, in the place of one that a stranger stated, in a record that nobody verified.

    A login that made the record for itself without any proof is parted from it and told; contacts in the record are told, too.

    :raises identity.WrongNumber: if the number cannot be one of this document
    :raises NoSuchNumber: if there is no record of it
    :raises NotYourStaff: if `by` acts for an employer where the person does not work, or there is no such person
    :raises OwnRecord: if it is the record of `by`
    :raises people.NameVerified: if the identity was verified
    :raises people.NameIsPresent: if nothing is wrong
    :raises people.WhyMissing: without a reason
    """
    person = people.find(document_kind=document_kind, number=number)
    if person is None:
        # An employer is told of no stranger's number whether there is a record of it.
        raise NoSuchNumber if access.may_confirm_anybody(by, localdate(at)) else NotYourStaff
    if not access.may_confirm(by, person, localdate(at)):
        raise NotYourStaff
    if person.pk in access.own_records(by):
        raise OwnRecord
    corrected = people.correct_name(person=person, name=name, reason=reason, by=by, at=at)
    unproved = PersonLogin.objects.filter(person=person, ended_at=None, proof=LoginProof.NEW_RECORD)
    for login in unproved.select_related("user"):
        part(login, by=by, at=at)
        if login.user.mobile:
            parted = _(
                "Xueshi: staff saw the document of a record that your login had made, and corrected its name. Your login was parted from it. If the record is yours, join it again."
            )
            tell(login.user.mobile, parted, login.user.language, at=at)
    body = _(
        "Xueshi: staff saw your document and corrected the name in your record. If that was not you, tell your regulator."
    )
    tell_contacts(person, body, at=at)
    return corrected
