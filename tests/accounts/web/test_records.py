"""A person's record, changed by the regulator of the person's region; by nobody else, and never in place."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from credits import access as looks
from learning.accounts import people
from learning.accounts.enums import FactKind, OrganisationKind, Role
from learning.accounts.models import Person, PersonFact, PersonJoin, PersonName, Region, User
from tests.accounts.builders import member, officer, organisation, person, resident_number, state, user

pytestmark = pytest.mark.django_db


def opened(client: Client, one: Person, *, by: User | None = None) -> str:
    somebody = by or officer()
    client.force_login(somebody)
    looks.note_look(user=somebody, pk=one.pk, purpose="核对", at=timezone.now())
    return f"/people/records/{one.pk}/"


@pytest.fixture
def one() -> Person:
    return person(region="320102")


def facts(of: Person, kind: str) -> list[PersonFact]:
    return [fact for fact in people.facts([of.pk]) if fact.kind == kind]


def test_a_record_opens_after_the_purpose_was_stated(client: Client, one: Person) -> None:
    client.force_login(officer())

    answer = client.get(f"/people/records/{one.pk}/")

    assert answer["Location"] == f"/register/{one.pk}/"


@pytest.mark.parametrize("page", ["", "facts/", "name/", "join/", "unjoin/"])
def test_records_of_other_regions_do_not_exist(client: Client, one: Person, page: str) -> None:
    viewer = member(of=organisation(kind=OrganisationKind.REGULATOR), role=Role.REGULATOR_VIEWER)
    for somebody in (
        officer(region="320200"),
        officer(sector="ACCOUNTING"),
        viewer,
        member(of=organisation(), role=Role.BASE_MANAGER),
    ):
        client.force_login(somebody)
        assert client.get(f"/people/records/{one.pk}/{page}").status_code == 404


def test_nobody_changes_the_own_record(client: Client, one: Person) -> None:
    somebody = officer()
    one.logins.create(user=somebody, proof="IN_PERSON", since=timezone.now())
    client.force_login(somebody)

    assert client.get(f"/people/records/{one.pk}/").status_code == 404


def test_a_record_without_region_is_the_provinces(client: Client) -> None:
    nowhere = person()
    client.force_login(officer())
    assert client.get(f"/people/records/{nowhere.pk}/").status_code == 404

    path = opened(client, nowhere, by=officer(region="320000"))

    assert client.get(path).status_code == 200


def test_state_a_series(client: Client, one: Person) -> None:
    path = opened(client, one)

    answer = client.post(
        f"{path}facts/?kind=SERIES",
        {"code": "general", "since": "2024-01-01", "ends_before": "2025-12-31", "source": "宁人社〔2024〕1号"},
    )

    assert answer["Location"] == path
    (fact,) = facts(one, FactKind.SERIES)
    assert (fact.code, fact.since, fact.ends_before) == ("general", date(2024, 1, 1), date(2026, 1, 1))
    assert (fact.source, fact.recorded_by_id) == (
        "宁人社〔2024〕1号",
        client.session["_auth_user_id"] and int(client.session["_auth_user_id"]),
    )
    assert "2025年12月31日" in client.get(path).content.decode()


def test_replace_a_region(client: Client, one: Person) -> None:
    path = opened(client, one)
    (old,) = facts(one, FactKind.REGION)

    page = client.get(f"{path}facts/?replaces={old.pk}")
    client.post(f"{path}facts/?replaces={old.pk}", {"region": "320104", "since": "2021-03-01", "source": "调函"})

    assert page.context["form"].initial["region"] == "320102"
    assert [fact.region_id for fact in facts(one, FactKind.REGION)] == ["320104"]
    assert PersonFact.objects.get(pk=old.pk).replaced_by.region == Region.objects.get(code="320104")


def test_an_employer_is_found_by_its_name(client: Client, one: Person) -> None:
    employer = organisation(kind=OrganisationKind.EMPLOYER)
    path = opened(client, one)
    facts_typed = {"employer": employer.name, "since": "2024-01-01", "source": "劳动合同"}

    client.post(f"{path}facts/?kind=EMPLOYER", facts_typed)
    wrong = client.post(f"{path}facts/?kind=EMPLOYER", {**facts_typed, "employer": "无此单位"})
    client.post(
        f"{path}facts/?kind=EMPLOYER",
        {**facts_typed, "employer": "外省单位", "is_unlisted": "on", "since": "2025-01-01"},
    )

    assert list(wrong.context["form"].errors) == ["employer"]
    assert [(fact.organisation, fact.label) for fact in facts(one, FactKind.EMPLOYER)] == [
        (employer, ""),
        (None, "外省单位"),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "wizard"}, "code"),
        ({"code": ""}, "code"),
        ({"since": "2024-02-30"}, "since"),
        ({"since": "9999-12-31"}, "since"),
        ({"since": ""}, "since"),
        ({"ends_before": "2023-12-30"}, "ends_before"),
        ({"ends_before": "9999-12-31"}, "ends_before"),
        ({"source": ""}, "source"),
        ({"source": "字" * 300}, "source"),
    ],
)
def test_wrong_facts_change_nothing(client: Client, one: Person, wrong: dict[str, str], field: str) -> None:
    path = opened(client, one)
    right = {"code": "general", "since": "2024-01-01", "ends_before": "", "source": "文件"}

    page = client.post(f"{path}facts/?kind=SERIES", {**right, **wrong})

    assert list(page.context["form"].errors) == [field]
    assert not facts(one, FactKind.SERIES)


def test_the_same_fact_is_stated_once(client: Client, one: Person) -> None:
    path = opened(client, one)
    typed = {"code": "general", "since": "2024-01-01", "source": "文件"}

    client.post(f"{path}facts/?kind=SERIES", typed)
    page = client.post(f"{path}facts/?kind=SERIES", typed)

    assert page.context["form"].non_field_errors()
    assert len(facts(one, FactKind.SERIES)) == 1


def test_a_fact_that_was_never_so_is_taken_away(client: Client, one: Person) -> None:
    state(one, FactKind.SERIES, code="general")
    path = opened(client, one)
    (wrong,) = facts(one, FactKind.SERIES)

    unexplained = client.post(f"{path}facts/{wrong.pk}/void/", {"reason": ""})
    client.post(f"{path}facts/{wrong.pk}/void/", {"reason": "录错人"})

    assert list(unexplained.context["form"].errors) == ["reason"]
    assert not facts(one, FactKind.SERIES)
    assert client.get(f"{path}facts/{wrong.pk}/void/").status_code == 404


def test_a_fact_of_somebody_else_is_not_replaced(client: Client, one: Person) -> None:
    other = person(region="320102")
    path = opened(client, one)

    for key in (facts(other, FactKind.REGION)[0].pk, 0, 10**30, "一"):
        assert client.get(f"{path}facts/?replaces={key}").status_code == 404


def test_rename_keeps_the_former_name_and_names_the_login(client: Client, one: Person) -> None:
    login = user()
    one.logins.create(user=login, proof="IN_PERSON", since=timezone.now())
    path = opened(client, one)

    client.post(f"{path}name/", {"name": "李晓茗", "since": "2025-05-01", "reason": "户口簿"})
    same = client.post(f"{path}name/", {"name": "李晓茗", "since": "2025-05-01", "reason": "户口簿"})
    tomorrow = timezone.localdate() + timedelta(days=1)
    future = client.post(f"{path}name/", {"name": "李小茗", "since": f"{tomorrow}", "reason": "户口簿"})

    login.refresh_from_db()
    assert (login.name, people.current_names([one.pk])[one.pk]) == ("李晓茗", "李晓茗")
    assert people.has_name(one, "李晓明")
    assert (list(same.context["form"].errors), list(future.context["form"].errors)) == (["name"], ["since"])
    assert PersonName.objects.filter(person=one).count() == 2


def test_join_and_part_records(client: Client, one: Person) -> None:
    number = resident_number()
    other = person(number=number, region="320102")
    path = opened(client, one)
    typed = {"document_kind": "RESIDENT_ID", "number": number, "reason": "同一人"}

    client.post(f"{path}join/", typed)
    again = client.post(f"{path}join/", typed)
    assert people.joined([one.pk])[one.pk] == tuple(sorted((one.pk, other.pk)))
    client.post(f"{path}unjoin/", {"other": other.pk, "reason": "核实为两人"})

    assert again.context["form"].non_field_errors()
    assert people.joined([one.pk])[one.pk] == (one.pk,)
    assert list(PersonJoin.objects.order_by("pk").values_list("kind", "reason")) == [
        ("JOIN", "同一人"),
        ("UNJOIN", "核实为两人"),
    ]


def test_records_that_are_not_ones_own_to_decide_are_not_joined(client: Client, one: Person) -> None:
    foreign, unknown = resident_number(), resident_number()
    person(number=foreign, region="320200")
    path = opened(client, one)

    for number in (foreign, unknown, "123"):
        page = client.post(f"{path}join/", {"document_kind": "RESIDENT_ID", "number": number, "reason": "同一人"})
        assert list(page.context["form"].errors) == ["number"]
    page = client.post(f"{path}unjoin/", {"other": person(region="320102").pk, "reason": "两人"})

    assert list(page.context["form"].errors) == ["other"]
    assert not PersonJoin.objects.exists()
