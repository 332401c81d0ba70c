"""Find programmes by words and facets."""

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.utils import timezone

from cms.search import _asking, _engines, _feeding
from cms.search._asking import Asked
from cms.search._engine import Engine, Matches, Wanted
from cms.search._facts import OF_PROGRAMME, OF_RUN
from cms.search._question import REACH, Found, Order, Question
from cms.search._ranking import Candidate, ranked
from cms.search._sayings import coded
from cms.search._synonyms import synonyms_mark, thesaurus
from cms.search._thesaurus import Thesaurus
from seminars import programmes

# What a person types fits; a pasted page is cut.
QUERY_MAX = 200
# So many are read and put into order by what they say; behind them, the engine's own order goes on.
_RANKED_MAX = 100
_CANDIDATES_MAX = 600
# Of what holds the words beyond those, so many are counted and can be narrowed: with ten thousand, of a hundred thousand programmes, the
# slowest pages took eight times as long.
_REST_MAX = 3_000
_FACETS = (*OF_PROGRAMME, *OF_RUN)

# What the facets of a programme say now: city, mode, category, kind, slot, fee by the words of `_asking`.
Values = Mapping[str, frozenset[str]]
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Every programme that answers, best first; the words to mark; how the query was read where a slip was mended."""

    ids: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    read_as: str = ""


def mark() -> str:
    """Return what changes whenever the same words may be answered otherwise though no programme moved: by words of the regulator, by an index."""
    return f"{synonyms_mark()} {_feeding.reached() if settings.ELASTICSEARCH_URL else ''}"


def find(
    query: str, *, values: Mapping[int, Values] | None = None, most: int = REACH, engine: Engine | None = None
) -> list[int]:
    """Return the ids of programmes that answer `query`, best first: those of `ranking`."""
    return list(ranking(query, values=values, most=most, engine=engine).ids)


def ranking(
    query: str, *, values: Mapping[int, Values] | None = None, most: int = REACH, engine: Engine | None = None
) -> Ranking:
    """
    Return the programmes that answer `query`; none where nothing does. For whoever narrows and counts by themselves.

    `values` says of programmes what their facets are now, for words like 南京 or 直播, where the engine does not know.

    :raises TakesTooLong: if it costs more than a page may
    """
    return _engines.answered(lambda chosen: _ranking(query, values, most, chosen), engine=engine)


def ask(question: Question, *, at: datetime, engine: Engine | None = None) -> Found:
    """
    Return what answers `question`: one page of it, how many there are, and what each choice would leave.

    :raises TakesTooLong: if it costs more than a page may
    """
    found = _engines.answered(lambda chosen: _answer(question, chosen), engine=engine)
    public = programmes.catalogue(on=timezone.localdate(at)).filter(page__live=True, pk__in=found.ids)
    still = set(public.order_by().values_list("pk", flat=True))

    return replace(found, ids=tuple(pk for pk in found.ids if pk in still))


def _ranking(query: str, values: Mapping[int, Values] | None, most: int, engine: Engine) -> Ranking:
    # Not as it was understood a moment ago: whoever keeps the answer keeps it under what is so now.
    asked = _asking.understood(query[:QUERY_MAX], held=engine.held, thesaurus=thesaurus())
    if not asked.topics and not asked.wishes:
        return Ranking()
    rows, rest = _looked_at(asked, engine)
    if asked.wishes and values is not None:
        for row in rows:
            row.values = values.get(row.key, {})
    if not asked.topics:
        rows = tuple((_of_wishes(asked, values or {}, most=most) | {row.key: row for row in rows}).values())
    order = ranked(asked, rows, most=most)
    return Ranking(
        # What nobody looked at stands behind what was put into order, if any of that answers.
        ids=(*order, *(rest[: most - len(order)] if order else ())),
        words=_to_mark(asked),
        read_as="" if asked.read_as == asked.typed else asked.read_as,
    )


def _of_wishes(asked: Asked, values: Mapping[int, Values], *, most: int) -> dict[int, Candidate]:
    """Return what answers where nothing but facets is asked for: whatever is of them, whatever its words; what is of nothing else first."""
    wanted = [(facet, wish.values) for facet, wish in asked.wishes.items()]
    found = list(values)
    for facet, wished in wanted:
        found = [key for key in found if not wished.isdisjoint(values[key].get(facet, _NONE))]
    found.sort(key=lambda key: not all(values[key][facet] <= wished for facet, wished in wanted))
    return {key: Candidate(key=key, values=values[key]) for key in found[:most]}


def _understood(query: str, engine: Engine) -> Asked:
    # For as long as an answer may show what was: every page of it asks the same again.
    round_ = int(time.monotonic() / settings.CATALOGUE_HELD_SECONDS) if settings.CATALOGUE_HELD_SECONDS else object()
    return _read(query[:QUERY_MAX], engine, thesaurus(), round_)


@lru_cache(maxsize=500)
def _read(query: str, engine: Engine, known: Thesaurus, _round: object) -> Asked:
    return _asking.understood(query, held=engine.held, thesaurus=known)


def _looked_at(asked: Asked, engine: Engine) -> tuple[tuple[Candidate, ...], tuple[int, ...]]:
    """
    Return what is put into order by what it says, and the keys of what else holds what was asked, as far as that is counted.

    Where there is more than is looked at, what is of the facets that are wished for is looked at besides: 会计 南京 is not the likeliest
    about 会计, and those among them that are in 南京.
    """
    said = Wanted(words=asked.words, codes=asked.codes, most=_CANDIDATES_MAX, is_counted=False)
    rows = engine.matches(said).candidates
    if len(rows) < _CANDIDATES_MAX or not asked.topics:
        return rows, ()
    wished = {} if asked.is_sentence else _wished(asked)
    if wished:
        found = {row.key: row for row in (*engine.matches(replace(said, chosen=wished)).candidates, *rows)}
        rows = tuple(found.values())
    seen = {row.key for row in rows}
    return rows, tuple(key for key in engine.keys(replace(said, chosen=wished, most=_REST_MAX)) if key not in seen)


def _wished(asked: Asked) -> dict[str, frozenset[str]]:
    """Return the facets that are wished for, in the values of documents."""
    return _coded({facet: wish.values for facet, wish in asked.wishes.items()})


def _answer(question: Question, engine: Engine) -> Found:
    plain = Wanted(
        chosen=_possible(question.chosen),
        series=_storable(question.series),
        ends_by=question.ends_by,
        can_enrol=question.can_enrol,
        order=question.order,
        facets=_FACETS,
    )
    asked = _understood(question.text, engine) if question.text.strip() else None
    if asked is None:
        return _browsed(question, plain, engine)
    if asked.topics:
        return _said(question, asked, plain, engine)
    if asked.wishes:
        # Nothing but facets is asked for: whatever is of them answers, whatever its words.
        return _browsed(question, replace(plain, chosen={**_wished(asked), **plain.chosen}), engine)
    return Found(engine=engine.name)


def _browsed(question: Question, wanted: Wanted, engine: Engine) -> Found:
    """Answer from the engine's own order alone."""
    first = min(max(0, question.first), REACH - question.rows)
    found = engine.matches(replace(wanted, first=first, most=question.rows))
    if not found.candidates and found.count:
        first = _last_page(found.count, question.rows)
        found = engine.matches(replace(wanted, first=first, most=question.rows))
    return _found(found, [row.key for row in found.candidates], first, engine)


