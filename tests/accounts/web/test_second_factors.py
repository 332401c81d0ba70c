"""Second factors: staff set one up before anything else, and sign in with it; nobody else has to."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client

from learning.accounts.enums import OrganisationKind, Role
from learning.accounts.models import User
from tests.accounts.builders import PASSWORD, SECRET, member, organisation, user

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


WALLED = ["/people/organisations/", "/people/confirm/", "/people/join/"]


@pytest.mark.parametrize("address", WALLED)
@pytest.mark.parametrize(
    "kind, role",
    [
        (OrganisationKind.BASE, Role.BASE_STAFF),
        (OrganisationKind.BASE, Role.BASE_MANAGER),
        (OrganisationKind.REGULATOR, Role.REGULATOR_VIEWER),
        (OrganisationKind.REGULATOR, Role.REGULATOR_OFFICER),
    ],
)
def test_staff_set_up_a_second_factor_before_anything_else(client: Client, address: str, kind: str, role: str) -> None:
    client.force_login(member(of=organisation(kind=kind), role=role, with_factor=False))

    for answer in (client.get(address), client.post(address)):
        assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")


def test_recovery_codes_alone_are_no_second_factor(client: Client) -> None:
    login = member(of=organisation(), role=Role.BASE_STAFF, with_factor=False)
    Authenticator.objects.create(user=login, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    client.force_login(login)

    assert client.get("/people/organisations/").status_code == 302


def test_superusers_need_one_too(client: Client) -> None:
    client.force_login(User.objects.create_superuser(mobile="+8613900000009", password=PASSWORD))

    assert client.get("/people/join/")["Location"] == "/accounts/2fa/"


def test_professionals_and_employers_need_none(client: Client) -> None:
    for login in (
        user(),
        member(of=organisation(kind=OrganisationKind.EMPLOYER), role=Role.EMPLOYER_STAFF, with_factor=False),
    ):
        client.force_login(login)

        assert client.get("/people/organisations/").status_code == 200


def test_staff_sign_in_with_password_and_code(client: Client) -> None:
    login = member(of=organisation(), role=Role.BASE_STAFF)

    answer = client.post(LOGIN, {"login": login.mobile, "password": PASSWORD})
    assert answer["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/people/organisations/")["Location"].startswith(LOGIN)
    client.post("/accounts/2fa/authenticate/", {"code": format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))})

    assert "_auth_user_id" in client.session
    assert client.get("/people/organisations/").status_code == 200


def test_secrets_of_second_factors_are_encrypted() -> None:
    TOTP.activate(user(), SECRET)

    assert SECRET not in str(Authenticator.objects.get().data)
