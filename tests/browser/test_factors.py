"""Second factors in a real browser: an authenticator app set up from nothing, a passkey, and a browser that knows no passkeys."""

import os
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from learning.accounts import consents, organisations
from learning.accounts.enums import ConsentKind, OrganisationKind, Role
from learning.accounts.models import Region, TextMessage, User
from tests.rigs import Site, wait_for

pytestmark = [pytest.mark.browser]
MOBILE, PASSWORD = "13800000001", "Lanhua-2026-Qiutian"


# Playwright keeps an event loop in this thread; the walks ask the database between two clicks, one thing at a time.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def web(chromium: Browser, own_database: dict[str, str], tmp_path: Path) -> Iterator[Site]:
    """Give the walk a web process on a database of its own. Passkeys need a name, not a number: `localhost`."""
    # Chromium first: Playwright's loop has database connections of its own, and both ends of a test must use the same.
    site = Site(own_database, tmp_path)
    site.environment["PUBLIC_URL"] = f"http://localhost:{site.port}"
    site.start("web")
    site.wait_until_open()
    yield site
    site.stop("web")


@pytest.fixture
def login(web: Site) -> User:
    """Return somebody who can sign in."""
    # As the site hashes it: tests hash faster.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"]):
        made = User.objects.create_user(mobile=f"+86{MOBILE}", password=PASSWORD)
    consents.agree(user=made, kind=ConsentKind.NOTICE, at=timezone.now())
    return made


@pytest.fixture
def window(chromium: Browser, web: Site) -> Iterator[Page]:
    """Open a window."""
    context = chromium.new_context(locale="zh-CN", base_url=web.url)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.fill("main [name=login]", MOBILE)
    page.fill("main [name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form:has([name=password]) button.btn-primary").click()


def prove_password(page: Page, address: str) -> None:
    """Open a page about second factors, which asks for the password once more."""
    page.goto(address)
    page.fill("main [name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main form:has([name=password]) button[type=submit]").first.click()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_base_staff_set_up_an_authenticator_app_before_anything_else_opens(window: Page, login: User) -> None:
    base = organisations.create(
        kind=OrganisationKind.BASE,
        name="测试基地",
        region=Region.objects.get(code="320100"),
        by=None,
        at=timezone.now(),
    )
    organisations.appoint(
        user=login, organisation=base, role=Role.BASE_STAFF, since=date(2026, 1, 1), by=None, at=timezone.now()
    )
    sign_in(window)
    for address in ("/today/", "/base/", "/people/organisations/"):
        window.goto(address)
        expect(window).to_have_url(re.compile("/accounts/2fa/$"))

    prove_password(window, "/accounts/2fa/totp/activate/")
    shown = str(window.locator("main [data-secret]").get_attribute("data-secret"))
    window.fill("main [name=code]", "000000")
    window.locator("main form:has([name=code]) button[type=submit]").click()
    expect(window.locator("main .field-error").first).to_be_visible()
    window.fill("main [name=code]", code_of(shown))
    with window.expect_navigation():
        window.locator("main form:has([name=code]) button[type=submit]").click()

    codes = window.locator("main textarea").input_value()
    assert len(re.findall(r"\b[0-9a-f]{8}\b|\b\d{8}\b", codes)) == 10
    window.goto("/today/")
    expect(window).to_have_url(re.compile("/today/$"))
    sign_out(window)
    sign_in(window)
    expect(window).to_have_url(re.compile("/accounts/2fa/authenticate/"))
    recovery = re.findall(r"\b[0-9a-f]{8}\b|\b\d{8}\b", codes)[0]
    window.fill("main [name=code]", recovery)
    window.locator("main form:has([name=code]) button[type=submit]").first.click()
    expect(window.locator(".who")).to_be_visible()


def test_a_passkey_is_registered_and_signs_in(window: Page, login: User) -> None:
    session = window.context.new_cdp_session(window)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    sign_in(window)
    prove_password(window, "/accounts/2fa/webauthn/add/")
    window.fill("main [name=name]", "我的手机")
    window.locator("main [name=passwordless]").check()
    window.locator("#mfa_webauthn_add").click()
    wait_for("the passkey", lambda: login.authenticator_set.filter(type="webauthn").exists())
    sign_out(window)

    window.goto("/accounts/login/")
    window.locator("#passkey_login").click()
    expect(window.locator(".who")).to_be_visible()


def test_a_browser_without_passkeys_signs_in_by_a_code(window: Page, login: User) -> None:
    window.add_init_script("delete window.PublicKeyCredential; delete Navigator.prototype.credentials;")
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))

    window.goto("/accounts/login/")
    expect(window.locator("#passkey_login")).to_be_hidden()
    window.locator("main a[href*='/accounts/login/code/']").first.click()
    window.fill("main [name=login]", MOBILE)
    window.locator("main form:has([name=login]) button[type=submit]").first.click()
    window.wait_for_load_state()
    message = wait_for("the code", lambda: TextMessage.objects.filter(to=login.mobile).first())
    found = re.search(r"\d{6}", message.body)
    assert found
    window.fill("main [name=code]", found[0])
    window.locator("main form:has([name=code]) button[type=submit]").first.click()

    expect(window.locator(".who")).to_be_visible()
    assert faults == []
