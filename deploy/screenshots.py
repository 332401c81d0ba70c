"""
Photograph every page of a running demo, on a phone (360 px) and at a desk (1280 px), into `.local/screenshots/`.

    make demo                                                    in one terminal
    .venv/bin/python -m deploy.screenshots [PORT] [word …]      in another; only pages whose name holds one of the words

A page appears here the day it is born.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.embedded import LOCAL

SIZES = {"phone": {"width": 360, "height": 740}, "desk": {"width": 1280, "height": 900}}
# Who opens what, by a name for the file.
PAGES: dict[str, dict[str, str]] = {
    "": {
        "home": "/",
        "catalogue": "/catalogue/",
        "catalogue-empty": "/catalogue/?q=量子炼金术",
        "verify": "/verify/",
        "rulebooks": "/rulebooks/",
        "sign-in": "/accounts/login/",
        "sign-up": "/accounts/signup/",
        "help": "/help/",
        "not-found": "/nothing-here/",
    },
    "professional": {
        "my-hours": "/hours/",
        "timeline": "/hours/timeline/",
        "my-learning": "/learning/",
        "certificates": "/certificates/",
        "inbox": "/inbox/",
        "run": "/runs/1/",
        "outbox": "/people/outbox/",
    },
    "short": {"my-hours-short": "/hours/"},
    "base": {"today": "/today/", "base": "/base/", "pages": "/cms/"},
    "province": {
        "overview": "/overview/",
        "decisions": "/decisions/",
        "compliance": "/compliance/",
        "register": "/register/",
        "rulebooks-officer": "/rulebooks/",
    },
}


def main(arguments: list[str]) -> None:
    """Photograph the pages that were asked for."""
    url = f"http://localhost:{arguments[0] if arguments else os.environ.get('PORT', '8000')}"
    words = arguments[1:]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for who, pages in PAGES.items():
            wanted = {
                name: address for name, address in pages.items() if not words or any(word in name for word in words)
            }
            if wanted:
                photograph(browser, url, who, wanted)


def photograph(browser: Browser, url: str, who: str, pages: dict[str, str]) -> None:
    """Photograph some pages as one login sees them."""
    folder = LOCAL / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with signed_in(browser, url, who) as page:
        for name, address in pages.items():
            answer = page.goto(url + address)
            for size, viewport in SIZES.items():
                page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
                page.screenshot(path=folder / f"{name}-{size}.png", full_page=True)
            wide = page.evaluate("document.documentElement.scrollWidth")
            print(
                f"{answer.status if answer else '?'} {who or 'anyone'} {name} {address}"
                + (f"  WIDE {wide}" if wide > 1280 else "")
            )


@contextmanager
def signed_in(browser: Browser, url: str, who: str) -> Iterator[Page]:
    """Give a page that `who` is signed in on; nobody for an empty name."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    try:
        if who:
            sign_in(page, url, who)
        yield page
    finally:
        context.close()


def sign_in(page: Page, url: str, who: str) -> None:
    """Sign in as one of the demo's logins, with the second factor of staff."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.dev")
    import django  # noqa: PLC0415  (only where somebody signs in)

    django.setup()
    from cms.management.province import LOGINS, PASSWORD  # noqa: PLC0415  (needs Django)

    login = LOGINS[who]
    page.goto(f"{url}/accounts/login/")
    page.fill("input[name=login]", login.mobile.removeprefix("+86"))
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_load_state()
    if login.is_staff:
        prove(page)


def prove(page: Page) -> None:
    """Show the second factor. A code counts once: whoever signs in twice within half a minute waits for the next, as people do."""
    for _try in range(3):
        page.fill("input[name=code]", demo_code())
        page.locator("form:has(input[name=code]) button[type=submit]").first.click()
        page.wait_for_load_state()
        if not page.locator("input[name=code]").count():
            return
        time.sleep(30 - time.time() % 30 + 0.5)
    raise RuntimeError(f"the second factor is refused: {page.locator('main').inner_text()[:300]}")


def demo_code() -> str:
    """Return the code that the demo's staff would read from their telephones."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value  # noqa: PLC0415  (needs Django)

    from learning.accounts.web.demo import FACTOR_SECRET  # noqa: PLC0415

    return str(format_hotp_value(hotp_value(FACTOR_SECRET, int(time.time() // 30))))


if __name__ == "__main__":
    main(sys.argv[1:])
