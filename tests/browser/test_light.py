"""Professionals' pages are light, and work where little is: without JavaScript, downloads and passkeys, as in WeChat's browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from deploy.screenshots import sign_in
from deploy.walk import Found
from tests.rigs import Site

HEAVIEST = 150 * 1024
LIGHT = (
    "my-hours", "credits:timeline", "credits:entry", "credits:standing", "my-learning", "credits:certificates",
    "credits:inbox", "cms:catalogue", "page:catalogue:3", "seminars:run", "page::0", "account_login",
)  # fmt: skip
# What moves while a page opens, of its height and width; nothing that somebody would notice.
MOVED_MOST = 0.01
MOVED = """() => new Promise(done => {
  let moved = 0;
  new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.hadRecentInput ? 0 : one.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(moved), 300);
})"""
NO_PASSKEYS = "delete window.PublicKeyCredential; Object.defineProperty(navigator, 'credentials', {value: undefined});"


@pytest.fixture
def bare_window(site: Site, chromium: Browser) -> Iterator[Page]:
    """Give a window without JavaScript, and therefore without passkeys, that takes no file."""
    context = chromium.new_context(
        locale="zh-CN", java_script_enabled=False, accept_downloads=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def chat_window(site: Site, chromium: Browser) -> Iterator[Page]:
    """Give a window like that of a chat programme: JavaScript, but no passkeys, and no file is taken."""
    context = chromium.new_context(locale="zh-CN", accept_downloads=False, viewport={"width": 360, "height": 740})
    context.add_init_script(NO_PASSKEYS)
    page = context.new_page()
    page.set_default_timeout(20_000)
    yield page
    context.close()


def test_pages_of_professionals_weigh_little(
    pages: list[Found], windows: dict[str, BrowserContext], site: Site, chromium: Browser
) -> None:
    weights = {
        str(found): _weight(chromium, windows[found.who], site.url + found.path)
        for found in pages
        if found.name in LIGHT
    }

    assert len(weights) >= len(LIGHT)
    assert {page: weight for page, weight in weights.items() if weight > HEAVIEST} == {}


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desk"])
def test_nothing_moves_while_a_page_opens(
    pages: list[Found], windows: dict[str, BrowserContext], site: Site, size: tuple[int, int]
) -> None:
    moved = {}
    for found in pages:
        if found.name in LIGHT:
            page = windows[found.who].pages[0]
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(site.url + found.path, wait_until="load")
            moved[str(found)] = page.evaluate(MOVED)

    assert {page: value for page, value in moved.items() if value > MOVED_MOST} == {}


def test_somebody_enrols_without_javascript(bare_window: Page, site: Site) -> None:
    _walks_from_the_gap_to_a_place(bare_window, site, "short")


def test_somebody_enrols_and_keeps_a_proof_where_files_and_passkeys_are_refused(chat_window: Page, site: Site) -> None:
    faults: list[str] = []
    chat_window.on("pageerror", lambda error: faults.append(str(error)))

    _walks_from_the_gap_to_a_place(chat_window, site, "new")
    chat_window.context.clear_cookies()
    sign_in(chat_window, site.url, "professional")
    chat_window.goto(f"{site.url}/certificates/")
    chat_window.locator("main a[href^='/certificates/']").first.click()
    expect(chat_window.locator("main")).to_contain_text("请点右上角在浏览器打开")
    picture = chat_window.locator("img.proof-picture")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()

    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    assert faults == []


def _walks_from_the_gap_to_a_place(page: Page, site: Site, who: str) -> None:
    page.goto(f"{site.url}/hours/")
    sign_in(page, site.url, who)
    page.goto(f"{site.url}/hours/")
    page.get_by_role("link", name="选课补足").first.click()
    for address in _programmes(page):
        page.goto(site.url + address)
        if page.locator(".run-deed a.btn-primary").count():
            break
    page.locator(".run-deed a.btn-primary").first.click()
    page.locator("button[name=kind][value=PARTICIPANT]").first.click()
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("取消报名")
    page.goto(f"{site.url}/learning/")
    expect(page.locator("main")).to_contain_text("取消报名")


def _programmes(page: Page) -> list[str]:
    found = page.locator("main a[href^='/catalogue/']").all()
    addresses = [str(one.get_attribute("href")) for one in found]
    return [address for address in addresses if re.match(r"^/catalogue/[^/?]+/[^/?]+/$", address)]


def _weight(browser: Browser, known: BrowserContext, address: str) -> int:
    """Return how many bytes come over the wire where nothing is kept from before."""
    context = browser.new_context(storage_state=known.storage_state(), viewport={"width": 360, "height": 740})
    try:
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        sizes: list[int] = []
        wire.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
        page.goto(address, wait_until="networkidle")
        return sum(sizes)
    finally:
        context.close()
