"""The pages of a running site, found by following links as everybody who looks."""

import re
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple, TypeVar
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse, BrowserContext, Page
from playwright.sync_api import Error as Unanswered

Got = TypeVar("Got")

# Where each looks first; the rest is found from there.
STARTS = {
    "": ("/", "/accounts/login/", "/accounts/signup/", "/verify/", "/nothing-here/"),
    "professional": ("/hours/", "/people/join/", "/people/outbox/"),
    "short": ("/hours/", "/learning/", "/catalogue/"),
    "base": ("/today/", "/base/"),
    "province": ("/overview/", "/decisions/", "/compliance/", "/register/", "/rulebooks/"),
}
# No pages of ours, or no pages: admins of Wagtail and Django, files, the way out.
SKIPPED = re.compile(
    r"^/(cms|django|static|media|documents)/|^/accounts/(logout|2fa/recovery-codes/download)|/file/|\.(pdf|ics|csv|xlsx|png|jpg|svg|txt)$"
)
# Pages of Wagtail share one route: each kind of page is looked at by itself.
BY_PATH = {"wagtail_serve"}
# One page of a kind may lead where another does not: so many of them are asked for their links.
ALIKE = 3
# Those who open a person's record, which asks for a purpose before it leads on.
LOOK_UP = {"province"}
# Says something else to everybody.
DIFFERS = {"my-hours", "my-learning"}


class Found(NamedTuple):
    """A page, and who sees it."""

    name: str
    who: str
    path: str

    def __str__(self) -> str:
        return f"{self.who or 'anyone'} {self.path}"


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        target = dict(attrs).get("href")
        if tag == "a" and target and not target.startswith(("#", "mailto:", "tel:", "webcal:")):
            self.found.append(target)


def patiently(ask: Callable[[str], Got], address: str) -> Got:
    """Return what `ask` gets of an address. A site that is worked on starts anew now and then: it is asked again for a minute."""
    for _try in range(20):
        try:
            return ask(address)
        except Unanswered as fault:
            if "REFUSED" not in str(fault) and "RESET" not in str(fault) and "hang up" not in str(fault):
                raise
            time.sleep(3)
    raise RuntimeError(f"nobody answers at {address}")


def walked(url: str, windows: dict[str, BrowserContext]) -> list[Found]:
    """Return one address of every page that somebody reaches by links, in the order of finding."""
    seen: dict[str, Found] = {}
    for who, context in windows.items():
        if who in LOOK_UP:
            _open_a_record(url, context.pages[0])
        for found in _reached(url, who, context):
            # What looks different to different people is looked at as each of them.
            seen.setdefault(f"{found.name} {who}" if found.name in DIFFERS else found.name, found)

    return list(seen.values())


def _open_a_record(url: str, page: Page) -> None:
    patiently(page.goto, f"{url}/compliance/")
    links = page.locator("main td a")
    if not links.count():
        return
    patiently(page.goto, urljoin(url, links.first.get_attribute("href") or ""))
    # Whoever said it within the last half hour is not asked again.
    if page.locator("main [name=purpose]").count():
        page.fill("main [name=purpose]", "核对演示数据")
        with page.expect_navigation():
            page.locator("main form:has([name=purpose]) [type=submit]").click()


def _reached(url: str, who: str, context: BrowserContext) -> Iterator[Found]:
    queue, names = deque(STARTS[who]), Counter[str]()
    asked: set[str] = set()
    while queue:
        path = queue.popleft()
        name = _name(path)
        if names[name] >= ALIKE or path in asked or SKIPPED.search(path):
            continue
        asked.add(path)
        answer = patiently(context.request.get, url + path)
        if not _is_page(answer):
            continue
        end = _path(answer.url)
        if names[_name(end)] >= ALIKE or SKIPPED.search(end):
            continue
        names.update({name, _name(end)})
        yield Found(_name(end), who, end)
        queue.extend(_links(url + end, answer.text()))


def _is_page(answer: APIResponse) -> bool:
    return answer.status in {200, 404} and answer.headers.get("content-type", "").startswith("text/html")


def _links(here: str, html: str) -> list[str]:
    links = Links()
    links.feed(html)
    there = [urljoin(here, link) for link in links.found]
    return [_path(link) for link in there if urlsplit(link).netloc == urlsplit(here).netloc]


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _name(path: str) -> str:
    """Return what kind of page an address is: its name, for Wagtail's pages the depth and first part of the path."""
    bare = path.partition("?")[0]
    try:
        name = resolve(bare).view_name
    except Resolver404:
        return bare
    if name in BY_PATH:
        parts = [part for part in bare.split("/") if part]
        return f"page:{'/'.join(parts[:1])}:{len(parts)}"
    return name
