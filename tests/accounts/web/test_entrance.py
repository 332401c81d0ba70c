"""Every page of signing up, signing in and looking after a login is in the hand of the site, in both languages."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.accounts.builders import PASSWORD, user

pytestmark = pytest.mark.django_db
LOGIN, STORED = "/accounts/login/", "+8613900000001"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


PAGES = [
    "/accounts/signup/", "/accounts/login/", "/accounts/login/code/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/people/privacy/",
]  # fmt: skip
OWN_PAGES = [
    "/accounts/password/change/", "/accounts/phone/change/", "/accounts/email/", "/accounts/2fa/", "/accounts/sessions/", "/accounts/logout/",
    "/people/join/", "/people/organisations/",
]  # fmt: skip


def check_page(client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = language
    answer = client.get(address, follow=True)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert 'href="/accounts/login/"' in page or "site-header" in page
    assert "style=" not in page
    assert not re.search(r"<title>\s*·", page)
    if language == "zh-hans":
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        assert heading
        assert re.search("[一-龥]", heading[1]), heading[1]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_of_signing_in_look_like_the_site(client: Client, address: str, language: str) -> None:
    check_page(client, address, language)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", OWN_PAGES)
def test_pages_of_a_login_look_like_the_site(client: Client, address: str, language: str) -> None:
    user(number=STORED)
    client.post(LOGIN, {"login": STORED, "password": PASSWORD})

    check_page(client, address, language)


@pytest.mark.parametrize("address", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_second_factors_are_set_up_on_our_pages(client: Client, address: str) -> None:
    user(number=STORED)
    client.post(LOGIN, {"login": STORED, "password": PASSWORD})

    check_page(client, address, "zh-hans")
