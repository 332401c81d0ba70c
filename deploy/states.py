"""States of pages that no link leads to: a search that found somebody, a form whose sign-in ran out, the site while it is closed."""

import os
import re
import subprocess
import sys
import time
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


def _begun_design(page: Page, url: str) -> str:
    """Begin a draft of the proof of hours taught, and return its address."""
    patiently(page.goto, f"{url}/certificate-designs/")
    with page.expect_navigation():
        page.locator("main form:has([name=kind][value=TEACHING]) [type=submit]").click()
    return page.url


def overtaken_design(page: Page, url: str, _language: str) -> None:
    """Begin two drafts of a design and publish one of them, which gives its note or takes it away: the other would take that back."""
    late = _begun_design(page, url)
    page.fill("main [name=title_zh]", "授课证明")
    with page.expect_navigation():
        page.locator("main [formaction]").first.click()
    early = _begun_design(page, url)
    for name, words in (("note_zh", "遗失不补，可凭编号查验。"), ("note_en", "It can be verified by its number.")):
        page.fill(f"main [name={name}]", "" if page.input_value(f"main [name={name}]") else words)
    with page.expect_navigation():
        page.locator("main [formaction]").first.click()
    patiently(page.goto, f"{early}publish/")
    page.check("main [name=is_meant]")
    with page.expect_navigation():
        page.locator("main form:has([name=is_meant]) [type=submit]").click()
    patiently(page.goto, late)


def overtaken_publishing(page: Page, url: str, language: str) -> None:
    """Ask to publish a draft that another version has overtaken."""
    overtaken_design(page, url, language)
    patiently(page.goto, f"{page.url}publish/")


def key_ended_before(page: Page, url: str, language: str) -> None:
    """Show a certificate whose key was in wrong hands before it was sealed."""
    _key_ended(page, url, "before", language)


def key_ended_after(page: Page, url: str, language: str) -> None:
    """Show a certificate whose key was stopped later."""
    _key_ended(page, url, "after", language)


def _key_ended(page: Page, url: str, since: str, language: str) -> None:
    # A key is stopped for good: here it is not.
    command = [sys.executable, "-m", "deploy.rolled_back", since, language]
    environment = {**os.environ, "PORT": url.rpartition(":")[2]}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    page.route("**/key-ended/", lambda route: route.fulfill(body=done.stdout, content_type="text/html"))
    patiently(page.goto, f"{url}/key-ended/")
    page.unroute("**/key-ended/")


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


def unsubscribing_ended(page: Page, url: str, _language: str) -> None:
    """Open the link that ends mails of reminders, of a mail to an address that is another by now."""
    token = _signed(f"1.EMAIL.{'0' * 16}.{int(time.time())}")
    patiently(page.goto, f"{url}/inbox/unsubscribe/{token}/")


def _signed(stated: str) -> str:
    from django.core import signing  # noqa: PLC0415  (needs settings)

    return signing.Signer(salt="credits.reminders.unsubscribe").sign(stated).replace(":", "~")


# By name: who looks, and the way there.
STATES: dict[str, tuple[str, Reach]] = {
    "certificate-shared": ("professional", shared),
    "certificates-chosen": ("province", chosen_together),
    "reminder-kind-faulty": ("province", kind_faulty),
    "register-found": ("province", register_found),
    "form-expired": ("professional", expired),
    "site-closed": ("", closed),
    "certificates-dropped": ("professional", dropped),
    "design-wrong": ("province", wrong_design),
    "design-overtaken": ("province", overtaken_design),
    "design-overtaken-publishing": ("province", overtaken_publishing),
    "certificate-key-ended-before": ("", key_ended_before),
    "certificate-key-ended-after": ("", key_ended_after),
    "unsubscribing-ended": ("", unsubscribing_ended),
    "deliverable-nothing": ("professional", nothing_handed_in),
}
