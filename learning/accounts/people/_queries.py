"""Questions about people. Batches in, dictionaries out: one query a question, not one a person."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from learning.accounts import access, identity
from learning.accounts.enums import ContactKind, DocumentKind, FactKind, OrganisationKind
from learning.accounts.models import Person, PersonContact, PersonFact, PersonLogin, PersonName, User
from learning.accounts.people import _joins
from learning.errors import Refusal

# "张三 320105…", "张三 1234" and "张三1234" (the last four may end with X, those of a passport hold letters).
_NAME_AND_LAST_FOUR = re.compile(
    r"(?P<name>.*\D)\s+(?P<spaced>[0-9A-Z]{4})|(?P<glued>.*\D)(?P<last>[0-9]{3}[0-9X])", re.DOTALL
)

# How long a contact that a base recorded must stand in the record before it proves anything.
BASE_CONTACT_RIPENS = timedelta(hours=72)


class NoSuchRecord(Refusal):
    """There is none, or it is somebody else's to decide about."""

    field = "number"
    sentence = _("You decide about no record with this number. Compare it with the document.")


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """How a message reaches somebody."""

    mobile: str | None = None
    email: str | None = None
    language: str = "zh-hans"
    user_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DayFacts:
    """What is known of somebody on one day."""

    series: tuple[str, ...] = ()
    target_level: str = ""
    region_id: str | None = None
    employer_id: int | None = None
    employer_kind: str = ""
    title_level: str = ""
    statuses: tuple[str, ...] = ()


def find(*, document_kind: str, number: str) -> Person | None:
    """Return the record of this number. Both index columns are asked with both keys, so it is found while keys change, too."""
    text = identity.normalised(kind=document_kind, number=number)
    indexes = identity.number_indexes(kind=document_kind, number=text)
    return Person.objects.filter(Q(number_index__in=indexes) | Q(number_index_next__in=indexes)).order_by("pk").first()


def other_record(*, document_kind: str, number: str, among: QuerySet[Person]) -> Person:
    """
    Return the record of this number, if it is one `among` those that whoever asks decides about.

    :raises identity.WrongNumber: if the number cannot be one of this document
    :raises NoSuchRecord: if there is none
    """
    person = find(document_kind=document_kind, number=number)
    if person is None or not among.filter(pk=person.pk).exists():
        raise NoSuchRecord
    return person


def has_name(person: Person, name: str) -> bool:
    """Say whether `person` bears or bore `name`, however it is spaced, dotted or widened. A corrected name was never theirs."""
    return PersonName.objects.filter(person=person, folded=identity.folded_name(name), corrected_by=None).exists()


def search(*, text: str, on: date) -> QuerySet[Person]:
    """Return the people whose whole number is `text`, or whose name begins with it and whose number ends with its last four characters."""
    text = unicodedata.normalize("NFKC", text[:100]).strip().upper()
    numbers = Q(number_index__in=indexes(text)) | Q(number_index_next__in=indexes(text))
    match = _NAME_AND_LAST_FOUR.fullmatch(text)
    if match:
        folded = identity.folded_name(match["name"] or match["glued"])
        named = PersonName.objects.filter(folded__startswith=folded, since__lte=on).values("person")
        numbers |= Q(number_last_four=match["spaced"] or match["last"], pk__in=named) if folded else Q()
    return Person.objects.filter(numbers).order_by("pk")


def of_user(user: User | AnonymousUser) -> Person | None:
    """Return the record that the login is joined to."""
    return access.own_person(user)


def full_number(person: Person) -> str:
    """Return the whole number, for the few who must see it: the person, a certificate, a report to the state."""
    return identity.decrypted(person.number_encrypted)


