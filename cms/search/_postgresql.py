"""The engine that needs nothing but PostgreSQL: vectors written term by term, so that no parser of the server has a say."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction

from cms.search._documents import Document
from cms.search._engine import Chosen, Matches, Wanted, walks
from cms.search._facts import chosen_words
from cms.search._literals import phrase_literal, vector_literal
from cms.search._question import Order
from cms.search._ranking import Candidate

TABLE = "cms_searchdocument"
_THROW_AWAY = "searchdocument_throw_away"
_WEIGHTS = "ABC"
_TYPES = (
    "programme_id bigint, vector tsvector, title text, beside text, body text, codes varchar[], facets varchar[], combos varchar[], "
    "start int, hours bigint, seats int, open_end int, stale_at timestamptz, digest varchar, indexed_at timestamptz"
)
_GIVEN = [name.split()[0] for name in _TYPES.split(", ")]
# One text for all rows: whoever hands over arrays one by one spends longer on them than the server does.
_STORE = f"""
    INSERT INTO {{table}} (is_listed, changed, {", ".join(_GIVEN)})
    SELECT true, nextval('cms_searchdocument_changes'), given.* FROM json_to_recordset(%s::json) AS given({_TYPES})
    ON CONFLICT (programme_id) DO UPDATE
    SET (is_listed, changed, {", ".join(_GIVEN)}) = (true, excluded.changed, {", ".join(f"excluded.{name}" for name in _GIVEN)})
"""  # noqa: S608  (its own columns)
_REMOVE = """
    UPDATE {table}
    SET is_listed = false, vector = '', title = '', beside = '', body = '', codes = '{{}}', facets = '{{}}', combos = '{{}}',
        open_end = NULL, stale_at = NULL, digest = '', changed = nextval('cms_searchdocument_changes')
    WHERE programme_id = ANY(%s) AND is_listed
"""
# By so many words likely ones are told, the first of which say just what was asked: the server looks each up in each text that answers.
_RANKING_MAX = 12
_ORDERS = {
    Order.BEST: "ts_rank('{0, 0.1, 0.3, 1.0}', vector, %s) DESC, start",
    Order.START: "start",
    Order.HOURS: "hours",
    Order.SEATS: "seats",
}
_HELD = """
    SELECT phrase FROM unnest(%s::text[], %s::text[]) AS asked (phrase, query)
    WHERE EXISTS (SELECT FROM {table} WHERE vector @@ query::tsquery)
