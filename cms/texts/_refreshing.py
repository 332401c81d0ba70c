"""Keep the texts of pages in step with what is public."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q
from wagtail.models import Page

from cms import search
from cms.models import BasePage, HelpPage, NoticePage, PageText, PolicyPage, TextKind
from cms.prose import paragraphs
from learning.work import traced

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_STORE = """
    INSERT INTO cms_pagetext (page_id, kind, title, body, vector, revision_id, indexed_at)
    VALUES (%s, %s, %s, %s, %s::tsvector, %s, %s)
    ON CONFLICT (page_id) DO UPDATE SET kind = excluded.kind, title = excluded.title, body = excluded.body,
        vector = excluded.vector, revision_id = excluded.revision_id, indexed_at = excluded.indexed_at
"""


def refresh_due(*, at: datetime) -> int:
    """Store the public pages whose revision moved, forget those that left the public; return how many."""
    done = sum(_store(kind, model, said, at=at) for kind, (model, said) in _KINDS.items())
    # Who may view a page changes without a revision.
    gone = PageText.objects.exclude(page__in=Page.objects.live().public()).delete()[0]
    return done + gone


def _store(kind: str, model: Any, said: Callable[[Any], list[str]], *, at: datetime) -> int:
    texts = PageText.objects.filter(kind=kind)
    fresh = texts.filter(Q(revision_id=F("page__live_revision_id")) | Q(revision_id=None, page__live_revision_id=None))
    due = list(model.objects.live().public().exclude(pk__in=fresh.values("pk")).order_by("pk")[:_AT_ONCE])
    return sum(_is_stored(kind, page, said, at=at) for page in due)


def _is_stored(kind: str, page: Any, said: Callable[[Any], list[str]], *, at: datetime) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_STORE, _row(kind, page, said(page), at=at))
    except Exception as error:
        # It is tried again at the next tick; the others must not wait for it.
        _log.error("The text of page %s cannot be read: %s", page.pk, traced(error))
        return False
    return True


def _row(kind: str, page: Any, said: list[str], *, at: datetime) -> tuple[Any, ...]:
    body = "\n".join(part for part in (*said, *_words(page)) if part).replace("\0", "")
    # Those of the title weigh above those of the text.
    vector = search.vector_literal([("A", search.folded(page.title)), ("B", search.folded(body))])
    return (page.pk, kind, page.title, body, vector, page.live_revision_id, at)


def _words(page: Any) -> Iterator[str]:
    for block in page.words:
        # Plain already: each block takes its own tags away.
        for text in block.block.get_searchable_content(block.value):
            yield " ".join(str(text).split())


_KINDS: dict[str, tuple[Any, Callable[[Any], list[str]]]] = {
    TextKind.POLICY: (PolicyPage, lambda page: [page.document_number, page.issued_by]),
    TextKind.NOTICE: (NoticePage, lambda page: [page.summary, page.objections_to]),
    TextKind.HELP: (HelpPage, lambda page: [page.phone]),
    TextKind.BASE: (BasePage, lambda page: paragraphs(page.introduction)),
}
