"""What proves that a record is somebody's: no contact planted a minute ago, no employer's word about strangers, no squatter's name."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from learning.accounts import joining, people
from learning.accounts.enums import FactKind, OrganisationKind, Role
from learning.accounts.models import JoinAttempt, PersonLogin, PersonName, TextMessage, User
from tests.accounts.builders import AT, member, officer, organisation, person, resident_number, state, user

NUMBER = "11010519491231002X"
DOCUMENT = {"name": "李晓明", "document_kind": "RESIDENT_ID", "number": NUMBER, "agrees": True}
CONTACT = "+8613900000001"


def begin(login: User, at: object = AT) -> joining.Found:
    found = joining.begin(user=login, **DOCUMENT, address=None, at=at)  # type: ignore[arg-type]
    assert isinstance(found, joining.Found)
    return found


@pytest.mark.django_db
def test_a_contact_that_a_base_recorded_proves_after_three_days() -> None:
    person(number=NUMBER, contact=CONTACT, by=organisation())

    young = begin(user(), AT + timedelta(hours=72) - timedelta(seconds=1))
    old = begin(user(), AT + timedelta(hours=72))

    assert (young.contacts, young.has_young_contacts) == ((), True)
    assert ([contact.masked for contact in old.contacts], old.has_young_contacts) == (["139****0001"], False)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [OrganisationKind.EMPLOYER, OrganisationKind.REGULATOR])
def test_a_contact_that_an_employer_or_a_regulator_recorded_proves_at_once(kind: str) -> None:
    person(number=NUMBER, contact=CONTACT, by=organisation(kind=kind))

    assert len(begin(user()).contacts) == 1


@pytest.mark.django_db
def test_a_code_is_not_sent_to_a_planted_contact() -> None:
    one = person(number=NUMBER, contact=CONTACT, by=organisation())
    planted = people.contacts_told(one)[0]
    contact = joining.Contact(pk=planted.pk, kind=planted.kind, masked="")

    with pytest.raises(type(planted).DoesNotExist):
        joining.send_code(attempt=begin(user()).attempt, contact=contact, at=AT)
    assert not TextMessage.objects.exists()


@pytest.mark.django_db
def test_an_employer_confirms_its_own_staff_only(client: Client) -> None:
    employer = organisation(kind=OrganisationKind.EMPLOYER)
    own, stranger = person(number=NUMBER), person(number=resident_number(), name="王小红")
    state(own, FactKind.EMPLOYER, organisation=employer)
    state(stranger, FactKind.EMPLOYER, organisation=organisation(kind=OrganisationKind.EMPLOYER))
    client.force_login(member(of=employer, role=Role.EMPLOYER_STAFF))
    for name, one in (("李晓明", own), ("王小红", stranger)):
        login, number = user(), people.full_number(one)
        facts = {**DOCUMENT, "name": name, "number": number}
        joining.begin(user=login, **facts, address=None, at=timezone.now())  # type: ignore[arg-type]
        client.post("/people/confirm/", {**facts, "mobile": login.mobile, "has_seen": "on"})

    assert [login.person for login in PersonLogin.objects.all()] == [own]


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/people/confirm/", "/people/confirm/name/"])
def test_an_employer_needs_a_second_factor_for_that(client: Client, page: str) -> None:
    employer = organisation(kind=OrganisationKind.EMPLOYER)
    client.force_login(member(of=employer, role=Role.EMPLOYER_STAFF, with_factor=False))

    assert client.get("/people/join/").status_code == 200
    for answer in (client.get(page), client.post(page, {})):
        assert answer["Location"] == "/accounts/2fa/"


def squatted() -> tuple[User, PersonLogin]:
    squatter = user()
    made = joining.begin(user=squatter, **{**DOCUMENT, "name": "张冒名"}, address=None, at=AT)  # type: ignore[arg-type]
    assert isinstance(made, joining.Made)
    return squatter, PersonLogin.objects.get(user=squatter)


@pytest.mark.django_db
def test_staff_put_a_squatted_name_right(client: Client) -> None:
    squatter, login = squatted()
    staff = member(of=organisation(), role=Role.BASE_STAFF)
    client.force_login(staff)
    form = {**DOCUMENT, "reason": "本人持证到场", "has_seen": "on"}

    answer = client.post("/people/confirm/name/", form)

    assert answer["Location"] == "/people/confirm/"
    login.refresh_from_db()
    squatter.refresh_from_db()
    one = people.find(document_kind="RESIDENT_ID", number=NUMBER)
    assert one
    assert one.is_verified
    assert login.ended_at
    assert squatter.name == ""
    assert TextMessage.objects.filter(to=squatter.mobile).exists()
    assert people.current_names([one.pk])[one.pk] == "李晓明"
    assert (people.has_name(one, "李晓明"), people.has_name(one, "张冒名")) == (True, False)
    corrected = PersonName.objects.get(name="李晓明")
    assert (corrected.corrects and corrected.corrects.name, corrected.reason) == ("张冒名", "本人持证到场")
    assert corrected.recorded_by == staff
    assert people.record(name="李晓明", document_kind="RESIDENT_ID", number=NUMBER, by=None, at=AT) == one


@pytest.mark.django_db
def test_the_name_of_a_verified_record_is_not_corrected_by_a_base(client: Client) -> None:
    one = person(number=NUMBER, name="张真名")
    people.verify(person=one)
    client.force_login(member(of=organisation(), role=Role.BASE_STAFF))

    page = client.post("/people/confirm/name/", {**DOCUMENT, "reason": "改名", "has_seen": "on"})

    assert list(page.context["form"].errors) == ["name"]
    assert people.current_names([one.pk])[one.pk] == "张真名"


@pytest.mark.django_db
def test_an_employer_is_not_told_which_numbers_have_a_record(client: Client) -> None:
    person(number=NUMBER, name="李小明")
    client.force_login(member(of=organisation(kind=OrganisationKind.EMPLOYER), role=Role.EMPLOYER_STAFF))
    form = {**DOCUMENT, "reason": "持证", "has_seen": "on"}

    told = [
        client.post("/people/confirm/name/", {**form, "number": number}).context["form"].errors
        for number in (NUMBER, resident_number())
    ]

    assert told[0] == told[1] != {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"number": resident_number()}, "number"),
        ({"name": "张冒名"}, "name"),
        ({"reason": " "}, "reason"),
        ({"has_seen": ""}, "has_seen"),
    ],
)
def test_wrong_corrections_change_nothing(client: Client, wrong: dict[str, str], field: str) -> None:
    squatted()
    client.force_login(member(of=organisation(), role=Role.BASE_STAFF))

    page = client.post("/people/confirm/name/", {**DOCUMENT, "reason": "持证", "has_seen": "on", **wrong})

    assert list(page.context["form"].errors) == [field]
    assert PersonLogin.objects.get().ended_at is None


@pytest.mark.django_db
def test_a_proved_login_stays_when_the_name_is_corrected() -> None:
    one, owner = person(number=NUMBER, name="李小明"), user()
    PersonLogin.objects.create(person=one, user=owner, proof="CONTACT_CODE", since=AT)

    joining.correct_name(
        document_kind="RESIDENT_ID", number=NUMBER, name="李晓明", reason="录入错误", by=officer(), at=AT
    )

    owner.refresh_from_db()
    assert PersonLogin.objects.get().ended_at is None
    assert owner.name == "李晓明"


@pytest.mark.django_db
def test_a_contest_of_a_record_that_is_free_again_is_refused(client: Client) -> None:
    _squatter, login = squatted()
    owner = user()
    client.force_login(owner)
    client.post("/people/join/", {**DOCUMENT, "name": "张冒名"})
    PersonLogin.objects.filter(pk=login.pk).update(contested_at=None)
    attempt = JoinAttempt.objects.get(user=owner)
    PersonLogin.objects.filter(pk=login.pk).update(ended_at=timezone.now())

    with pytest.raises(joining.NotTaken):
        joining.contest(attempt=attempt, reason="是我", at=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("decision", [{}, {"decision": ""}, {"decision": "x"}, {"uphold": ""}])
def test_a_contest_is_decided_by_a_stated_decision_only(client: Client, decision: dict[str, str]) -> None:
    _squatter, login = squatted()
    attempt = joining.begin(user=user(), **{**DOCUMENT, "name": "张冒名"}, address=None, at=AT)  # type: ignore[arg-type]
    assert isinstance(attempt, joining.Found)
    joining.contest(attempt=attempt.attempt, reason="是我", at=AT)
    client.force_login(officer())

    client.post(f"/people/contests/{login.pk}/decide/", decision)

    login.refresh_from_db()
    assert login.ended_at is None
    assert login.contested_at is not None


@pytest.mark.django_db
def test_a_login_bears_the_name_of_its_record() -> None:
    one, login = person(number=NUMBER), user()
    begin(login)

    joining.confirm_in_person(person=one, user=login, by=officer(), at=AT)

    login.refresh_from_db()
    assert str(login) == "李晓明"


def test_many_wrong_tries_at_once_are_counted_like_many_in_a_row(own_database: dict[str, str]) -> None:
    person(number=NUMBER, name="王小红")
    login, refused = user(), []

    def guess() -> None:
        try:
            joining.begin(user=login, **DOCUMENT, address="203.0.113.9", at=AT)  # type: ignore[arg-type]
        except (joining.NotThisRecord, joining.CoolingDown) as refusal:
            refused.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(refused) == ["CoolingDown"] * 7 + ["NotThisRecord"] * 5
