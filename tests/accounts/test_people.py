"""Records of people: made once, found again, never shown whole."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from learning.accounts import identity, joining, people
from learning.accounts.models import Person, PersonContact, Region
from tests.accounts.builders import AT, TODAY, organisation, person, resident_number, state, user

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def test_record_twice_makes_one() -> None:
    first = people.record(name="买买提·吐尔逊", document_kind="RESIDENT_ID", number=NUMBER, by=None, at=AT)
    again = people.record(name="买买提•吐尔逊", document_kind="RESIDENT_ID", number="110105491231002", by=None, at=AT)

    assert first == again
    assert Person.objects.count() == 1


def test_record_under_another_name_is_refused_and_the_name_is_not_told() -> None:
    person(name="李晓明", number=NUMBER)

    with pytest.raises(people.NameDiffers) as refused:
        people.record(name="王小红", document_kind="RESIDENT_ID", number=NUMBER, by=None, at=AT)

    assert "李晓明" not in str(refused.value)


def test_a_former_name_still_finds_the_record() -> None:
    one = person(name="李晓明", number=NUMBER)
    people.rename(person=one, name="李明", since=TODAY, by=user(), at=AT)

    assert people.record(name="李晓明", document_kind="RESIDENT_ID", number=NUMBER, by=None, at=AT) == one
    assert people.current_names([one.pk]) == {one.pk: "李明"}


def test_one_human_chooses_the_wrong_kind_of_card() -> None:
    number = resident_number(county="830000")

    first = people.record(name="陈大文", document_kind="RESIDENT_ID", number=number, by=None, at=AT)
    again = people.record(name="陈大文", document_kind="RESIDENCE_PERMIT", number=number, by=None, at=AT)

    assert first == again
    assert first.document_kind == "RESIDENCE_PERMIT"


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(people.NotBornYet):
        people.record(
            name="李晓明", document_kind="RESIDENT_ID", number=resident_number(born="20260902"), by=None, at=AT
        )


def test_no_row_holds_the_number() -> None:
    one = person(number=NUMBER)

    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_person::text, convert_from(number_encrypted, 'UTF8') FROM accounts_person")
        text = " ".join(cursor.fetchone())

    assert NUMBER not in text
    assert NUMBER[:17] not in text
    assert people.full_number(one) == NUMBER
    assert people.masked_numbers([one.pk]) == {one.pk: "**************002X"}


def test_contacts_are_stored_once_for_each_organisation() -> None:
    base, employer = organisation(), organisation(kind="EMPLOYER")
    for by in (base, base, employer):
        people.record(
            name="李晓明",
            document_kind="RESIDENT_ID",
            number=NUMBER,
            by=None,
            at=AT,
            organisation=by,
            mobile="138 1234 5678",
            email="Li@Example.cn",
        )

    assert PersonContact.objects.count() == 4
    assert set(PersonContact.objects.values_list("value", flat=True)) == {"+8613812345678", "li@example.cn"}


@pytest.mark.parametrize(
    "text",
    [
        "11010519491231002X",
        "110105491231002",
        "１１０１０５１９４９１２３１００２ｘ",
        "李晓明 002X",
        "李 002x",
        "李晓002X",
        "李晓明002x",
    ],
)
def test_search_finds(text: str) -> None:
    one = person(name="李晓明", number=NUMBER)

    assert list(people.search(text=text, on=TODAY)) == [one]


@pytest.mark.parametrize(
    "text",
    ["", "李晓明", "002X", "晓明 002X", "李晓明 0020", "110105194912310", "%", "_ 002X", "李%002X", "x" * 100_000],
)
def test_search_finds_nobody_by_less(text: str) -> None:
    person(name="李晓明", number=NUMBER)

    assert list(people.search(text=text, on=TODAY)) == []


def test_search_finds_passports_and_foreign_names() -> None:
    one = people.record(name="Anna Lee", document_kind="PASSPORT", number="e1234567a", by=None, at=AT)

    assert list(people.search(text="E1234567A", on=TODAY)) == [one]
    assert list(people.search(text="anna lee 567a", on=TODAY)) == [one]


def test_index_key_changes_while_the_site_is_open() -> None:
    old = person(number=NUMBER)
    with override_settings(INDEX_KEY_NEXT="the-next-key"):
        during = person(number=resident_number())
        people.rotate_keys()

        assert people.find(document_kind="RESIDENT_ID", number=NUMBER) == old
    with override_settings(INDEX_KEY="the-next-key"):
        assert people.find(document_kind="RESIDENT_ID", number=NUMBER) == old
        assert person(number=NUMBER) == old

        call_command("rotate_keys")

        assert people.find(document_kind="RESIDENT_ID", number=NUMBER) == old
        old.refresh_from_db()
        assert (
            old.number_index
            == old.number_index_next
            == identity.number_index(kind="RESIDENT_ID", number=NUMBER, key="the-next-key")
        )
    assert people.find(document_kind="RESIDENT_ID", number=NUMBER) is None
    assert during.pk != old.pk


def test_encryption_key_changes() -> None:
    one = person(number=NUMBER)
    with override_settings(
        FIELD_KEYS=[new := Fernet.generate_key().decode(), "sWTyRz1XHwyCDZRRGqz5dEZlWnWYI5n2Jrnp0CiOYXM="]
    ):
        call_command("rotate_keys")
    one.refresh_from_db()

    with override_settings(FIELD_KEYS=[new]):
        assert people.full_number(one) == NUMBER


def test_second_factors_outlive_the_old_encryption_key() -> None:
    login, secret = user(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(login, secret)
    codes = RecoveryCodes.activate(login).get_unused_codes()
    with override_settings(
        FIELD_KEYS=[new := Fernet.generate_key().decode(), "sWTyRz1XHwyCDZRRGqz5dEZlWnWYI5n2Jrnp0CiOYXM="]
    ):
        call_command("rotate_keys")

    with override_settings(FIELD_KEYS=[new]):
        factors = {factor.type: factor for factor in Authenticator.objects.filter(user=login)}
        assert identity.decrypted(factors["totp"].data["secret"].encode()) == secret
        assert factors["recovery_codes"].wrap().get_unused_codes() == codes


def test_rotation_goes_on_after_a_break() -> None:
    first, second = person(), person()

    assert people.rotate_keys(size=1) == first.pk
    assert people.rotate_keys(after=first.pk, size=1) == second.pk
    assert people.rotate_keys(after=second.pk) is None


def test_a_corrected_fact_takes_the_place() -> None:
    one, nanjing, suzhou = person(), Region.objects.get(code="320100"), Region.objects.get(code="320500")
    wrong = people.state_fact(person=one, kind="REGION", region=nanjing, since=date(2024, 1, 1), by=None, at=AT)

    right = people.state_fact(
        person=one, kind="REGION", region=suzhou, since=date(2024, 1, 1), by=None, at=AT, replaces=wrong
    )

    assert people.facts([one.pk]) == [right]
    assert people.on_day([one.pk], TODAY)[one.pk].region_id == "320500"
    assert people.last_fact_ids([one.pk]) == {one.pk: right.pk}


def test_a_fact_is_replaced_once() -> None:
    one = person()
    fact = people.state_fact(person=one, kind="SERIES", code="general", since=date(2024, 1, 1), by=None, at=AT)
    people.void_fact(fact=fact, by=None, at=AT)

    with pytest.raises(people.FactAlreadyReplaced):
        people.void_fact(fact=fact, by=None, at=AT)

    assert people.facts([one.pk]) == []


def test_a_fact_replaces_one_of_the_same_person() -> None:
    fact = people.state_fact(person=person(), kind="SERIES", code="general", since=date(2024, 1, 1), by=None, at=AT)

    with pytest.raises(people.FactOfAnotherPerson):
        people.state_fact(
            person=person(), kind="SERIES", code="general", since=date(2024, 1, 1), by=None, at=AT, replaces=fact
        )


@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "SERIES", "code": "wizard"},
        {"kind": "REGION"},
        {"kind": "STATUS", "code": ""},
        {"kind": "TITLE", "code": "top"},
    ],
)
def test_unknown_values_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(people.UnknownValue):
        people.state_fact(person=person(), since=TODAY, by=None, at=AT, **facts)  # type: ignore[arg-type]


def test_a_span_ends_after_it_begins() -> None:
    with pytest.raises(people.WrongSpan):
        people.state_fact(
            person=person(), kind="SERIES", code="general", since=TODAY, ends_before=TODAY, by=None, at=AT
        )


def test_on_a_day_the_fact_that_began_last_counts() -> None:
    one = person(region="320100")
    state(one, "REGION", since=date(2026, 1, 1), region=Region.objects.get(code="320500"))
    state(one, "SERIES", code="general")
    state(one, "SERIES", code="accounting", ends_before=date(2026, 1, 1))
    state(one, "TITLE", code="junior")
    state(one, "TITLE", since=date(2025, 5, 1), code="intermediate")
    state(one, "EMPLOYER", organisation=organisation(kind="EMPLOYER"), code="private_enterprise")

    before, after = people.on_day([one.pk], date(2025, 1, 1))[one.pk], people.on_day([one.pk], TODAY)[one.pk]

    assert (before.region_id, before.series, before.title_level) == ("320100", ("accounting", "general"), "junior")
    assert (after.region_id, after.series, after.title_level) == ("320500", ("general",), "intermediate")
    assert after.employer_kind == "private_enterprise"
    assert people.on_day([one.pk], date(2019, 1, 1))[one.pk] == people.DayFacts()


def test_the_self_employed_need_no_employer() -> None:
    one = person()
    state(one, "EMPLOYER", code="self_employed")

    facts = people.on_day([one.pk], TODAY)[one.pk]

    assert (facts.employer_id, facts.employer_kind) == (None, "self_employed")


def test_joined_records_are_read_together_over_several_joins() -> None:
    a, b, c, stranger = person(), person(), person(), person()
    by = user()
    people.join(first=b, second=a, reason="换证", by=by, at=AT)
    people.join(first=b, second=c, reason="换证", by=by, at=AT)

    assert people.joined([a.pk, stranger.pk]) == {a.pk: (a.pk, b.pk, c.pk), stranger.pk: (stranger.pk,)}

    people.unjoin(first=a, second=b, reason="弄错", by=by, at=AT + timedelta(days=1))

    assert people.joined([a.pk, b.pk]) == {a.pk: (a.pk,), b.pk: (b.pk, c.pk)}


def test_joins_are_decided_once() -> None:
    a, b, by = person(), person(), user()
    with pytest.raises(people.SameRecord):
        people.join(first=a, second=a, reason="", by=by, at=AT)
    with pytest.raises(people.NotJoined):
        people.unjoin(first=a, second=b, reason="", by=by, at=AT)
    people.join(first=a, second=b, reason="", by=by, at=AT)
    with pytest.raises(people.AlreadyJoined):
        people.join(first=b, second=a, reason="", by=by, at=AT)


def test_questions_about_many_cost_as_many_queries_as_about_one(django_assert_num_queries: object) -> None:
    ids = [person(region="320100", contact=f"1380000000{digit}").pk for digit in range(5)]

    for asked in (ids[:1], ids):
        with django_assert_num_queries(6):  # type: ignore[operator]
            people.current_names(asked)
            people.masked_numbers(asked)
            people.facts(asked)
            people.last_fact_ids(asked)
            people.on_day(asked, TODAY)
            people.joined(asked)


def test_addresses_prefer_the_login_of_any_record() -> None:
    known, other = person(contact="13800000001"), person(contact="13800000002")
    login = user()
    joining.begin(
        user=login, name="赵新", document_kind="RESIDENT_ID", number=resident_number(), agrees=True, address=None, at=AT
    )
    own = people.of_user(login)
    assert own
    people.join(first=own, second=known, reason="同一人", by=user(), at=AT)

    found = people.addresses([known.pk, other.pk])

    assert (found[known.pk].mobile, found[known.pk].user_id) == (login.mobile, login.pk)
    assert (found[other.pk].mobile, found[other.pk].user_id) == ("+8613800000002", None)


def test_several_facts_are_recorded_at_once_or_none(django_assert_num_queries):
    one = person()
    said = [
        people.Stated(kind="SERIES", code="cme", since=date(2024, 1, 1)),
        people.Stated(kind="TITLE", code="senior", label="主任医师", since=date(2024, 1, 1)),
    ]
    with django_assert_num_queries(2):
        people.state_facts(person=one, stated=said[:1], by=None, at=AT)

    with pytest.raises(people.FactKnown):
        people.state_facts(person=one, stated=said[::-1], by=None, at=AT)
    with pytest.raises(people.UnknownValue):
        people.state_facts(
            person=one, stated=[said[1], people.Stated(kind="SERIES", code="x", since=AT.date())], by=None, at=AT
        )

    with pytest.raises(people.FactKnown):
        people.state_facts(person=one, stated=[said[1], said[1]], by=None, at=AT)

    assert list(one.facts.values_list("kind", "code")) == [("SERIES", "cme")]
