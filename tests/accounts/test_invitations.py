"""Somebody is invited by mobile number; whether the number has a login is not told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from learning.accounts import organisations
from learning.accounts.enums import OrganisationKind, Role
from learning.accounts.models import Invitation, Membership, TextMessage, User
from tests.accounts.builders import AT, PASSWORD, TODAY, member, mobile, organisation, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def invite(number: str, **other: Any) -> Invitation:
    base = other.pop("organisation", None) or organisation()
    manager = other.pop("by", None) or member(of=base, role=Role.BASE_MANAGER)
    facts = {"organisation": base, "role": Role.BASE_STAFF, "since": TODAY, "by": manager, "at": AT}
    return organisations.invite(mobile=number, **{**facts, **other})


def test_the_answer_is_the_same_whether_the_number_has_a_login(client: Client) -> None:
    base, known, unknown = organisation(), str(user().mobile), mobile()
    client.force_login(member(of=base, role=Role.BASE_MANAGER))
    pages = []
    for number in (known, unknown):
        form = {"mobile": number, "role": Role.BASE_STAFF, "since": "2026-09-01"}
        answer = client.post(f"/people/organisations/{base.pk}/", form, follow=True)
        pages.append((answer.redirect_chain, [str(message) for message in answer.context["messages"]]))

    assert pages[0] == pages[1]
    assert set(Invitation.objects.values_list("mobile", flat=True)) == {known, unknown}
    assert {message.to for message in TextMessage.objects.all()} == {known, unknown}
    assert Membership.objects.filter(organisation=base).count() == 1


def test_an_invitation_takes_effect_at_the_next_sign_in(client: Client) -> None:
    newcomer = user()
    invitation = invite(str(newcomer.mobile), at=timezone.now())

    answer = client.post("/accounts/login/", {"login": newcomer.mobile, "password": PASSWORD}, follow=True)

    made = Membership.objects.get(user=newcomer)
    assert (made.organisation, made.role) == (invitation.organisation, Role.BASE_STAFF)
    assert made.appointed_by == invitation.invited_by
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"


def test_a_number_that_nobody_proved_takes_up_nothing() -> None:
    unproved = User.objects.create(mobile="+8613700000000", mobile_verified=False)
    invite("+8613700000000")

    assert organisations.take_up_invitations(user=unproved, at=AT) == []


def test_an_invitation_is_taken_up_once() -> None:
    newcomer = user()
    invite(str(newcomer.mobile))

    first = organisations.take_up_invitations(user=newcomer, at=AT)
    second = organisations.take_up_invitations(user=newcomer, at=AT)

    assert (len(first), second) == (1, [])


def test_nobody_is_invited_twice() -> None:
    base, number = organisation(), mobile()
    invite(number, organisation=base)

    with pytest.raises(organisations.AlreadyInvited):
        invite(number, organisation=base)
    with pytest.raises(organisations.RoleDoesNotFit):
        invite(number, organisation=base, role=Role.REGULATOR_OFFICER)


def test_an_invitation_is_taken_back_by_who_manages(client: Client) -> None:
    newcomer, base = user(), organisation()
    invitation = invite(str(newcomer.mobile), organisation=base)
    client.force_login(member(of=organisation(), role=Role.BASE_MANAGER))
    assert client.post(f"/people/invitations/{invitation.pk}/withdraw/").status_code == 404
    client.force_login(member(of=base, role=Role.BASE_MANAGER))

    client.post(f"/people/invitations/{invitation.pk}/withdraw/")

    assert organisations.take_up_invitations(user=newcomer, at=AT) == []
    assert client.post(f"/people/invitations/{invitation.pk}/withdraw/").status_code == 404


def test_employers_invite_for_themselves(client: Client) -> None:
    employer = organisation(kind=OrganisationKind.EMPLOYER)
    client.force_login(member(of=employer, role=Role.EMPLOYER_STAFF))

    client.post(
        f"/people/organisations/{employer.pk}/",
        {"mobile": mobile(), "role": Role.EMPLOYER_STAFF, "since": "2026-09-01"},
    )

    assert Invitation.objects.get().organisation == employer


def test_an_employer_appoints_and_dismisses_with_a_second_factor_only(client: Client) -> None:
    employer = organisation(kind=OrganisationKind.EMPLOYER)
    colleague = member(of=employer, role=Role.EMPLOYER_STAFF)
    open_one = invite(mobile(), organisation=employer, role=Role.EMPLOYER_STAFF, by=colleague)
    client.force_login(member(of=employer, role=Role.EMPLOYER_STAFF, with_factor=False))
    form = {"mobile": mobile(), "role": Role.EMPLOYER_STAFF, "since": "2026-09-01"}

    for path in (
        f"/people/organisations/{employer.pk}/",
        f"/people/invitations/{open_one.pk}/withdraw/",
        f"/people/memberships/{Membership.objects.get(user=colleague).pk}/dismiss/",
    ):
        assert client.post(path, form)["Location"] == "/accounts/2fa/"

    assert Invitation.objects.filter(closed_at=None).get() == open_one
    assert Membership.objects.get(user=colleague).ends_before is None


def test_agreeing_leads_to_no_other_site(client: Client) -> None:
    newcomer = User.objects.create_user(mobile=mobile(), password=PASSWORD)

    client.post("/accounts/login/?next=//elsewhere.example/", {"login": newcomer.mobile, "password": PASSWORD})
    answer = client.post("/people/consent/", {"agrees": "on"})

    assert answer["Location"] == "/desk/"


def test_an_invitation_expires_after_a_fortnight_and_may_be_given_again() -> None:
    newcomer = user()
    base = organisation()
    manager = member(of=base, role=Role.BASE_MANAGER)
    old = invite(str(newcomer.mobile), organisation=base, by=manager)
    after = AT + timedelta(days=14)

    late = organisations.take_up_invitations(user=newcomer, at=after)
    invite(str(newcomer.mobile), organisation=base, by=manager, at=after)
    made = organisations.take_up_invitations(user=newcomer, at=after + timedelta(days=13))

    assert late == []
    old.refresh_from_db()
    assert (old.closed_at, old.membership) == (after, None)
    assert [one.organisation for one in made] == [base]


def test_an_organisation_invites_so_many_a_day_and_no_more() -> None:
    base = organisation()
    manager = member(of=base, role=Role.BASE_MANAGER)
    for number in range(50):
        invite(f"+86137000010{number:02d}", organisation=base, by=manager)

    with pytest.raises(organisations.TooManyInvitations):
        invite("+8613700009999", organisation=base, by=manager)
    invite("+8613700009999", organisation=base, by=manager, at=AT + timedelta(days=1))

    assert TextMessage.objects.count() == 51


def test_a_number_is_invited_so_often_a_day_whoever_invites() -> None:
    number = mobile()
    for _turn in range(3):
        invite(number)

    with pytest.raises(organisations.TooManyToNumber):
        invite(number)


def test_the_text_of_an_invitation_is_short_whatever_the_organisation_is_called() -> None:
    base = organisation()
    base.name = "江苏省" + "专业技术人员" * 15
    invite(mobile(), organisation=base)

    body = TextMessage.objects.get().body
    assert len(body) <= 134
    assert "…”" in body
    assert "15" in body  # the last day, which stays
