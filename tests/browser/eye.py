"""An eye: looks at a page as somebody would, and notes what is wrong with it for some of those who will read it."""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from deploy.states import STATES
from deploy.walk import Found

AXE = Path(str(find_spec("axe_playwright_python.base").origin)).with_name("axe.min.js").read_text(encoding="utf-8")  # type: ignore[union-attr]
PHONE, DESK = 360, 1440
HEIGHT = 800
# Width, language and type of two looks at a page that differ in all three; over four pages every pair of values meets.
LOOKS = (
    ((PHONE, "zh-hans", "large"), (DESK, "en", "usual")),
    ((PHONE, "en", "large"), (DESK, "zh-hans", "usual")),
    ((PHONE, "zh-hans", "usual"), (DESK, "en", "large")),
    ((PHONE, "en", "usual"), (DESK, "zh-hans", "large")),
)
SERIOUS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter(one => ["serious", "critical"].includes(one.impact))
  .map(one => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 160)}`)"""
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.querySelectorAll("main *, header *, footer *")].filter(one => {
    if (one.getBoundingClientRect().right <= room + 1) return false;
    for (let up = one.parentElement; up; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return false;
    return true;
  });
  const last = wide.at(-1);
  return `${document.documentElement.scrollWidth} of ${room}: ` + (last ? last.outerHTML.slice(0, 160) : "?");
}"""
WORDS = """() => {
  const own = document.documentElement.lang.slice(0, 2), found = new Set();
  const speaks = node => (node.closest("[lang]") || document.documentElement).lang.slice(0, 2) === own;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const up = walker.currentNode.parentElement;
    if (!up.closest("script, style, noscript, code, textarea, .fingerprint, .demo-words") && speaks(up)) found.add(walker.currentNode.data.replace(/\\s+/g, " ").trim());
  }
  for (const name of ["aria-label", "alt", "title", "placeholder"])
    for (const one of document.querySelectorAll(`[${name}]`)) if (speaks(one)) found.add(one.getAttribute(name).trim());
  found.add(document.title);
  return [...found].filter(Boolean);
}"""
TYPES = "type => document.documentElement.classList.toggle('large-type', type === 'large')"


@dataclass(frozen=True, kw_only=True)
class Look:
    """What an eye noted of one page in one language."""

    found: Found
    language: str
    status: int
    faults: list[str]  # what shuts somebody out, as axe says
    too_wide: list[str]
    words: list[str]

    def __str__(self) -> str:
        return f"{self.found} ({self.language})"


def looks_at(found: Found, number: int, context: BrowserContext, url: str) -> list[Look]:
    """Return what is to be noted of a page in both languages, each in another width and size of type."""
    page = context.pages[0]
    return [_look(found, page, url, how) for how in LOOKS[number % len(LOOKS)]]


def _look(found: Found, page: Page, url: str, how: tuple[int, str, str]) -> Look:
    width, language, size = how
    cookies = {"django_language": language, "type": size}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])  # type: ignore[typeddict-item]
    page.set_viewport_size({"width": width, "height": HEIGHT})
    status = _reached(found, page, url, language)
    page.evaluate(AXE)
    return Look(
        found=found,
        language=language,
        status=status,
        faults=page.evaluate(SERIOUS),
        words=page.evaluate(WORDS),
        too_wide=_too_wide(page),
    )


def _reached(found: Found, page: Page, url: str, language: str) -> int:
    """Go to a page, by a link or by the way to its state, and return what the site answered."""
    if found.name in STATES:
        _who, way = STATES[found.name]
        way(page, url, language)
        return 200
    answer = page.goto(url + found.path)
    return answer.status if answer else 0


def _too_wide(page: Page) -> list[str]:
    """Return where a phone has to be pushed sideways, in usual and in large type."""
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    notes: list[Any] = []
    for size in ("usual", "large"):
        page.evaluate(TYPES, size)
        if note := page.evaluate(TOO_WIDE):
            notes.append(f"{size} type: {note}")
    return notes
