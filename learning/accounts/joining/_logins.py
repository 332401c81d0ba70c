"""A login and a record, joined: one to one, whoever is faster."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from learning.accounts import access, identity, people
from learning.accounts.enums import LoginProof
from learning.accounts.joining._telling import clock, tell_contacts
from learning.accounts.models import JoinAttempt, Person, PersonLogin, User
from learning.errors import Refusal


class HasRecord(Refusal):
    """The login is joined to a record."""

    sentence = _("This login is joined to a record already.")


class RecordTaken(Refusal):
    """Another login is joined to the record."""

    sentence = _("Another login is joined to this record. If it is not yours, contest it: a regulator will decide.")


def check_free(person: Person) -> None:
    """Refuse if a login is joined to `person`."""
    if PersonLogin.objects.filter(person=person, ended_at=None).exists():
        raise RecordTaken


@transaction.atomic
def join(*, person: Person, user: User, proof: LoginProof, by: User | None, at: datetime) -> PersonLogin:
    """Join, and tell the record's contacts, unless the record is new and has none."""
    try:
        with transaction.atomic():
            login = PersonLogin.objects.create(person=person, user=user, proof=proof, confirmed_by=by, since=at)
    except IntegrityError:
        access.forget_own_person(user)
        raise (HasRecord if access.own_person(user) else RecordTaken) from None
    access.forget_own_person(user)
    people.name_logins(person)
    # A code works once.
    JoinAttempt.objects.filter(user=user).exclude(code_digest="").update(code_digest="")
    shown = identity.masked_address(user.mobile or user.email or "")
    body = _(
        "Xueshi: at %(moment)s your record was joined to the login %(login)s. If that was not you, tell your regulator."
    )
    tell_contacts(person, body, at=at, login=shown, moment=clock(at))
    return login


def part(login: PersonLogin, *, by: User, at: datetime) -> None:
    """Part a login from its record; it bears the record's name no longer."""
    login.ended_at, login.confirmed_by = at, by
    login.save(update_fields=["ended_at", "confirmed_by"])
    User.objects.filter(pk=login.user_id).update(name="")
    access.forget_own_person(login.user)