def _said(question: Question, asked: Asked, plain: Wanted, engine: Engine) -> Found:
    wanted = replace(plain, words=asked.words, codes=asked.codes)
    # What nobody chose narrows nothing: one question gives rows and counts.
    whole = engine.matches(
        replace(wanted, chosen={}, order=Order.BEST, most=_RANKED_MAX, facets=() if wanted.chosen else _FACETS)
    )
    order = ranked(asked, whole.candidates, most=_RANKED_MAX)
    is_whole = whole.count <= _RANKED_MAX
    narrowed = whole
    if is_whole and (wanted.chosen or len(order) < whole.count):
        narrowed = engine.matches(replace(plain, only=tuple(order), most=_RANKED_MAX)) if order else Matches()
    elif wanted.chosen:
        narrowed = engine.matches(replace(wanted, order=Order.BEST, most=_RANKED_MAX))
        order = ranked(asked, narrowed.candidates, most=_RANKED_MAX)
    said = replace(_paged(question, wanted, narrowed, order, engine), words=_to_mark(asked))
    return said if asked.read_as == asked.typed else replace(said, read_as=asked.read_as)


def _paged(question: Question, wanted: Wanted, narrowed: Matches, order: list[int], engine: Engine) -> Found:
    """Return the page of rows in `order`, or, behind what was ranked, in the engine's own."""
    is_ranked = narrowed.count <= _RANKED_MAX or (
        question.order == Order.BEST and question.first + question.rows <= _RANKED_MAX
    )
    if not is_ranked:
        return _browsed(question, wanted, engine)
    left = {row.key: row for row in narrowed.candidates}
    kept = [left[key] for key in order if key in left]
    if question.order != Order.BEST:
        kept.sort(key=lambda row: (getattr(row, question.order.value), row.key))
    first = min(max(0, question.first), _last_page(len(kept), question.rows))
    return _found(narrowed, [row.key for row in kept[first : first + question.rows]], first, engine)


def _found(matches: Matches, ids: Iterable[int], first: int, engine: Engine) -> Found:
    return Found(ids=tuple(ids), first=first, count=matches.count, facets=matches.facets, engine=engine.name)


def _last_page(count: int, rows: int) -> int:
    return (min(count, REACH) - 1) // rows * rows if count else 0


def _to_mark(asked: Asked) -> tuple[str, ...]:
    """Return what is marked: what was meant and what lies below it, not the general words above."""
    topics = [*asked.topics, asked.whole] if asked.whole else asked.topics
    return tuple(dict.fromkeys(word for topic in topics for word in (*topic.equal, *topic.narrower)))


def _possible(chosen: Mapping[str, Collection[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(map(_storable, values)) for name, values in chosen.items() if name in _FACETS and values}


def _storable(value: str) -> str:
    """Return `value`, or what no facet has where it holds signs that no facet has: a server may refuse to compare those."""
    return value if value.isprintable() else "\ufffd"


def _coded(wishes: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return wishes in the values of facets."""
    return {facet: coded(facet, values) for facet, values in wishes.items()}
