"""Names: changed by a regulator, corrected where nobody had seen the document."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity
from learning.accounts.models import Person, PersonName, User
from learning.accounts.people import _queries
from learning.errors import Refusal


class NameIsPresent(Refusal):
    """The person bears this name."""

    field = "name"
    sentence = _("The record bears this name already. Nothing was added.")


class NameFromTomorrow(Refusal):
    """A name is borne from a day on that has come."""

    field = "since"
    sentence = _("This day is still to come. Record the name on the day from which it is borne.")


class NameVerified(Refusal):
    """Somebody saw the document under the recorded name."""

    field = "name"
    sentence = _(
        "The identity in this record was verified under another name. A changed name is recorded by a regulator of the person’s region."
    )


class WhyMissing(Refusal):
    """A reason must be given."""

    field = "reason"
    sentence = _("Say why. It is kept with the record.")


@transaction.atomic
def rename(*, person: Person, name: str, since: date, by: User, at: datetime, reason: str = "") -> PersonName:
    """
    Record that `person` bears `name` from a day on; the names before stay known.

    :raises identity.WrongName: if this is no name
    :raises NameIsPresent: if it is the present one
    :raises NameFromTomorrow: if the day is still to come
    """
    name = identity.checked_name(name)
    if _queries.current_names([person.pk]).get(person.pk) == name:
        raise NameIsPresent
    if since > localdate(at):
        raise NameFromTomorrow
    return _add(person, name, since=since, reason=reason, by=by, at=at)


@transaction.atomic
def correct_name(*, person: Person, name: str, reason: str, by: User, at: datetime) -> PersonName:
    """
    Put the name on the document in the place of one that was never right, in a record that nobody had verified; it is verified now.

    The wrong name stays in the history, marked, and proves nothing any more.

    :raises identity.WrongName: if this is no name
    :raises WhyMissing: without a reason
    :raises NameVerified: if the identity was verified
    :raises NameIsPresent: if it is the present one
    """
    name = identity.checked_name(name)
    if not reason.strip():
        raise WhyMissing
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    present = _queries.names(person)[0]
    if present.name == name:
        raise NameIsPresent
    if person.is_verified:
        raise NameVerified
    corrected = _add(person, name, since=present.since, reason=reason, by=by, at=at, corrects=present)
    Person.objects.filter(pk=person.pk).update(is_verified=True)
    return corrected


def name_logins(person: Person) -> None:
    """Let the login of `person` show the present name."""
    name = _queries.current_names([person.pk])[person.pk]
    User.objects.filter(person_logins__person=person, person_logins__ended_at=None).update(name=name)


def _add(
    person: Person,
    name: str,
    *,
    since: date,
    reason: str,
    by: User,
    at: datetime,
    corrects: PersonName | None = None,
) -> PersonName:
    row = PersonName.objects.create(
        person=person,
        name=name,
        folded=identity.folded_name(name),
        since=since,
        reason=reason.strip()[:500],
        corrects=corrects,
        recorded_at=at,
        recorded_by=by,
    )
    name_logins(person)
    return row
