"""A login and a record: joined with one proof, cooled down, contested."""

import re
from datetime import timedelta

import pytest
from django.core import mail

from learning.accounts import access, joining, people, texts
from learning.accounts.models import JoinAttempt, Person, PersonLogin, TextMessage, User
from tests.accounts.builders import AT, mobile, officer, organisation, person, resident_number, user

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
CONTACT = "+8613900000001"
FACTS = {
    "name": "李晓明",
    "document_kind": "RESIDENT_ID",
    "agrees": True,
    "number": NUMBER,
    "address": "203.0.113.9",
    "at": AT,
}


def begin(login: User, **other: object) -> joining.Found:
    found = joining.begin(user=login, **{**FACTS, **other})  # type: ignore[arg-type]
    assert isinstance(found, joining.Found)
    return found


def code_sent(to: str = CONTACT) -> str:
    body = TextMessage.objects.filter(to=to, body__regex=r"[0-9]{6}").order_by("-pk").first()
    assert body
    found = re.search(r"\d{6}", body.body)
    assert found, body.body
    return found[0]


def sent(login: User, *, at: object = AT) -> str:
    found = begin(login, at=at)
    joining.send_code(attempt=found.attempt, contact=found.contacts[0], at=at)  # type: ignore[arg-type]
    return code_sent()


def test_a_code_to_a_recorded_contact_joins() -> None:
    one, login = person(number=NUMBER, contact=CONTACT), user()

    joining.confirm_code(user=login, code=sent(login), at=AT + timedelta(minutes=9))

    assert people.of_user(login) == one
    assert PersonLogin.objects.get().proof == "CONTACT_CODE"
    told = TextMessage.objects.filter(to=CONTACT).order_by("-pk").first()
    assert told
    assert login.mobile[-4:] in told.body  # type: ignore[index]
    assert str(login.mobile) not in told.body


def test_the_code_is_stored_nowhere_but_in_the_message() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()
    code = sent(login)

    attempt = JoinAttempt.objects.get()

    assert code not in attempt.code_digest
    assert len(attempt.code_digest) == 64


def test_a_code_can_go_to_a_recorded_mail_address(django_capture_on_commit_callbacks: object) -> None:
    people.record(
        name="李晓明",
        document_kind="RESIDENT_ID",
        number=NUMBER,
        by=None,
        at=AT,
        organisation=organisation(kind="EMPLOYER"),
        email="li@example.cn",
    )
    login = user()
    found = begin(login)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        joining.send_code(attempt=found.attempt, contact=found.contacts[0], at=AT)

    assert found.contacts[0].masked == "l***@example.cn"
    code = re.search(r"\d{6}", mail.outbox[0].body)
    assert code
    joining.confirm_code(user=login, code=f" {code[0][:3]} {code[0][3:]} ", at=AT)
    assert people.of_user(login)


def test_nobody_found_makes_an_unverified_record() -> None:
    login = user()

    made = joining.begin(user=login, **FACTS)  # type: ignore[arg-type]

    assert isinstance(made, joining.Made)
    assert not made.person.is_verified
    assert people.of_user(login) == made.person
    assert PersonLogin.objects.get().proof == "NEW_RECORD"


def test_a_recorded_person_is_never_joined_without_proof() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()

    begin(login)

    assert people.of_user(login) is None
    assert not PersonLogin.objects.exists()


def test_contacts_that_nobody_else_recorded_prove_nothing() -> None:
    people.record(name="李晓明", document_kind="RESIDENT_ID", number=NUMBER, by=None, at=AT, mobile=CONTACT)

    assert begin(user()).contacts == ()


def test_a_wrong_name_is_refused_and_the_owner_told_once_a_day() -> None:
    one = person(number=NUMBER, contact=CONTACT)
    login = user()

    for _ in range(3):
        with pytest.raises(joining.NotThisRecord) as refused:
            begin(login, name="王小红")

    assert "李晓明" not in str(refused.value)
    assert TextMessage.objects.filter(to=CONTACT).count() == 1
    assert JoinAttempt.objects.filter(failed=True, person=one).count() == 3


def test_wrong_tries_cool_down_the_login_and_not_the_record() -> None:
    person(number=NUMBER, contact=CONTACT)
    attacker, owner = user(), user()
    for _ in range(5):
        with pytest.raises(joining.NotThisRecord):
            begin(attacker, name="王小红")

    with pytest.raises(joining.CoolingDown):
        begin(attacker, address="198.51.100.7")
    joining.confirm_code(user=owner, code=sent(owner), at=AT)

    assert people.of_user(owner)


def test_cooling_down_ends_after_an_hour() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()
    for _ in range(5):
        with pytest.raises(joining.NotThisRecord):
            begin(login, name="王小红")

    with pytest.raises(joining.CoolingDown, match="11:00"):
        begin(login, at=AT + timedelta(minutes=59))
    begin(login, at=AT + timedelta(minutes=60))


def test_wrong_tries_cool_down_the_address_whatever_the_login() -> None:
    person(number=NUMBER, contact=CONTACT)
    for _ in range(5):
        attacker = user()
        for _ in range(4):
            with pytest.raises(joining.NotThisRecord):
                begin(attacker, name="王小红")

    with pytest.raises(joining.CoolingDown):
        begin(user())
    begin(user(), address="198.51.100.7")


def test_asking_again_and_again_is_cooled_down_too() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()
    for _ in range(10):
        begin(login)

    with pytest.raises(joining.CoolingDown):
        begin(login)


