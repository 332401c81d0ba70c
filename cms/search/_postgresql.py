"""The engine that needs nothing but PostgreSQL: vectors written term by term, so that no parser of the server has a say."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from cms.search import _terms
from cms.search._engine import Text
from cms.search._ranking import Candidate

TABLE = "cms_searchdocument"
_THROW_AWAY = "searchdocument_throw_away"
_WEIGHTS = "ABC"
# Fields stand apart, so that no phrase reaches from one into the next.
_GAP = 8
_POSITION_MAX = 16000
_STORE = """
    INSERT INTO {table} (programme_id, vector, title, beside, body, codes, version_id, revision_id, indexed_at)
    VALUES (%s, %s::tsvector, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (programme_id) DO UPDATE
    SET vector = excluded.vector, title = excluded.title, beside = excluded.beside, body = excluded.body, codes = excluded.codes,
        version_id = excluded.version_id, revision_id = excluded.revision_id, indexed_at = excluded.indexed_at
"""
_CANDIDATES = """
    SELECT programme_id, title, beside, body, codes FROM {table}, CAST(%s AS tsquery) AS asked
    WHERE vector @@ asked OR codes && %s
    ORDER BY ts_rank('{{0, 0.1, 0.3, 1.0}}', vector, asked) DESC, programme_id
    LIMIT %s
"""
_HELD = """
    SELECT phrase FROM unnest(%s::text[], %s::text[]) AS asked (phrase, query)
    WHERE EXISTS (SELECT FROM {table} WHERE vector @@ query::tsquery)
"""


class PostgreSQL:
    """Search in `table`."""

    def __init__(self, table: str = TABLE) -> None:
        self._table = table

    def store(self, texts: Iterable[Text], *, at: datetime) -> int:
        """Store `texts`, each in place of the former one of its programme; return how many."""
        rows = [
            (
                text.programme_id,
                _vector((text.title, text.beside, text.body)),
                *(part.replace("\0", "") for part in (text.title, text.beside, text.body)),
                sorted(text.codes),
                text.version_id,
                text.revision_id,
                at,
            )
            for text in texts
        ]
        with connection.cursor() as cursor:
            cursor.executemany(_STORE.format(table=self._table), rows)

        return len(rows)

    def remove(self, programme_ids: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE programme_id = ANY(%s)", [list(programme_ids)])  # noqa: S608
            return int(cursor.rowcount)

    def candidates(self, *, words: Collection[str], codes: Collection[str], most: int) -> list[Candidate]:
        """Return at most `most` programmes that hold one of `words` or are of one of `codes`, likely ones first."""
        asked = " | ".join(query for word in words if (query := _query(word)))
        with connection.cursor() as cursor:
            cursor.execute(_CANDIDATES.format(table=self._table), [asked, sorted(codes), most])
            return [
                Candidate(key=key, title=title, beside=beside, body=body, codes=frozenset(found))
                for key, title, beside, body, found in cursor.fetchall()
            ]

    def held(self, phrases: Collection[str]) -> set[str]:
        """Return those of `phrases`, folded, that some text holds."""
        queries = {phrase: query for phrase in phrases if (query := _query(phrase))}
        if not queries:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(_HELD.format(table=self._table), [list(queries), list(queries.values())])
            return {row[0] for row in cursor.fetchall()}


@contextmanager
def throw_away() -> Iterator[PostgreSQL]:
    """Give an engine of its own that is gone afterwards; it sees nothing of the catalogue, and the catalogue nothing of it."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_THROW_AWAY} (LIKE {TABLE} INCLUDING INDEXES)")
    try:
        yield PostgreSQL(_THROW_AWAY)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {_THROW_AWAY}")


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


def _query(word: str) -> str:
    """Return the literal of a tsquery: the terms of a word follow each other."""
    terms = [f"'{term.text}'{':*' if term.is_open else ''}" for term in _terms.asked_terms(word)]
    return f"({' <-> '.join(terms)})" if terms else ""
