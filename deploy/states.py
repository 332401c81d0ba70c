"""States of pages that no link leads to: a search that found somebody, a form whose sign-in ran out, the site while it is closed."""

import os
import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Page

from deploy.walk import patiently

Reach = Callable[[Page, str, str], None]


def register_found(page: Page, url: str, _language: str) -> None:
    """Find somebody of the compliance list by name and last four characters."""
    patiently(page.goto, f"{url}/compliance/")
    row = page.locator("main tbody tr").first.inner_text()
    name, tail = re.split(r"\s", row.strip(), maxsplit=1)[0], re.findall(r"\*+([0-9A-Z]{4})", row)
    patiently(page.goto, f"{url}/register/")
    page.fill("main [name=text]", f"{name} {tail[0] if tail else ''}".strip())
    with page.expect_navigation():
        page.locator("main form:has([name=text]) [type=submit]").click()


def expired(page: Page, url: str, _language: str) -> None:
    """Send a form after the sign-in has run out; the session is put back afterwards."""
    patiently(page.goto, f"{url}/people/changes/new/?kind=RETIREMENT")
    page.fill("main [name=since]", "2026-11-01")
    kept = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    with page.expect_navigation():
        page.locator("main form:has([name=since])").evaluate("f => { f.noValidate = true; f.requestSubmit(); }")
    page.context.clear_cookies(name="sessionid")
    # What a context gives, it takes.
    page.context.add_cookies(kept)  # type: ignore[arg-type]


def closed(page: Page, url: str, language: str) -> None:
    """Show what is answered while the site is closed, without closing it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.dev")
    import django  # noqa: PLC0415  (only where this is looked at)

    django.setup()
    from django.template.loader import render_to_string  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    with translation.override(language):
        body = render_to_string("503.html")
    page.route("**/closed/", lambda route: route.fulfill(status=503, body=body, content_type="text/html"))
    patiently(page.goto, f"{url}/closed/")


def dropped(page: Page, url: str, _language: str) -> None:
    """Have an own certificate checked, beside a copy in which one byte was changed, and a file that is none."""
    patiently(page.goto, f"{url}/certificates/")
    address = page.locator("a[href$='/file/']").first.get_attribute("href")
    true = page.request.get(f"{url}{address}").body()
    false = true[: len(true) // 3] + bytes([true[len(true) // 3] ^ 1]) + true[len(true) // 3 + 1 :]
    patiently(page.goto, f"{url}/verify/")
    files = {"1.PDF": true, "2.PDF": false, "3.PDF": b"no certificate"}
    payload = [FilePayload(name=name, mimeType="application/pdf", buffer=content) for name, content in files.items()]
    page.set_input_files("main input[type=file]", payload)
    with page.expect_navigation():
        page.locator("main form:has([type=file]) [type=submit]").click()


def wrong_design(page: Page, url: str, _language: str) -> None:
    """Type a word into the draft of a design that no certificate may say."""
    patiently(page.goto, f"{url}/certificate-designs/")
    with page.expect_navigation():
        page.locator("main form[action*='/certificate-designs/new/'] [type=submit]").first.click()
    page.fill("main [name=title_zh]", "全国结业证书")
    page.locator("#design-preview .alert").wait_for()


# By name: who looks, and the way there.
def kind_faulty(page: Page, url: str, _language: str) -> None:
    """Have words of a reminder refused: a placeholder that nobody fills, a day that nobody reaches."""
    patiently(page.goto, f"{url}/reminder-kinds/RUN_BEGINS/edit/")
    page.fill("main [name=zh_subject]", "开班：{titel}")
    page.fill("main [name=offsets]", "7, 700")
    with page.expect_navigation():
        page.locator("main form:has([name=zh_subject]) [type=submit]").click()


def shared(page: Page, url: str, _language: str) -> None:
    """Make a link to an own certificate, and ask for another one until a day that has been."""
    patiently(page.goto, f"{url}/certificates/")
    address = str(page.locator("a[href$='/file/']").first.get_attribute("href")).replace("/file/", "/shares/")
    for day in ("2026-12-31", "2020-01-01"):
        patiently(page.goto, f"{url}{address}")
        page.fill("main [name=purpose]", "2026年职称评审")
        page.fill("main [name=until_on]", day)
        with page.expect_navigation():
            page.locator("main form:has([name=purpose]) [type=submit]").click()


def chosen_together(page: Page, url: str, _language: str) -> None:
    """Choose everybody who met a year, before anything is issued."""
    patiently(page.goto, f"{url}/certificates/together/new/?year=2025&family=nanjing-general&region=")


def nothing_handed_in(page: Page, url: str, _language: str) -> None:
    """Send the form of a deliverable with nothing in it."""
    patiently(page.goto, f"{url}/learning/")
    address = page.locator("main a[href*='/learning/deliverables/']").first.get_attribute("href")
    patiently(page.goto, f"{url}{address}")
    with page.expect_navigation():
        page.locator("main form:has([name=file]) [type=submit]").click()


STATES: dict[str, tuple[str, Reach]] = {
    "certificate-shared": ("professional", shared),
    "certificates-chosen": ("province", chosen_together),
    "reminder-kind-faulty": ("province", kind_faulty),
    "register-found": ("province", register_found),
    "form-expired": ("professional", expired),
    "site-closed": ("", closed),
    "certificates-dropped": ("professional", dropped),
    "design-wrong": ("province", wrong_design),
    "deliverable-nothing": ("professional", nothing_handed_in),
}
