"""Recording people."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from learning.accounts import identity
from learning.accounts.enums import ContactKind
from learning.accounts.models import Organisation, Person, PersonContact, PersonName, User
from learning.accounts.people import _queries
from learning.errors import Refusal


class NameDiffers(Refusal):
    """The number is recorded under another name."""

    field = "name"
    # The recorded name is not told: whoever asks may not know the person.
    sentence = _(
        "This number is recorded under another name. Compare name and number with the document; a changed name is recorded by a regulator."
    )


class NotBornYet(Refusal):
    """The date of birth in the number lies in the future."""

    field = "number"
    sentence = _("Characters 7 to 14 of the number are a date in the future. Compare them with the card.")


@transaction.atomic
def record(  # noqa: PLR0913  (the facts of a row, all named)
    *,
    name: str,
    document_kind: str,
    number: str,
    by: User | None,
    at: datetime,
    organisation: Organisation | None = None,
    mobile: str | None = None,
    email: str | None = None,
    is_verified: bool = False,
) -> Person:
    """
    Find the record of this number, or make one, and store how `organisation` reaches the person.

    :raises identity.WrongNumber: if the number cannot be one of this document
    :raises identity.WrongName: if this is no name
    :raises identity.WrongMobile: if the mobile number is none
    :raises NameDiffers: if the number is recorded under another name
    """
    name = identity.checked_name(name)
    mobile = identity.normalised_mobile(mobile) if mobile else None
    person = _queries.find(document_kind=document_kind, number=number)
    if person is None:
        person = _make(name=name, document_kind=document_kind, number=number, by=by, at=at, is_verified=is_verified)
    if not _queries.has_name(person, name):
        raise NameDiffers
    if is_verified:
        verify(person=person)
    store_contacts(person=person, organisation=organisation, mobile=mobile, email=email, by=by, at=at)

    return person


def verify(*, person: Person) -> None:
    """Mark that somebody saw the document of `person`."""
    if not person.is_verified:
        Person.objects.filter(pk=person.pk).update(is_verified=True)
        person.is_verified = True


def store_contacts(
    *,
    person: Person,
    organisation: Organisation | None,
    mobile: str | None,
    email: str | None,
    by: User | None,
    at: datetime,
) -> None:
    """Store contacts of `person` as `organisation` knows them, each once."""
    known = set(PersonContact.objects.filter(person=person, organisation=organisation).values_list("kind", "value"))
    stated = {(ContactKind.MOBILE.value, mobile or ""), (ContactKind.EMAIL.value, (email or "").strip().lower())}
    for kind, value in sorted(pair for pair in stated - known if pair[1]):
        PersonContact.objects.create(
            person=person, kind=kind, value=value, organisation=organisation, recorded_at=at, recorded_by=by
        )


def rotate_keys(*, after: int = 0, size: int = 500) -> int | None:
    """
    Bring the next `size` records after key `after` to the present keys: text by the newest, both digests.

    Returns the key to go on from, None at the end. It may be run again, and while others write.
    """
    people = list(Person.objects.filter(pk__gt=after).order_by("pk")[:size])
    for person in people:
        number = identity.decrypted(person.number_encrypted)
        person.number_encrypted = identity.reencrypted(person.number_encrypted)
        person.number_index, person.number_index_next = identity.number_indexes(
            kind=person.document_kind, number=number
        )
    Person.objects.bulk_update(people, ["number_encrypted", "number_index", "number_index_next"])

    return people[-1].pk if people else None


def _make(*, name: str, document_kind: str, number: str, by: User | None, at: datetime, is_verified: bool) -> Person:
    number = identity.normalised(kind=document_kind, number=number)
    born_on = identity.birth_date(number)
    if born_on and born_on > localdate(at):
        raise NotBornYet
    kind = identity.kind_by_number(kind=document_kind, number=number)
    index, index_next = identity.number_indexes(kind=kind, number=number)
    person = Person(
        document_kind=kind,
        number_encrypted=identity.encrypted(number),
        number_index=index,
        number_index_next=index_next,
        number_last_four=number[-4:],
        born_on=born_on,
        is_verified=is_verified,
        created_at=at,
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            _name(person, name, by, at)
    except IntegrityError:
        # Somebody recorded the same number a moment ago.
        found = _queries.find(document_kind=kind, number=number)
        assert found
        return found
    return person


def _name(person: Person, name: str, by: User | None, at: datetime) -> None:
    PersonName.objects.create(
        person=person, name=name, folded=identity.folded_name(name), since=localdate(at), recorded_at=at, recorded_by=by
    )
