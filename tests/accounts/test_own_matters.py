"""Nobody acts in the own matter, also not through a second record, another role, or an invitation left behind."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from learning.accounts import access, changes, joining, organisations, people
from learning.accounts.enums import ChangeKind, OrganisationKind, Role
from learning.accounts.models import Change, Membership, Person, PersonLogin, User
from tests.accounts.builders import AT, TODAY, member, mobile, officer, organisation, person, resident_number, user
from tests.accounts.web.test_changes import paper

pytestmark = pytest.mark.django_db


def of(login: User, one: Person) -> Person:
    PersonLogin.objects.create(person=one, user=login, proof="IN_PERSON", since=AT)
    return one


def told(one: Person, by: User) -> Change:
    facts = {"kind": ChangeKind.DEGREE_STUDY, "since": TODAY, "papers": [paper()]}
    return changes.state(person=one, by=by, at=timezone.now(), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("steps", [1, 2])
def test_nobody_decides_about_another_record_of_their_own(steps: int) -> None:
    judge = officer()
    last = of(judge, person(region="320102"))
    for _step in range(steps):
        record, last = last, person(number=resident_number(), region="320102")
        people.join(first=record, second=last, reason="同一人", by=officer(), at=AT)
    change = told(last, user())

    with pytest.raises(Http404):
        access.person_to_decide(judge, last.pk, timezone.now())
    with pytest.raises(Http404):
        changes.change_to_decide(judge, change.pk, TODAY)
    assert access.people_decided(officer(), TODAY).filter(pk=last.pk).exists()


def test_whoever_acts_for_two_decides_for_the_one_whose_matter_it_is() -> None:
    judge, clerk = officer(), user()
    health = organisation(kind=OrganisationKind.REGULATOR, region="320000", sector="HEALTH")
    organisations.appoint(user=judge, organisation=health, role=Role.REGULATOR_OFFICER, since=TODAY, by=None, at=AT)
    for _one in range(2):
        employer = organisation(kind=OrganisationKind.EMPLOYER)
        organisations.appoint(user=clerk, organisation=employer, role=Role.EMPLOYER_STAFF, since=TODAY, by=None, at=AT)
        nurse = person(number=resident_number(), region="320500")
        people.state_fact(person=nurse, kind="SERIES", code="cme", since=TODAY, by=None, at=AT)
        people.state_fact(person=nurse, kind="EMPLOYER", organisation=employer, since=TODAY, by=None, at=AT)
        for somebody, organ in ((judge, health), (clerk, employer)):
            change = told(nurse, user())
            changes.return_(change=change, reason="不清", by=somebody, at=timezone.now())
            change.refresh_from_db()
            assert change.decided_for == organ


def test_an_employer_does_not_decide_about_another_record_of_the_own_staff_member_who_asks() -> None:
    employer = organisation(kind=OrganisationKind.EMPLOYER)
    staff = member(of=employer, role=Role.EMPLOYER_STAFF)
    first, second = of(staff, person()), person(number=resident_number())
    people.state_fact(person=second, kind="EMPLOYER", since=TODAY, organisation=employer, by=None, at=AT)
    people.join(first=first, second=second, reason="同一人", by=officer(), at=AT)

    with pytest.raises(Http404):
        changes.change_to_decide(staff, told(second, user()).pk, TODAY)


def test_nobody_verifies_the_own_record_by_correcting_its_name(client: Client) -> None:
    number = resident_number()
    staff = member(of=organisation(), role=Role.BASE_STAFF)
    one = of(staff, person(number=number, name="张三"))
    client.force_login(staff)
    form = {"name": "李四", "document_kind": "RESIDENT_ID", "number": number, "reason": "持证", "has_seen": "on"}

    page = client.post("/people/confirm/name/", form)

    one.refresh_from_db()
    assert page.context["form"].errors
    assert (one.is_verified, people.current_names([one.pk])[one.pk]) == (False, "张三")
    joining.correct_name(
        document_kind="RESIDENT_ID", number=number, name="李四", reason="持证", by=officer(), at=timezone.now()
    )


def test_a_contest_is_decided_where_one_decides_and_not_where_one_looks() -> None:
    one = person(region="320500")
    login = PersonLogin.objects.create(
        person=one,
        user=user(),
        proof="IN_PERSON",
        since=AT,
        contested_at=AT,
        contested_by=user(),
        contested_reason="是我",
    )
    somebody = officer()
    there = organisation(kind=OrganisationKind.REGULATOR, region="320500")
    organisations.appoint(user=somebody, organisation=there, role=Role.REGULATOR_VIEWER, since=TODAY, by=None, at=AT)

    with pytest.raises(Http404):
        access.contested_login(somebody, login.pk, TODAY)
    assert access.contested_login(officer(region="320500"), login.pk, TODAY) == login


def test_who_was_dismissed_comes_back_by_no_invitation_of_their_own() -> None:
    base, newcomer = organisation(), user()
    manager = member(of=base, role=Role.BASE_MANAGER)
    organisations.invite(
        mobile=str(newcomer.mobile), organisation=base, role=Role.BASE_MANAGER, since=TODAY, by=manager, at=AT
    )
    membership = Membership.objects.get(user=manager)
    organisations.dismiss(membership=membership, ends_before=TODAY + timedelta(days=1), by=officer())

    assert organisations.take_up_invitations(user=newcomer, at=AT + timedelta(days=2)) == []
    assert not organisations.invitations(base).exists()
    assert mobile()  # whoever manages now may invite the same number again
    organisations.invite(
        mobile=str(newcomer.mobile),
        organisation=base,
        role=Role.BASE_MANAGER,
        since=TODAY,
        by=member(of=base, role=Role.BASE_MANAGER),
        at=AT,
    )
    assert len(organisations.take_up_invitations(user=newcomer, at=AT + timedelta(days=2))) == 1
