"""Find programmes by words."""

from collections.abc import Mapping
from dataclasses import replace

from cms.search import _asking
from cms.search._engine import Engine
from cms.search._postgresql import PostgreSQL
from cms.search._ranking import Candidate, ranked

# What a person types fits; a pasted page is cut.
QUERY_MAX = 200
_CANDIDATES_MAX = 600

# What the facets of a programme say now: city, mode, category, kind by the words of `_asking`.
Values = Mapping[str, frozenset[str]]


def find(
    query: str, *, values: Mapping[int, Values] | None = None, most: int = 1000, engine: Engine | None = None
) -> list[int]:
    """
    Return the ids of programmes that answer `query`, best first; none where nothing does.

    `values` says of programmes what their facets are now, for words like 南京 or 直播; what it does not name meets no such wish.
    """
    chosen = engine or PostgreSQL()
    asked = _asking.understood(query[:QUERY_MAX], held=chosen.held)
    if not asked.topics and not asked.wishes:
        return []
    facts = values or {}
    found = chosen.candidates(words=asked.words, codes=asked.codes, most=_CANDIDATES_MAX)
    rows = {row.key: replace(row, values=facts.get(row.key, {})) for row in found}
    if not asked.topics:
        # Nothing but facets is asked for: whatever is of them answers, whatever its words.
        rows = {key: Candidate(key=key, values=of_it) for key, of_it in facts.items()} | rows
    return ranked(asked, rows.values(), most=most)
