"""
Photograph every page of a running demo, on a phone (360 px) and at a desk (1280 px), into `.local/screenshots/`.

    make demo                                                              in one terminal
    .venv/bin/python -m deploy.screenshots [PORT] [--en] [--large] [word …]    in another; only pages whose name holds one of the words

    .venv/bin/python -m deploy.screenshots [PORT] --readme                 the pictures of the README, into deploy/pictures/

The pages are those that links lead to, as each of the demo's people: a page appears here the day it is born. States that no link
leads to stand in `deploy.states`.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from deploy.embedded import LOCAL
from deploy.states import STATES
from deploy.walk import STARTS, Found, patiently, walked

SIZES = {"phone": (360, 740), "desk": (1280, 900)}
# The README's pictures: the login to see it as, where, and on what.
README = {
    "my-hours": ("short", "/hours/", "phone"),
    "catalogue": ("", "/catalogue/", "desk"),
    "overview": ("province", "/overview/", "desk"),
}
PICTURES = Path(__file__).parent / "pictures"


def main(arguments: list[str]) -> None:
    """Photograph the pages that were asked for."""
    words = [word for word in arguments if not word.startswith("--") and not word.isdigit()]
    port = next((word for word in arguments if word.isdigit()), os.environ.get("PORT", "8000"))
    cookies = {
        "django_language": "en" if "--en" in arguments else "zh-hans",
        "type": "large" if "--large" in arguments else "usual",
    }
    url = f"http://localhost:{port}"
    with sync_playwright() as playwright, ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        if "--readme" in arguments:
            illustrate(browser, url)
            return
        windows = {who: stack.enter_context(signed_in(browser, url, who)) for who in STARTS}
        for found in walked(url, windows):
            if not words or any(word in found.name for word in words):
                photograph(found, windows[found.who], url, cookies)
        for name, (who, _way) in STATES.items():
            if not words or any(word in name for word in words):
                photograph(Found(name, who, ""), windows[who], url, cookies)


def photograph(found: Found, window: BrowserContext, url: str, cookies: dict[str, str]) -> None:
    """Photograph one page, on a phone and at a desk."""
    folder = LOCAL / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    window.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page = window.pages[0]
    status = _went(found, page, url, cookies["django_language"])
    marks = "".join(f"-{value}" for value in cookies.values() if value not in {"zh-hans", "usual"})
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        name = f"{found.name.strip(':').replace(':', '-')}-{found.who or 'anyone'}-{size}{marks}.png"
        page.screenshot(path=folder / name, full_page=True)
    print(f"{status} {found.name} {found}")


def _went(found: Found, page: Page, url: str, language: str) -> str:
    """Go to a page, or the way to a state of one; return what was answered."""
    if found.name in STATES:
        _who, way = STATES[found.name]
        way(page, url, language)
        return "-"
    answer = patiently(page.goto, url + found.path)
    return str(answer.status) if answer else "?"


def illustrate(browser: Browser, url: str) -> None:
    """Photograph what the README shows: the top of three pages, in few colours so that a clone stays small."""
    for name, (who, path, size) in README.items():
        width, height = SIZES[size]
        with signed_in(browser, url, who) as window:
            page = window.pages[0]
            # A phone in the hand shows less; a picture in a README has room down to the button.
            page.set_viewport_size({"width": width, "height": max(height, 900)})
            patiently(page.goto, url + path)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=PICTURES / f"{name}.png")
        with Image.open(PICTURES / f"{name}.png") as picture:
            few = picture.convert("RGB").quantize(colors=128, dither=Image.Dither.NONE)
        few.save(PICTURES / f"{name}.png", optimize=True)
        print(f"{name} {(PICTURES / f'{name}.png').stat().st_size // 1024} KB")


@contextmanager
def signed_in(browser: Browser, url: str, who: str) -> Iterator[BrowserContext]:
    """Give a window that `who` is signed in on; nobody for an empty name."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    try:
        if who:
            sign_in(page, url, who)
        yield context
    finally:
        context.close()


def sign_in(page: Page, url: str, who: str) -> None:
    """Sign in as one of the demo's logins, with the second factor of staff."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.dev")
    import django  # noqa: PLC0415  (only where somebody signs in)

    django.setup()
    from cms.management.province import LOGINS, PASSWORD  # noqa: PLC0415  (needs Django)

    login = LOGINS[who]
    patiently(page.goto, f"{url}/accounts/login/")
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