"""


class PostgreSQL:
    """Search in `table`."""

    name = "postgresql"

    def __init__(self, table: str = TABLE) -> None:
        self._table = table

    def store(self, documents: Iterable[Document], *, at: datetime) -> int:
        """Store `documents`, each in place of the former one of its programme; return how many."""
        rows = [_row(document, at=at) for document in documents]
        with connection.cursor() as cursor:
            cursor.execute(_STORE.format(table=self._table), [json.dumps(rows, ensure_ascii=False)])

        return len(rows)

    def remove(self, keys: Sequence[int]) -> int:
        """Forget programmes; return how many were known. What is kept of them says only that they left."""
        with connection.cursor() as cursor:
            cursor.execute(_REMOVE.format(table=self._table), [list(keys)])
            return int(cursor.rowcount)

    def matches(self, wanted: Wanted) -> Matches:
        """Return what is asked for: likely ones first where the order is BEST."""
        asked = _any_of(wanted.words)
        found, facts = _found(wanted, asked)
        chosen, values = _chosen(wanted.chosen)
        with _by_index(is_so=wanted.has_words) as cursor:
            count = 0
            if wanted.is_counted:
                cursor.execute(f"SELECT count(*) FROM {self._table} WHERE {found} AND {chosen}", [*facts, *values])  # noqa: S608
                count = cursor.fetchone()[0]
            has_some = wanted.most and (count or not wanted.is_counted)
            candidates = self._candidates(cursor, wanted, asked) if has_some else ()
            return Matches(candidates=candidates, count=count, facets=self._facets(cursor, wanted, asked))

    def keys(self, wanted: Wanted) -> tuple[int, ...]:
        """Return the keys alone of what is asked for, what somebody can enrol in first."""
        found, facts = _found(wanted, _any_of(wanted.words))
        chosen, values = _chosen(wanted.chosen)
        with _by_index(is_so=wanted.has_words) as cursor:
            cursor.execute(
                f"SELECT programme_id FROM {self._table} WHERE {found} AND {chosen} ORDER BY start, programme_id LIMIT %s",  # noqa: S608
                [*facts, *values, wanted.most],
            )
            return tuple(row[0] for row in cursor.fetchall())

    def held(self, phrases: Collection[str]) -> set[str]:
        """Return those of `phrases`, folded, that some text holds."""
        queries = {phrase: query for phrase in phrases if (query := phrase_literal(phrase))}
        if not queries:
            return set()
        with _by_index() as cursor:
            cursor.execute(_HELD.format(table=self._table), [list(queries), list(queries.values())])
            return {row[0] for row in cursor.fetchall()}

    def _candidates(self, cursor: Any, wanted: Wanted, asked: str) -> tuple[Candidate, ...]:
        found, facts = _found(wanted, asked)
        chosen, values = _chosen(wanted.chosen)
        ranking = _any_of(wanted.words[:_RANKING_MAX])
        order, ranked = (_ORDERS[wanted.order], [ranking]) if wanted.has_words else (_ORDERS[_order(wanted)], [])
        cursor.execute(
            f"SELECT programme_id, title, beside, body, codes, facets, start, hours, seats FROM {self._table} "  # noqa: S608
            f"WHERE {found} AND {chosen} ORDER BY {order}, programme_id LIMIT %s OFFSET %s",
            [*facts, *values, *(ranked if "%s" in order else []), wanted.most, wanted.first],
        )
        names = ("key", "title", "beside", "body", "codes", "facets", "start", "hours", "seats")
        return tuple(Candidate(**dict(zip(names, row, strict=True))) for row in cursor.fetchall())

    def _facets(self, cursor: Any, wanted: Wanted, asked: str) -> dict[str, dict[str, int]]:
        counted: dict[str, dict[str, int]] = {}
        found, facts = _found(wanted, asked)
        for walk in walks(wanted):
            chosen, values = _chosen(walk.chosen)
            cursor.execute(
                f"SELECT word, count(*) FROM {self._table}, unnest({walk.field}) AS word WHERE {found} AND {chosen} GROUP BY word",  # noqa: S608
                [*facts, *values],
            )
            counted |= walk.counts(dict(cursor.fetchall()), wanted)
        return counted


@contextmanager
def _by_index(*, is_so: bool = True) -> Iterator[Any]:
    """
    Give a cursor whose statements go by the indexes, if `is_so`.

    The server takes comparing a vector for as cheap as comparing a number, and would rather walk through all of them.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if not is_so:
            yield cursor
            return
        cursor.execute("SELECT current_setting('enable_seqscan'), set_config('enable_seqscan', 'off', true)")
        before = cursor.fetchone()[0]
        yield cursor
        cursor.execute("SELECT set_config('enable_seqscan', %s, true)", [before])


def _any_of(words: Iterable[str]) -> str:
    """Return the query for texts that hold one of `words`."""
    return " | ".join(query for word in words if (query := phrase_literal(word)))


def _order(wanted: Wanted) -> Order:
    return Order.START if wanted.order == Order.BEST else wanted.order


def _found(wanted: Wanted, asked: str) -> tuple[str, list[Any]]:
    """Return the condition for what is asked for before any choice, and its values."""
    conditions: list[tuple[str, list[Any]]] = [("is_listed", [])]
    if wanted.has_words:
        conditions.append(("(vector @@ %s::tsquery OR codes && %s::varchar[])", [asked, sorted(wanted.codes)]))
    if wanted.only is not None:
        conditions.append(("programme_id = ANY(%s)", [list(wanted.only)]))
    if wanted.series:
        conditions.append(("facets && %s::varchar[]", [[f"series={wanted.series}", "series=*"]]))
    if wanted.can_enrol:
        conditions.append(("open_end <= %s", [wanted.ends_by.toordinal() if wanted.ends_by else 10_000_000]))
    return " AND ".join(sql for sql, _values in conditions), list(
        chain.from_iterable(values for _sql, values in conditions)
    )


def _chosen(chosen: Chosen) -> tuple[str, list[list[str]]]:
    """Return the condition for choices, and its values."""
    met = list(chosen_words(chosen))
    return " AND ".join(f"{field} && %s::varchar[]" for field, _words in met) or "true", [
        words for _field, words in met
    ]


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


def _row(document: Document, *, at: datetime) -> dict[str, Any]:
    facts, words = document.facts, (document.title, document.beside, document.body)
    values = (
        document.key,
        vector_literal(zip(_WEIGHTS, words, strict=True)),
        *words,
        document.codes,
        facts.facets,
        facts.combos,
        facts.start,
        facts.hours,
        facts.seats,
        facts.open_end,
        facts.stale_at.isoformat() if facts.stale_at else None,
        document.digest,
        at.isoformat(),
    )
    return dict(zip(_GIVEN, values, strict=True))