def current_names(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the present name of each: the one recorded last, whatever day it is borne from."""
    rows = PersonName.objects.filter(person__in=list(person_ids)).order_by("person", "-pk").distinct("person")
    return dict(rows.values_list("person", "name"))


def masked_numbers(person_ids: Iterable[int]) -> dict[int, str]:
    """Return the number of each with all but the last four characters hidden, without decrypting anything."""
    rows = Person.objects.filter(pk__in=list(person_ids)).only("pk", "document_kind", "number_last_four")
    return {person.pk: masked_number(person) for person in rows}


def masked_number(person: Person) -> str:
    """Return the number of `person` with all but the last four characters hidden."""
    return ("*" * (5 if person.document_kind == DocumentKind.PASSPORT else 14)) + person.number_last_four


def facts(person_ids: Iterable[int]) -> list[PersonFact]:
    """Return the facts in force (not replaced, not taken away), ordered by person and key."""
    rows = PersonFact.objects.filter(person__in=list(person_ids), replaced_by=None, is_void=False)
    return list(rows.select_related("region", "organisation").order_by("person", "pk"))


def last_fact_ids(person_ids: Iterable[int]) -> dict[int, int]:
    """Return the key of the newest row of facts of each, whatever it says: it grows whenever something became known."""
    return dict(
        PersonFact.objects.filter(person__in=list(person_ids)).order_by().values_list("person").annotate(Max("pk"))
    )


def on_day(person_ids: Iterable[int], on: date) -> dict[int, DayFacts]:
    """Return what is known of each on the day. Of region, employer, title and target level the one that began last counts."""
    ids = list(person_ids)
    by_person: dict[int, list[PersonFact]] = defaultdict(list)
    for fact in sorted(facts(ids), key=lambda fact: (fact.since, fact.pk)):
        if fact.since <= on and (fact.ends_before is None or fact.ends_before > on):
            by_person[fact.person_id].append(fact)
    return {pk: _day_facts(by_person[pk]) for pk in ids}


def names(person: Person) -> list[PersonName]:
    """Return every name recorded for `person`, the present one first."""
    rows = PersonName.objects.filter(person=person).select_related("recorded_by", "corrected_by")
    return list(rows.order_by("-pk"))


def contacts_told(person: Person) -> QuerySet[PersonContact]:
    """Return the contacts of `person` that a base, an employer or a regulator recorded, the newest first."""
    return PersonContact.objects.filter(person=person, organisation__isnull=False).order_by("-recorded_at", "-pk")


def contacts_proving(person: Person, at: datetime) -> QuerySet[PersonContact]:
    """
    Return the contacts whose holder proves to be `person`, the newest first.

    A contact counts if an employer or a regulator recorded it, or if a base did so three days ago or earlier. Nobody can thus write
    a number into a foreign record and walk through it at once: in three days its owner, the base and the regulator can see it.
    """
    told = contacts_told(person)
    return told.filter(~Q(organisation__kind=OrganisationKind.BASE) | Q(recorded_at__lte=at - BASE_CONTACT_RIPENS))


def addresses(person_ids: Iterable[int]) -> dict[int, Addresses]:
    """Return how a message reaches each: by the own login (of any record of that human), else by the newest recorded contacts."""
    return addresses_of(_joins.joined(person_ids))


def addresses_of(records: Mapping[int, tuple[int, ...]]) -> dict[int, Addresses]:
    """Return the same where the records of each human are known."""
    everybody = sorted({pk for group in records.values() for pk in group})
    rows = PersonLogin.objects.filter(person__in=everybody, ended_at=None).select_related("user")
    logins = {login.person_id: login for login in rows.annotate(proved_email=_proved_email("user"))}
    proved = {login.user_id: login.proved_email for login in logins.values() if login.proved_email}
    recorded: dict[int, dict[str, str]] = defaultdict(dict)
    for person, kind, value in (
        PersonContact.objects.filter(person__in=everybody)
        .order_by("recorded_at", "pk")
        .values_list("person", "kind", "value")
    ):
        recorded[person][kind] = value
    return {pk: _addresses(group, logins, proved, recorded) for pk, group in records.items()}


def login_addresses(user_ids: Iterable[int]) -> dict[int, Addresses]:
    """Return how a message reaches each login that is in use, by what it proved of itself: for offices, which hang on no record."""
    users = User.objects.filter(pk__in=set(user_ids), is_active=True).annotate(proved_email=_proved_email("pk"))
    return {
        user.pk: Addresses(
            mobile=user.mobile if user.mobile_verified else None,
            email=user.proved_email,
            language=user.language,
            user_id=user.pk,
        )
        for user in users
    }


def _proved_email(user: str) -> Subquery:
    """Return the e-mail address that the login in the column `user` confirmed, the primary one where there are more."""
    confirmed = EmailAddress.objects.filter(user=OuterRef(user), verified=True).order_by("-primary", "-pk")
    return Subquery(confirmed.values("email")[:1])


def _addresses(
    group: tuple[int, ...],
    logins: Mapping[int, PersonLogin],
    proved: dict[int, str],
    recorded: dict[int, dict[str, str]],
) -> Addresses:
    contacts: dict[str, str] = {}
    for pk in group:
        contacts = {**recorded[pk], **contacts}
    mobile, email = contacts.get(ContactKind.MOBILE), contacts.get(ContactKind.EMAIL)
    login = next((logins[pk] for pk in group if pk in logins), None)
    if login is None:
        return Addresses(mobile=mobile, email=email)
    user = login.user
    return Addresses(
        mobile=user.mobile if user.mobile and user.mobile_verified else mobile,
        email=proved.get(user.pk, email),
        language=user.language,
        user_id=user.pk,
    )


def _day_facts(rows: list[PersonFact]) -> DayFacts:
    last = {fact.kind: fact for fact in rows}  # in order of their beginning
    region, employer = last.get(FactKind.REGION), last.get(FactKind.EMPLOYER)
    return DayFacts(
        series=_codes(rows, FactKind.SERIES),
        target_level=last[FactKind.TARGET_LEVEL].code if FactKind.TARGET_LEVEL in last else "",
        region_id=region.region_id if region else None,
        employer_id=employer.organisation_id if employer else None,
        employer_kind=_employer_kind(employer),
        title_level=last[FactKind.TITLE].code if FactKind.TITLE in last else "",
        statuses=_codes(rows, FactKind.STATUS),
    )


def _codes(rows: list[PersonFact], kind: str) -> tuple[str, ...]:
    return tuple(sorted({fact.code for fact in rows if fact.kind == kind}))


def _employer_kind(employer: PersonFact | None) -> str:
    if employer is None:
        return ""
    return employer.code or (employer.organisation.employer_kind if employer.organisation else "")


def indexes(text: str) -> list[str]:
    """Return the digests of `text` as a number of every kind that it could be."""
    found: list[str] = []
    for kind in (DocumentKind.RESIDENT_ID, DocumentKind.FOREIGN_RESIDENT_ID, DocumentKind.PASSPORT):
        try:
            number = identity.normalised(kind=kind, number=text)
        except identity.WrongNumber:
            continue
        found += identity.number_indexes(kind=kind, number=number)
    return found
