"""What people tell about themselves: proved by a paper, decided by the regulator or the employer, entered in the record."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.accounts import changes, people
from learning.accounts.enums import ChangeKind, FactKind, OrganisationKind, Role, StatusCode
from learning.accounts.models import Change, ChangeEvidence, Organisation, Person, PersonFact, Region, TextMessage, User
from tests.accounts.builders import TODAY, member, officer, organisation, person, resident_number, state, user

pytestmark = pytest.mark.django_db
PDF, PNG = b"%PDF-1.7 secret", b"\x89PNG\r\n\x1a\n"


def paper(name: str = "证明.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def employer() -> Organisation:
    return organisation(kind=OrganisationKind.EMPLOYER)


@pytest.fixture
def one(employer: Organisation) -> Person:
    made = person(region="320102")
    state(made, FactKind.EMPLOYER, organisation=employer)
    state(made, FactKind.OBLIGED)
    return made


@pytest.fixture
def owner(one: Person) -> User:
    login = user()
    one.logins.create(user=login, proof="IN_PERSON", since=timezone.now())
    return login


def told(one: Person, owner: User, kind: str = ChangeKind.LEAVE, **facts: Any) -> Change:
    if kind == ChangeKind.LEAVE:
        facts = {"status": StatusCode.MATERNITY_LEAVE, **facts}
    facts = {"since": TODAY, "papers": [paper()], **facts}
    return changes.state(person=one, kind=kind, by=owner, at=timezone.now(), **facts)


def facts_of(one: Person, kind: str) -> list[PersonFact]:
    return [fact for fact in people.facts([one.pk]) if fact.kind == kind]


def test_tell_a_leave_and_have_it_recorded(client: Client, one: Person, owner: User) -> None:
    client.force_login(owner)
    form = {"status": "maternity_leave", "since": "2026-09-01", "ends_before": "2027-01-31", "papers": [paper()]}

    answer = client.post("/people/changes/new/?kind=LEAVE", form)
    assert answer["Location"] == "/people/changes/"
    assert not facts_of(one, FactKind.STATUS)
    change = Change.objects.get()
    assert "2027年1月31日" in client.get("/people/changes/").content.decode()
    client.force_login(officer())
    client.post(f"/people/changes/{change.pk}/decide/", {"decision": "record"})

    (fact,) = facts_of(one, FactKind.STATUS)
    assert (fact.code, fact.since, fact.ends_before) == ("maternity_leave", date(2026, 9, 1), date(2027, 2, 1))
    assert fact.source == f"change:{change.pk}"
    assert TextMessage.objects.filter(to=owner.mobile).count() == 1
    client.force_login(owner)
    assert "已登记入档" in client.get("/people/changes/").content.decode()


def test_the_employer_may_decide(client: Client, one: Person, owner: User, employer: Organisation) -> None:
    change = told(one, owner)
    client.force_login(member(of=employer, role=Role.EMPLOYER_STAFF))

    assert [row.pk for row in client.get("/people/changes/waiting/").context["rows"]] == [change.pk]
    client.post(f"/people/changes/{change.pk}/decide/", {"decision": "record"})

    change.refresh_from_db()
    assert (change.state, change.decided_for) == ("RECORDED", employer)


def test_the_employer_needs_a_second_factor(client: Client, one: Person, owner: User, employer: Organisation) -> None:
    change = told(one, owner)
    client.force_login(member(of=employer, role=Role.EMPLOYER_STAFF, with_factor=False))

    for path in (f"/people/changes/{change.pk}/decide/", f"/people/changes/papers/{change.evidence.get().pk}/"):
        answer = client.get(path)
        assert (answer.headers.get("Location"), PDF in answer.content) == ("/accounts/2fa/", False)


def test_the_owner_needs_no_second_factor_for_the_own_papers(client: Client, one: Person, owner: User) -> None:
    change = told(one, owner)
    client.force_login(owner)

    assert client.get(f"/people/changes/papers/{change.evidence.get().pk}/").content == PDF


def test_a_return_says_why_and_changes_nothing(client: Client, one: Person, owner: User) -> None:
    change = told(one, owner)
    client.force_login(officer())

    unexplained = client.post(f"/people/changes/{change.pk}/decide/", {"decision": "return"})
    undecided = client.post(f"/people/changes/{change.pk}/decide/", {})
    client.post(f"/people/changes/{change.pk}/decide/", {"decision": "return", "reason": "证明看不清"})

    assert list(unexplained.context["form"].errors) == ["reason"]
    assert list(undecided.context["form"].errors) == ["decision"]
    assert not facts_of(one, FactKind.STATUS)
    client.force_login(owner)
    assert "证明看不清" in client.get("/people/changes/").content.decode()


def test_foreign_changes_and_papers_do_not_exist(client: Client, one: Person, owner: User) -> None:
    change = told(one, owner)
    secret = ChangeEvidence.objects.get()
    colleague = officer()
    one.logins.update(ended_at=timezone.now())
    other_employer = member(of=organisation(kind=OrganisationKind.EMPLOYER), role=Role.EMPLOYER_STAFF)
    viewer = member(of=organisation(kind=OrganisationKind.REGULATOR), role=Role.REGULATOR_VIEWER)
    base = member(of=organisation(), role=Role.BASE_MANAGER)
    for somebody in (user(), other_employer, viewer, base, officer(region="320200"), officer(sector="ACCOUNTING")):
        client.force_login(somebody)
        assert client.get(f"/people/changes/{change.pk}/decide/").status_code == 404
        assert client.post(f"/people/changes/{change.pk}/decide/", {"decision": "record"}).status_code == 404
        assert client.get(f"/people/changes/papers/{secret.pk}/").status_code == 404
    client.force_login(colleague)

    answer = client.get(f"/people/changes/papers/{secret.pk}/")

    assert (answer.content, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")


def test_papers_close_to_deciders_after_the_decision(client: Client, one: Person, owner: User) -> None:
    change, judge = told(one, owner), officer()
    changes.return_(change=change, reason="不清", by=judge, at=timezone.now())
    path = f"/people/changes/papers/{ChangeEvidence.objects.get().pk}/"
    client.force_login(judge)
    assert client.get(path).status_code == 404
    client.force_login(owner)

    assert client.get(path).content == PDF


def test_nobody_decides_the_own_change(client: Client, one: Person, employer: Organisation) -> None:
    judge = member(of=employer, role=Role.EMPLOYER_STAFF)
    one.logins.create(user=judge, proof="IN_PERSON", since=timezone.now())
    change = told(one, judge)
    client.force_login(judge)

    assert client.get(f"/people/changes/{change.pk}/decide/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"papers": []}, "papers"),
        ({"papers": [("run.pdf", b"MZ executable")]}, "papers"),
        ({"papers": [("page.png", b"<html>")]}, "papers"),
        ({"papers": [("big.pdf", PDF + b"0" * changes.LARGEST)]}, "papers"),
        ({"papers": [(f"{number}.png", PNG) for number in range(4)]}, "papers"),
        ({"since": "2026-02-30"}, "since"),
        ({"since": "2099-01-01", "ends_before": ""}, "since"),
        ({"ends_before": "2026-08-01"}, "ends_before"),
        ({"status": "holiday"}, "status"),
        ({"note": "字" * 501}, "note"),
    ],
)
def test_wrong_changes_are_refused_at_their_field(
    client: Client, one: Person, owner: User, wrong: dict[str, Any], field: str
) -> None:
    client.force_login(owner)
    right = {"status": "sick_leave", "since": "2026-09-01", "ends_before": "2026-10-01", "papers": [("a.pdf", PDF)]}
    form = {**right, **wrong}
    form["papers"] = [paper(*file) for file in form["papers"]]

    page = client.post("/people/changes/new/?kind=LEAVE", form)

    assert list(page.context["form"].errors) == [field]
    assert not Change.objects.exists()


def test_one_change_of_a_kind_waits_at_a_time(one: Person, owner: User) -> None:
    told(one, owner)

    with pytest.raises(changes.AlreadyStated):
        told(one, owner)
    assert ChangeEvidence.objects.count() == 1


def test_a_transfer_names_where_to(client: Client, one: Person, owner: User) -> None:
    elsewhere = organisation(kind=OrganisationKind.EMPLOYER, region="320500")
    client.force_login(owner)
    form = {"since": "2026-09-01", "papers": [paper()]}
    nowhere = client.post("/people/changes/new/?kind=TRANSFER", form)
    unknown = client.post("/people/changes/new/?kind=TRANSFER", {**form, "papers": [paper()], "employer_name": "无"})
    right = {**form, "papers": [paper()], "employer_name": elsewhere.name, "region": "320500"}

    client.post("/people/changes/new/?kind=TRANSFER", right)
    changes.record(change=Change.objects.get(), by=officer(), at=timezone.now())

    assert (list(nowhere.context["form"].errors), list(unknown.context["form"].errors)) == (["employer_name"],) * 2
    known = people.on_day([one.pk], TODAY)[one.pk]
    assert (known.employer_id, known.region_id) == (elsewhere.pk, "320500")
    assert people.on_day([one.pk], TODAY - timedelta(days=1))[one.pk].region_id == "320102"


@pytest.mark.parametrize(
    ("kind", "fact"), [(ChangeKind.LEAVING, FactKind.EMPLOYER), (ChangeKind.RETIREMENT, FactKind.OBLIGED)]
)
def test_leaving_and_retiring_end_what_there_was(one: Person, owner: User, kind: str, fact: str) -> None:
    changes.record(change=told(one, owner, kind), by=officer(), at=timezone.now())

    assert [row.ends_before for row in facts_of(one, fact)] == [TODAY]


def test_what_is_not_there_does_not_end(owner: User) -> None:
    free = person(number=resident_number(), region="320102")

    with pytest.raises(changes.NoEmployer):
        told(free, owner, ChangeKind.LEAVING)
    with pytest.raises(changes.NoDuty):
        told(free, owner, ChangeKind.RETIREMENT)


def test_a_change_is_decided_once(one: Person, owner: User) -> None:
    change, judge = told(one, owner), officer()
    changes.record(change=change, by=judge, at=timezone.now())

    with pytest.raises(changes.AlreadyDecided):
        changes.return_(change=change, reason="x", by=judge, at=timezone.now())


def test_a_record_that_refuses_the_fact_leaves_the_change_waiting(client: Client, one: Person, owner: User) -> None:
    change = told(one, owner)
    state(one, FactKind.STATUS, code="maternity_leave", since=TODAY)
    client.force_login(officer())

    page = client.post(f"/people/changes/{change.pk}/decide/", {"decision": "record"})

    change.refresh_from_db()
    assert page.context["form"].non_field_errors()
    assert change.state == "WAITING"


def queries(client: Client, path: str) -> int:
    client.get(path)  # what is asked once a process is not counted
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_lists_ask_as_much_for_three_rows_as_for_one(client: Client, one: Person, owner: User) -> None:
    judge, desk = Client(), officer()
    client.force_login(owner)
    judge.force_login(desk)
    told(one, owner)
    before = queries(client, "/people/changes/"), queries(judge, "/people/changes/waiting/")
    told(one, owner, ChangeKind.DEGREE_STUDY)
    told(one, owner, ChangeKind.LEAVING)

    assert (queries(client, "/people/changes/"), queries(judge, "/people/changes/waiting/")) == before
    assert max(before) <= 20


def test_settings_lead_to_everything(client: Client, one: Person, owner: User) -> None:
    told(one, owner)
    client.force_login(owner)

    page = client.get("/people/settings/").content.decode()

    for address in (
        "/people/changes/",
        "/people/join/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        "/accounts/sessions/",
    ):
        assert f'href="{address}"' in page
    client.force_login(user())
    assert "/people/changes/" not in client.get("/people/settings/").content.decode()


def test_region_of_a_transfer_is_one_of_the_list(client: Client, one: Person, owner: User) -> None:
    client.force_login(owner)

    page = client.post(
        "/people/changes/new/?kind=TRANSFER", {"region": "999999", "since": "2026-09-01", "papers": [paper()]}
    )

    assert list(page.context["form"].errors) == ["region"]
    assert Region.objects.filter(code="999999").count() == 0
