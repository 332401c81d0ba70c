"""Articles: an anchor for each in the text of a document, and where a citation leads."""

import re
from collections.abc import Iterable
from typing import Any

from cms.models import PolicyPage, address_below_home

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100}
_NUMBER = "[零〇一二两三四五六七八九十百]{1,7}|[0-9]{1,3}"
# The paragraph that begins with an article; a summary names it in brackets at its end.
_PARAGRAPH = re.compile(r"<(p|li|h[2-6])((?:\s[^>]*)?)>(.*?)(?=</\1>)", re.DOTALL)
_BEGINS = re.compile(rf"(?:\s|<[^>]+>)*第({_NUMBER})条")
_NAMED = re.compile(rf"[（(]第({_NUMBER})条[^（）()]*[）)][。；;.]?(?:\s|<[^>]+>)*$")
_CITED = re.compile(rf"第?({_NUMBER})条?")
_APART = re.compile(r"[\s《》〈〉“”\"（）()〔〕\[\]]")


def anchored(html: str) -> str:
    """Return the text of a document with an id at the paragraph of each article, so that `#article-8` leads there."""
    begins = {number for part in _PARAGRAPH.finditer(html) if (number := _number(_BEGINS.match(part[3])))}
    seen: set[int] = set()

    def mark(part: re.Match[str]) -> str:
        number = _number(_BEGINS.match(part[3])) or _named(part[3], begins)
        if not number or number in seen or " id=" in part[2]:
            return part[0]
        seen.add(number)
        return f'<{part[1]}{part[2]} id="{_anchor(number)}">{part[3]}'

    return _PARAGRAPH.sub(mark, html)


def addresses(cited: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return where the site shows each document and article of `cited`; what it does not show is missing. One query."""
    pages = list(PolicyPage.objects.live().order_by("path"))
    known = [(page, _plain(page.document_number), _plain(page.title)) for page in pages]
    found = {citation: (page, citation[1]) for citation in cited if (page := _page(citation[0], known))}

    return {citation: _address(page, article) for citation, (page, article) in found.items()}


def _page(document: str, known: list[tuple[Any, str, str]]) -> Any:
    """Return the page of a document: by its number, or else by the longest title that the citation holds."""
    plain = _plain(document)
    by_number = [page for page, number, _title in known if len(number) > 3 and number in plain]
    by_title = sorted(((len(title), page.pk, page) for page, _number, title in known if title and title in plain))
    return by_number[0] if by_number else by_title[-1][2] if by_title else None


def _address(page: Any, article: str) -> str:
    address = address_below_home(page.url_path)
    number = _number(_CITED.match(article.strip()))
    anchor = _anchor(number) if number else ""
    return f"{address}#{anchor}" if anchor and f'id="{anchor}"' in anchored(_html(page)) else address


def _html(page: Any) -> str:
    return "".join(block.value.source for block in page.words if block.block_type == "text")


def _named(inner: str, begins: set[int]) -> int:
    number = _number(_NAMED.search(inner))
    return 0 if number in begins else number


def _number(match: re.Match[str] | None) -> int:
    """Return the number that a match names in its first group, 0 where there is none."""
    if match is None:
        return 0
    if match[1].isdigit() and match[1].isascii():
        return int(match[1])
    total, digit = 0, 0
    for sign in match[1]:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def _anchor(number: int) -> str:
    return f"article-{number}"


def _plain(text: str) -> str:
    return _APART.sub("", text)
