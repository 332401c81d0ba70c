"""Joining a login to a record."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from learning.accounts import access, consents, identity, people
from learning.accounts.enums import ConsentKind, LoginProof
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
from learning.accounts.joining._limits import TRIES_OF_A_LOGIN, WINDOW, CoolingDown, count_try
from learning.accounts.joining._logins import HasRecord, check_free, join
from learning.accounts.joining._telling import clock, tell_of_wrong_try
from learning.accounts.joining._telling import send_code as send
from learning.accounts.models import JoinAttempt, Person, PersonContact, PersonLogin, PersonName, User
from learning.errors import Refusal

WRONG_CODES = 5
CODE_LASTS = timedelta(minutes=10)
IN_PERSON_WITHIN = timedelta(days=30)


def begin(
    *, user: User, name: str, document_kind: str, number: str, agrees: bool, address: str | None, at: datetime
) -> Found | Made:
    """
    Look for the record of name and number; make one if there is none. The consent to handle the number is kept.

    :raises HasRecord: if the login is joined to one
    :raises consents.NotAgreed: without the separate consent to handle the number
    :raises CoolingDown: after too many tries from this login or address
    :raises NotThisRecord: if the number is another name's
    """
    if access.own_person(user):
        raise HasRecord
    if not agrees:
        raise consents.NotAgreed
    name = identity.checked_name(name)
    identity.normalised(kind=document_kind, number=number)
    attempt = count_try(user=user, address=address, at=at)
    consents.agree(user=user, kind=ConsentKind.DOCUMENT_NUMBER, at=at)
    person = people.find(document_kind=document_kind, number=number)
    if person is None:
        person = _make(user=user, name=name, document_kind=document_kind, number=number, at=at)
    attempt.person, attempt.failed = person, not people.has_name(person, name)
    attempt.save(update_fields=["person", "failed"])
    # Made just now; unless somebody recorded the same number a moment ago: then it must be proved.
    if access.own_person(user):
        return Made(person=person)
    if attempt.failed:
        tell_of_wrong_try(person, at=at)
        raise NotThisRecord
    return _found(attempt, at)


def resume(*, user: User, attempt_pk: int, at: datetime) -> Found | None:
    """Return what `begin` found in a try of `user` that is still good, None after an hour."""
    tries = JoinAttempt.objects.filter(pk=attempt_pk, user=user, failed=False, at__gt=at - WINDOW, person__isnull=False)
    attempt = tries.select_related("person", "user").first()
    return _found(attempt, at) if attempt else None


@transaction.atomic
def send_code(*, attempt: JoinAttempt, contact: Contact, at: datetime) -> None:
    """
    Send a code to one of the contacts found; codes sent before are useless then.

    :raises RecordTaken: if a login is joined to the record
    :raises CoolingDown: after too many codes
    """
    attempt = JoinAttempt.objects.select_for_update().get(pk=attempt.pk)
    person = _person(attempt)
    check_free(person)
    recorded = people.contacts_proving(person, at).get(pk=contact.pk)
    sent = JoinAttempt.objects.filter(user=attempt.user_id, at__gt=at - WINDOW).exclude(code_digest="")
    if sent.count() >= TRIES_OF_A_LOGIN:
        raise CoolingDown(again_at=clock(at + WINDOW))
    if attempt.code_digest:
        attempt.pk = None  # a row for every code: they are counted, and the newest holds
    code = f"{secrets.randbelow(10**6):06d}"
    attempt.code_digest, attempt.contact, attempt.wrong_codes, attempt.at = _digest(person, code), recorded, 0, at
    attempt.save()
    send(recorded, code, at=at, expires_at=at + CODE_LASTS)


def confirm_code(*, user: User, code: str, at: datetime) -> PersonLogin:
    """
    Join `user` to the record whose contact received `code`.

    :raises WrongCode: if it is another one
    :raises CodeUseless: if it is too old, was used, or was tried too often
    :raises RecordTaken: if another login was faster
    """
    proved = _check_code(user=user, code=code, at=at)
    if isinstance(proved, Refusal):
        # Raised out here, after commit: the wrong try must stay counted.
        raise proved
    return join(person=_person(proved), user=user, proof=LoginProof.CONTACT_CODE, by=None, at=at)


@transaction.atomic
def confirm_in_person(*, person: Person, user: User, by: User, at: datetime) -> PersonLogin:
    """
    Join `user` to `person`, who stands before `by` with the document.

    :raises NotYourStaff: if `by` acts for an employer where the person does not work
    :raises NobodyAsked: if `user` did not ask for this record lately
    :raises HasRecord: if the login is joined to one
    :raises RecordTaken: if another login is joined to the record
    """
    if not access.may_confirm(by, person, localdate(at)):
        raise NotYourStaff
    if user.pk == by.pk or not _asked(person, at).filter(user=user).exists():
        raise NobodyAsked
    login = join(person=person, user=user, proof=LoginProof.IN_PERSON, by=by, at=at)
    people.verify(person=person)
    return login


def asked(*, name: str, document_kind: str, number: str, mobile: str, at: datetime) -> Asked:
    """
    Return the record of name and number and the login with this mobile number, where that login asked for that record lately.

    :raises NobodyAsked: if not, and for no other reason: whether there is such a record, or such a login, is not told
    """
    person = people.find(document_kind=document_kind, number=number)
    login = User.objects.filter(mobile=identity.normalised_mobile(mobile), mobile_verified=True).first()
    if person is None or login is None or not people.has_name(person, name):
        raise NobodyAsked
    if not _asked(person, at).filter(user=login).exists():
        raise NobodyAsked
    return Asked(person=person, user=login)


def _make(*, user: User, name: str, document_kind: str, number: str, at: datetime) -> Person:
    with transaction.atomic():
        person = people.record(name=name, document_kind=document_kind, number=number, by=user, at=at)
        if PersonName.objects.filter(person=person, recorded_by=user).exists():
            join(person=person, user=user, proof=LoginProof.NEW_RECORD, by=None, at=at)
    return person


def _found(attempt: JoinAttempt, at: datetime) -> Found:
    person = _person(attempt)
    newest: dict[tuple[str, str], PersonContact] = {}
    for contact in people.contacts_proving(person, at):
        newest.setdefault((contact.kind, contact.value), contact)
    contacts = tuple(
        Contact(pk=contact.pk, kind=contact.kind, masked=identity.masked_address(contact.value))
        for contact in newest.values()
    )
    told = {(contact.kind, contact.value) for contact in people.contacts_told(person)}
    return Found(
        attempt=attempt,
        contacts=contacts,
        has_young_contacts=bool(told - newest.keys()),
        is_taken=PersonLogin.objects.filter(person=person, ended_at=None).exists(),
    )


@transaction.atomic
def _check_code(*, user: User, code: str, at: datetime) -> JoinAttempt | Refusal:
    sent = JoinAttempt.objects.select_for_update().filter(user=user).exclude(code_digest="")
    attempt = sent.order_by("-at", "-pk").first()
    if attempt is None or attempt.failed or attempt.at <= at - CODE_LASTS:
        return CodeUseless()
    if hmac.compare_digest(attempt.code_digest, _digest(_person(attempt), "".join(code.split()))):
        return attempt
    attempt.wrong_codes += 1
    attempt.failed = attempt.wrong_codes >= WRONG_CODES
    attempt.save(update_fields=["wrong_codes", "failed"])
    if attempt.failed:
        tell_of_wrong_try(_person(attempt), at=at)
        return CodeUseless()
    return WrongCode(left=WRONG_CODES - attempt.wrong_codes)


def _asked(person: Person, at: datetime) -> QuerySet[JoinAttempt]:
    return JoinAttempt.objects.filter(person=person, failed=False, at__gt=at - IN_PERSON_WITHIN)


def _person(attempt: JoinAttempt) -> Person:
    assert attempt.person
    return attempt.person


def _digest(person: Person, code: str) -> str:
    # Keyed, because six digits could be tried out; with the person, so that it opens one record only.
    return hmac.new(settings.SECRET_KEY.encode(), f"join:{person.pk}:{code}".encode(), hashlib.sha256).hexdigest()
