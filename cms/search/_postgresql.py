"""The engine that needs nothing but PostgreSQL: vectors written term by term, so that no parser of the server has a say."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from cms.models import SearchDocument
from cms.search import _terms
from cms.search._engine import Text

_WEIGHTS = "ABCD"
# Fields stand apart, so that no phrase reaches from one into the next.
_GAP = 8
_POSITION_MAX = 16000
_STORE = """
    INSERT INTO cms_searchdocument (programme_id, body, version_id, revision_id, indexed_at)
    VALUES (%s, %s::tsvector, %s, %s, %s)
    ON CONFLICT (programme_id) DO UPDATE
    SET body = excluded.body, version_id = excluded.version_id, revision_id = excluded.revision_id, indexed_at = excluded.indexed_at
"""
_FIND = """
    SELECT programme_id FROM cms_searchdocument, CAST(%s AS tsquery) AS asked
    WHERE body @@ asked
    ORDER BY ts_rank('{0.05, 0.2, 0.4, 1.0}', body, asked) DESC, programme_id
    LIMIT %s
"""


class PostgreSQL:
    """Search in table `cms_searchdocument`."""

    def store(self, texts: Iterable[Text], *, at: datetime) -> int:
        """Store `texts`, each in place of the former one of its programme; return how many."""
        rows = [(text.programme_id, _vector(text.fields), text.version_id, text.revision_id, at) for text in texts]
        with connection.cursor() as cursor:
            cursor.executemany(_STORE, rows)

        return len(rows)

    def remove(self, programme_ids: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""
        return SearchDocument.objects.filter(pk__in=programme_ids).delete()[0]

    def find(self, query: str, *, most: int) -> list[int]:
        """Return the ids of at most `most` programmes that match `query`, best first."""
        phrases = _terms.asked_phrases(query)
        if not phrases:
            return []
        with connection.cursor() as cursor:
            cursor.execute(_FIND, [_asked(phrases), most])
            return [row[0] for row in cursor.fetchall()]


def _vector(fields: Sequence[str]) -> str:
    """Return the literal of a tsvector: each term with its places and the weight of its field."""
    places: dict[str, list[str]] = {}
    position = 0
    for weight, field in zip(_WEIGHTS, fields, strict=True):
        for term in _terms.stored_terms(field):
            position += 1
            if position <= _POSITION_MAX:
                places.setdefault(term, []).append(f"{position}{weight}")
        position += _GAP

    return " ".join(f"'{term}':{','.join(at)}" for term, at in places.items())


def _asked(phrases: list[list[_terms.Term]]) -> str:
    """Return the literal of a tsquery: terms of a phrase follow each other, phrases all occur."""
    return " & ".join(
        "(" + " <-> ".join(f"'{term.text}'{':*' if term.is_open else ''}" for term in phrase) + ")"
        for phrase in phrases
    )
