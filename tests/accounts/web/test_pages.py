"""Pages of records, staff and members; foreign rows are there and do not show."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client, override_settings
from django.utils import timezone

from learning.accounts import joining, organisations, people, texts
from learning.accounts.enums import OrganisationKind, Role
from learning.accounts.models import Membership, Person, PersonLogin, Region, TextMessage, User
from learning.accounts.web.demo import FACTOR_SECRET
from tests.accounts.builders import AT, member, officer, organisation, person, state, user

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
CONTACT = "+8613900000001"
DOCUMENT = {"name": "李晓明", "document_kind": "RESIDENT_ID", "number": NUMBER, "agrees": True}


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def login(client: Client) -> User:
    somebody = user()
    client.force_login(somebody)
    return somebody


def code_sent() -> str:
    message = TextMessage.objects.filter(to=CONTACT, body__regex="[0-9]{6}").order_by("-pk").first()
    assert message
    return re.findall(r"\d{6}", message.body)[0]


def test_join_a_record_by_a_code(client: Client, login: User) -> None:
    one = person(number=NUMBER, contact=CONTACT)

    answer = client.post("/people/join/", {**DOCUMENT, "number": "１１０１０５４９１２３１００２"})
    page = client.get(answer["Location"])
    assert "139****0001" in page.content.decode()
    assert CONTACT[3:] not in page.content.decode()
    client.post("/people/join/code/", {"contact": page.context["found"].contacts[0].pk})
    client.post("/people/join/confirm/", {"code": code_sent()})

    assert PersonLogin.objects.get().person == one
    page = client.get("/people/join/")
    assert "李晓明" in page.content.decode()
    assert "002X" in page.content.decode()
    assert NUMBER not in page.content.decode()


def test_a_new_record_says_that_it_is_not_verified(client: Client, login: User) -> None:
    page = client.post("/people/join/", DOCUMENT, follow=True)

    assert Person.objects.get().is_verified is False
    assert "未核验" in page.content.decode()


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"number": "110105194912310021"}, "number"),
        ({"number": "11010519490231002X"}, "number"),
        ({"number": "9" * 100_000}, "number"),
        ({"number": ""}, "number"),
        ({"name": "李3"}, "name"),
        ({"name": "字" * 1_000_000}, "name"),
        ({"document_kind": "LIBRARY_CARD"}, "document_kind"),
    ],
)
def test_bad_input_is_answered_at_its_field(client: Client, login: User, wrong: dict[str, str], field: str) -> None:
    page = client.post("/people/join/", {**DOCUMENT, **wrong})

    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert 'value="李晓明"' in page.content.decode() or field == "name"
    assert not Person.objects.exists()


def test_a_wrong_name_tells_nothing_of_the_record(client: Client, login: User) -> None:
    person(name="王小红", number=NUMBER, contact=CONTACT)

    page = client.post("/people/join/", DOCUMENT)

    assert "name" in page.context["form"].errors
    assert "王小红" not in page.content.decode()
    assert "139****0001" not in page.content.decode()


def test_a_foreign_try_cannot_be_used(client: Client, login: User) -> None:
    person(number=NUMBER, contact=CONTACT)
    found = joining.begin(user=user(), **DOCUMENT, address=None, at=timezone.now())
    assert isinstance(found, joining.Found)
    session = client.session
    session["joining"] = found.attempt.pk
    session.save()

    for answer in (
        client.get("/people/join/prove/"),
        client.post("/people/join/code/", {"contact": found.contacts[0].pk}),
        client.post("/people/join/confirm/", {"code": "123456"}),
        client.post("/people/join/contest/", {"reason": "x"}),
    ):
        assert answer["Location"] == "/people/join/"
    assert not TextMessage.objects.exists()


def test_a_foreign_contact_cannot_be_chosen(client: Client, login: User) -> None:
    person(number=NUMBER, contact=CONTACT)
    other = person(contact="+8613900000002")
    client.post("/people/join/", DOCUMENT)

    page = client.post("/people/join/code/", {"contact": people.contacts_told(other)[0].pk})

    assert "contact" in page.context["contact_form"].errors
    assert not TextMessage.objects.exists()


def test_a_taken_record_is_contested_and_given_back(client: Client, login: User) -> None:
    taker = user()
    joining.begin(user=taker, **DOCUMENT, address=None, at=timezone.now())
    client.post("/people/join/", DOCUMENT)
    client.post("/people/join/contest/", {"reason": "我才是李晓明"})
    regulator = Client()
    regulator.force_login(officer())

    page = regulator.get("/people/contests/")
    assert "我才是李晓明" in page.content.decode()
    regulator.post(f"/people/contests/{PersonLogin.objects.get().pk}/decide/", {"decision": "uphold"})

    assert PersonLogin.objects.get().ended_at is not None


def test_contests_of_other_regions_do_not_exist(client: Client) -> None:
    taker, owner = user(), user()
    made = joining.begin(user=taker, **DOCUMENT, address=None, at=AT)
    assert isinstance(made, joining.Made)
    found = joining.begin(user=owner, **DOCUMENT, address=None, at=AT)
    assert isinstance(found, joining.Found)
    from_suzhou = joining.contest(attempt=found.attempt, reason="秘密的理由", at=AT)
    state(made.person, "REGION", region=Region.objects.get(code="320500"))
    client.force_login(officer(region="320100"))

    assert "秘密的理由" not in client.get("/people/contests/").content.decode()
    assert client.post(f"/people/contests/{from_suzhou.pk}/decide/", {"decision": "uphold"}).status_code == 404
    from_suzhou.refresh_from_db()
    assert from_suzhou.ended_at is None


def test_staff_confirm_somebody_in_person(client: Client) -> None:
    one, owner = person(number=NUMBER), user()
    joining.begin(user=owner, **DOCUMENT, address=None, at=timezone.now())
    staff = member(of=organisation(), role=Role.BASE_STAFF)
    client.force_login(staff)
    form = {**DOCUMENT, "mobile": str(owner.mobile)}

    assert "has_seen" in client.post("/people/confirm/", form).context["form"].errors
    assert client.post("/people/confirm/", {**form, "has_seen": "on"}).status_code == 302

    assert PersonLogin.objects.get(person=one).confirmed_by == staff


def roles() -> dict[str, User]:
    return {
        "nobody special": user(),
        "employer staff": member(of=organisation(kind=OrganisationKind.EMPLOYER), role=Role.EMPLOYER_STAFF),
        "base staff": member(of=organisation(), role=Role.BASE_STAFF),
        "base manager": member(of=organisation(), role=Role.BASE_MANAGER),
        "viewer": member(of=organisation(kind=OrganisationKind.REGULATOR), role=Role.REGULATOR_VIEWER),
        "officer": officer(),
        "officer of Suzhou": officer(region="320500"),
    }


def test_every_page_and_every_role(client: Client) -> None:
    base = organisation(region="320102")
    pages = {
        "/people/join/": set(roles()),
        "/people/organisations/": set(roles()),
        f"/people/organisations/{base.pk}/": {"officer"},
        "/people/organisations/999999999/": set(),
        "/people/organisations/99999999999999999999999/": set(),
        "/people/confirm/": {"employer staff", "base staff", "base manager", "officer", "officer of Suzhou"},
        "/people/contests/": {"officer", "officer of Suzhou"},
        "/people/outbox/": set(),
        "/people/demo-code/": set(),
    }
    for who, login in roles().items():
        client.force_login(login)
        for address, allowed in pages.items():
            assert client.get(address).status_code == (200 if who in allowed else 404), (who, address)


@pytest.mark.parametrize(
    "address",
    [
        "/people/join/",
        "/people/join/prove/",
        "/people/organisations/",
        "/people/organisations/1/",
        "/people/confirm/",
        "/people/contests/",
        "/people/confirm/name/",
    ],
)
def test_strangers_sign_in_first(client: Client, address: str) -> None:
    assert client.get(address)["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "address",
    [
        "/people/join/code/",
        "/people/join/confirm/",
        "/people/join/contest/",
        "/people/contests/1/decide/",
        "/people/memberships/1/dismiss/",
    ],
)
def test_changes_are_posted(client: Client, login: User, address: str) -> None:
    assert client.get(address).status_code == 405


def test_a_manager_appoints_and_dismisses(client: Client) -> None:
    base, newcomer = organisation(), user()
    client.force_login(member(of=base, role=Role.BASE_MANAGER))
    form = {"mobile": str(newcomer.mobile), "role": Role.BASE_STAFF, "since": "2026-09-01"}

    client.post(f"/people/organisations/{base.pk}/", form)
    assert not Membership.objects.filter(user=newcomer).exists()
    organisations.take_up_invitations(user=newcomer, at=timezone.now())
    made = Membership.objects.get(user=newcomer)
    Membership.objects.filter(pk=made.pk).update(since=timezone.localdate() - timedelta(days=3))
    client.post(f"/people/memberships/{made.pk}/dismiss/")

    made.refresh_from_db()
    assert made.appointed_by is not None
    assert made.ends_before == timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize("wrong", [{"role": Role.REGULATOR_OFFICER}, {"since": "2026-02-30"}, {"mobile": "x"}])
def test_wrong_appointments_change_nothing(client: Client, wrong: dict[str, str]) -> None:
    base, newcomer = organisation(), user()
    client.force_login(member(of=base, role=Role.BASE_MANAGER))

    page = client.post(
        f"/people/organisations/{base.pk}/",
        {"mobile": newcomer.mobile, "role": Role.BASE_STAFF, "since": "2026-09-01", **wrong},
    )

    assert list(page.context["form"].errors) == list(wrong)
    assert not Membership.objects.filter(user=newcomer).exists()


def test_members_see_and_others_change_nothing(client: Client) -> None:
    base, other = organisation(), organisation()
    staff = member(of=base, role=Role.BASE_STAFF)
    foreign = Membership.objects.get(user=member(of=other, role=Role.BASE_STAFF))
    own = Membership.objects.get(user=staff)
    client.force_login(staff)

    assert client.get(f"/people/organisations/{base.pk}/").status_code == 200
    assert client.post(f"/people/organisations/{base.pk}/", {}).status_code == 404
    assert client.get(f"/people/organisations/{other.pk}/").status_code == 404
    for membership in (own, foreign):
        assert client.post(f"/people/memberships/{membership.pk}/dismiss/").status_code == 404
    assert not Membership.objects.exclude(ends_before=None).exists()


@override_settings(DEMO=True)
def test_the_demo_shows_messages_and_mails(client: Client, tmp_path: Path) -> None:
    texts.write(to=CONTACT, body="验证码123456 http://localhost/x/", at=AT)
    texts.write(to=CONTACT, body="<script>alert(1)</script>", at=AT)
    connection: Any = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=str(tmp_path))
    mails = [EmailMultiAlternatives(f"提醒{number}", f"还差{number}学时", to=["li@example.cn"]) for number in (1, 2)]
    for one in mails:
        one.attach_alternative("<p>html</p>", "text/html")
    connection.send_messages(mails)

    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        page = client.get("/people/outbox/").content.decode()

    assert "验证码123456" in page
    assert 'href="http://localhost/x/"' in page
    assert "<script>alert" not in page
    assert "提醒1" in page
    assert "还差2学时" in page


@override_settings(DEMO=True)
def test_the_demo_s_code_opens_the_demo_s_factor(client: Client) -> None:
    code = client.get("/people/demo-code/").context["code"]

    assert TOTP.activate(user(), FACTOR_SECRET).validate_code(code)