def test_wrong_codes_are_counted_and_end_the_try() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()
    right = sent(login)
    wrong = "000000" if right != "000000" else "111111"

    for left in (4, 3, 2, 1):
        with pytest.raises(joining.WrongCode, match=str(left)):
            joining.confirm_code(user=login, code=wrong, at=AT)
    with pytest.raises(joining.CodeUseless):
        joining.confirm_code(user=login, code=wrong, at=AT)
    with pytest.raises(joining.CodeUseless):
        joining.confirm_code(user=login, code=right, at=AT)

    assert people.of_user(login) is None
    assert JoinAttempt.objects.get().failed


def test_a_code_is_useless_after_ten_minutes() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()
    code = sent(login)

    with pytest.raises(joining.CodeUseless):
        joining.confirm_code(user=login, code=code, at=AT + timedelta(minutes=10))


def test_a_new_code_makes_the_old_one_useless() -> None:
    person(number=NUMBER, contact=CONTACT)
    login = user()
    found = begin(login)
    joining.send_code(attempt=found.attempt, contact=found.contacts[0], at=AT)
    first = code_sent()
    later = AT + timedelta(seconds=1)
    joining.send_code(attempt=found.attempt, contact=found.contacts[0], at=later)
    second = code_sent()

    if first != second:
        with pytest.raises(joining.WrongCode):
            joining.confirm_code(user=login, code=first, at=later)
    joining.confirm_code(user=login, code=second, at=later)


def test_codes_are_the_login_s_own() -> None:
    person(number=NUMBER, contact=CONTACT)
    login, other = user(), user()
    code = sent(login)

    with pytest.raises(joining.CodeUseless):
        joining.confirm_code(user=other, code=code, at=AT)


def test_a_taken_record_sends_no_code() -> None:
    person(number=NUMBER, contact=CONTACT)
    first, second = user(), user()
    joining.confirm_code(user=first, code=sent(first), at=AT)
    found = begin(second)

    assert found.is_taken
    with pytest.raises(joining.RecordTaken):
        joining.send_code(attempt=found.attempt, contact=found.contacts[0], at=AT)


def test_a_login_has_one_record() -> None:
    login = user()
    joining.begin(user=login, **FACTS)  # type: ignore[arg-type]

    with pytest.raises(joining.HasRecord):
        joining.begin(user=login, **{**FACTS, "number": resident_number()})  # type: ignore[arg-type]


def test_staff_confirm_in_person() -> None:
    one, login, staff = person(number=NUMBER), user(), officer()
    begin(login)
    facts = {key: FACTS[key] for key in ("name", "document_kind", "number", "at")}

    asked = joining.asked(**facts, mobile=str(login.mobile))  # type: ignore[arg-type]
    joining.confirm_in_person(person=asked.person, user=asked.user, by=staff, at=AT)

    one.refresh_from_db()
    assert people.of_user(asked.user) == one
    assert one.is_verified
    assert PersonLogin.objects.get().confirmed_by == staff


@pytest.mark.parametrize(
    "change", ["nothing asked", "another name", "another number", "another mobile", "too long ago"]
)
def test_staff_learn_nothing_from_a_wrong_guess(change: str) -> None:
    person(number=NUMBER)
    login = user()
    if change != "nothing asked":
        begin(login)
    facts = {
        "name": "王小红" if change == "another name" else "李晓明",
        "document_kind": "RESIDENT_ID",
        "number": resident_number() if change == "another number" else NUMBER,
        "mobile": mobile() if change == "another mobile" else str(login.mobile),
        "at": AT + timedelta(days=30 if change == "too long ago" else 0),
    }

    with pytest.raises(joining.NobodyAsked):
        joining.asked(**facts)  # type: ignore[arg-type]


def test_staff_do_not_confirm_themselves() -> None:
    one, staff = person(number=NUMBER), officer()
    begin(staff)

    with pytest.raises(joining.NobodyAsked):
        joining.confirm_in_person(person=one, user=staff, by=staff, at=AT)


def contested() -> tuple[Person, PersonLogin, User]:
    """Return a record taken by a login without proof, and the owner who contests."""
    taker, owner = user(), user()
    joining.begin(user=taker, **FACTS)  # type: ignore[arg-type]
    login = joining.contest(attempt=begin(owner).attempt, reason=" 是我本人 ", at=AT)
    return login.person, login, owner


def test_a_contest_changes_nothing_until_it_is_decided() -> None:
    _one, login, _owner = contested()

    assert login.contested_reason == "是我本人"
    assert access.own_person(login.user) == login.person


def test_an_upheld_contest_frees_the_record_for_its_owner() -> None:
    one, login, owner = contested()

    joining.decide_contest(login=login, is_upheld=True, by=officer(), at=AT)
    joining.confirm_in_person(person=one, user=owner, by=officer(), at=AT)

    assert people.of_user(owner) == one
    assert PersonLogin.objects.filter(ended_at=None).count() == 1
    assert TextMessage.objects.filter(to=owner.mobile).exists()


def test_a_refused_contest_leaves_the_login() -> None:
    _one, login, owner = contested()

    joining.decide_contest(login=login, is_upheld=False, by=officer(), at=AT)

    login.refresh_from_db()
    assert (login.ended_at, login.contested_at) == (None, None)
    assert TextMessage.objects.filter(to=owner.mobile).exists()


def test_a_contest_needs_a_reason() -> None:
    taker, owner = user(), user()
    joining.begin(user=taker, **FACTS)  # type: ignore[arg-type]

    with pytest.raises(joining.ReasonMissing):
        joining.contest(attempt=begin(owner).attempt, reason="  ", at=AT)


def test_messages_can_be_sent() -> None:
    person(number=NUMBER, contact=CONTACT)
    sent(user())

    assert texts.send_due(at=AT) == 1
