"""The main forms work by keyboard alone: every field is reached by Tab in the order of the page, what has the focus is seen, Enter sends."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cms.management.province import LOGINS, PASSWORD
from deploy.walk import Found
from tests.rigs import Site

# Whose form, and its address or the name of it.
FORMS = (
    ("", "/accounts/signup/"),
    ("", "/verify/"),
    ("", "/catalogue/"),
    ("professional", "accounts:changes"),
    ("professional", "credits:channels"),
    ("base", "seminars:open-run"),
    ("base", "seminars:base-run"),
    ("province", "/register/"),
    ("province", "credits:compliance"),
    ("province", "seminars:decide-application"),
)
# Fields of the page that take the focus, one of a group of radio buttons, in their order.
FIELDS = """() => {
  const seen = new Set();
  return [...document.querySelectorAll("main form :is(input, select, textarea, button)")].filter(one => {
    if (one.disabled || one.type === "hidden" || !one.checkVisibility()) return false;
    if (one.type !== "radio") return true;
    if (seen.has(one.form + one.name)) return false;
    seen.add(one.form + one.name);
    return true;
  }).map(one => `${one.tagName} ${one.name}`);
}"""
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  return {
    name: `${one.tagName} ${one.name ?? ""}`,
    isField: Boolean(one.closest("main form")) && one.matches("input, select, textarea, button"),
    // The parts of a date show the focus themselves.
    isSeen: /date|time/.test(one.type) || style.outlineStyle !== "none" || style.boxShadow !== "none",
    isOnScreen: box.bottom > 0 && box.top < innerHeight,
  };
}"""
MOST = 250


def test_somebody_signs_in_by_keyboard(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{site.url}/accounts/login/")

    _tab_to(page, "[name=login]")
    page.keyboard.type(LOGINS["short"].mobile.removeprefix("+86"))
    _tab_to(page, "[name=password]")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/hours/"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    context.close()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form[1])
def test_every_field_is_reached_by_tab_and_seen(
    pages: list[Found], windows: dict[str, BrowserContext], site: Site, form: tuple[str, str]
) -> None:
    who, address = form
    page = windows[who].pages[0]
    page.emulate_media(reduced_motion="reduce")
    page.goto(site.url + next((found.path for found in pages if found.name == address), address))
    page.evaluate("document.activeElement.blur()")

    wanted, steps = page.evaluate(FIELDS), _tabbed(page)

    reached = [step["name"] for step in steps if step["isField"]]
    assert wanted
    assert [name for name in wanted if name not in reached] == []
    assert [step["name"] for step in steps if not (step["isSeen"] and step["isOnScreen"])] == []


def _tab_to(page: Page, selector: str) -> None:
    for _step in range(MOST):
        if page.evaluate("selector => document.activeElement.matches(`main ${selector}`)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def _tabbed(page: Page) -> list[dict[str, object]]:
    """Return what has the focus after each Tab, until the page is walked once."""
    steps: list[dict[str, object]] = []
    for _step in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        steps.append(page.evaluate(FOCUSED))
    return steps
