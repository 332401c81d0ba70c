"""Find pages by words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.utils.safestring import SafeString

from cms import search
from cms.models import TextKind, address_below_home

QUERY_MAX = 100
_EACH = 10
_PASSAGE = 100
# Asked for every kind at once: the best of each, and how many there are. What left the public since the last sweep, or
# may not be viewed by everybody, is left out here.
_FIND = """
    SELECT kind, url_path, title, body, total FROM (
        SELECT text.kind, page.url_path, text.title, text.body, count(*) OVER (PARTITION BY text.kind) AS total,
            row_number() OVER (PARTITION BY text.kind ORDER BY ts_rank('{0, 0, 0.3, 1.0}', text.vector, asked) DESC, page.id DESC) AS place
        FROM cms_pagetext AS text JOIN wagtailcore_page AS page ON page.id = text.page_id, CAST(%s AS tsquery) AS asked
        WHERE page.live AND text.vector @@ asked AND NOT EXISTS (
            SELECT 1 FROM wagtailcore_pageviewrestriction AS closed JOIN wagtailcore_page AS above ON above.id = closed.page_id
            WHERE starts_with(page.path, above.path)
        )
    ) AS ranked WHERE place <= %s ORDER BY kind, place
"""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A page, and the passage that answers, with the words asked for marked in both."""

    title: SafeString
    address: str
    passage: SafeString


@dataclass(frozen=True, kw_only=True)
class Found:
    """Pages of one kind, best first, and how many there are in all."""

    kind: TextKind
    hits: list[Hit]
    total: int


def find(text: str) -> list[Found]:
    """
    Return the public pages that hold all that was typed, by kind; where none holds it as typed, those that hold all of its words.

    :raises TakesTooLong: if it costs more than a page may (of `cms.search`)
    """
    typed = search.folded(text[:QUERY_MAX]).split()
    # 集成电路研修班 also finds 集成电路高级研修班.
    with search.limited():
        return _ask(typed) or _ask([word for part in typed for word in search.cut(part)])


def _ask(words: list[str]) -> list[Found]:
    query = " & ".join(phrase for word in words if (phrase := search.phrase_literal(word)))
    if not query:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [query, _EACH])
        rows = cursor.fetchall()
    by_kind: dict[str, list[Any]] = {}
    for row in rows:
        by_kind.setdefault(row[0], []).append(row)

    return [
        Found(kind=kind, hits=[_hit(row, words) for row in by_kind[kind]], total=by_kind[kind][0][4])
        for kind in TextKind
        if kind in by_kind
    ]


def _hit(row: Any, words: list[str]) -> Hit:
    kind, url_path, title, body, _total = row
    address = address_below_home(url_path)
    if kind == TextKind.HELP:
        # Help is one page; its own search shows the questions that answer.
        address += f"?{urlencode({'q': ' '.join(words)})}"
    return Hit(title=search.marked(title, words), address=address, passage=search.passage(body, words, length=_PASSAGE))
