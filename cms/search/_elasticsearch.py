"""The engine on Elasticsearch, by elasticsearch-dsl. Its mapping needs the core analysis only: `standard` makes a token of each Han character."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.search._documents import Document
from cms.search._engine import Chosen, Matches, Walk, Wanted, walks
from cms.search._facts import chosen_words
from cms.search._question import Order
from cms.search._ranking import Candidate
from cms.search._terms import stretches

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch as Client

_TEXTS = ("title", "beside", "body")
_FIELDS = ["title^6", "beside", "body"]
_KEPT = ["title", "beside", "body", "codes", "facets", "start", "hours", "seats"]
# Somebody still typing "pyth" means "python".
_BEGUN = 3
# A page does not wait longer; whoever builds an index on a busy machine does.
SECONDS_OF_A_PAGE = 0.3
_SECONDS = 60
_WORDS_MAX = 5000
# A node works on a request with one core.
_FILLING_AT_ONCE = 2
_MAPPING: dict[str, Any] = {
    "dynamic": False,
    "properties": {
        **{name: {"type": "text", "analyzer": "standard"} for name in _TEXTS},
        **{name: {"type": "keyword"} for name in ("codes", "facets", "combos")},
        **{name: {"type": "long"} for name in ("key", "start", "hours", "seats", "open_end")},
        "digest": {"type": "keyword", "index": False},
    },
}


class Elasticsearch:
    """Search in `index` (a name or an alias) of the cluster at ELASTICSEARCH_URL."""

    name = "elasticsearch"

    def __init__(self, index: str, *, client: "Client | None" = None) -> None:
        self.index = index
        self.client = client or connected()

    def make(self) -> None:
        """Make the index. It is being filled: what is stored is found when somebody says so, and other nodes get it when it has `settled`."""
        filling = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"}
        self.client.indices.create(index=self.index, mappings=_MAPPING, settings=filling)

    def settle(self) -> None:
        """Let everything that was stored be found, and from now on what comes after it, too; let other nodes have it."""
        usual = {"number_of_replicas": None, "refresh_interval": None}
        self.client.indices.put_settings(index=self.index, settings=usual)
        self.refresh()

    def drop(self) -> None:
        """Remove the index with all that it holds."""
        self.client.indices.delete(index=self.index, ignore_unavailable=True)

    def store(self, documents: Iterable[Document], *, at: datetime) -> int:
        """Store `documents`, each in place of the former one of its programme; return how many. They are found at once."""
        return self.bulk({"_op_type": "index", "_id": str(row.key), **source(row)} for row in documents)

    def remove(self, keys: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""
        return self.bulk({"_op_type": "delete", "_id": str(key)} for key in keys)

    def bulk(self, actions: Iterable[dict[str, Any]], *, is_found_at_once: bool = True) -> int:
        """
        Do `actions` on the index; return how many did something. What is known newer already, or is not there to remove, does nothing.

        What is not found at once is found after the next `refresh`: an index that nobody asks yet is filled faster so.
        """
        from elasticsearch.helpers import parallel_bulk, streaming_bulk  # noqa: PLC0415  (slow import)

        done = 0
        named = ({"_index": self.index, **action} for action in actions)
        sent = streaming_bulk if is_found_at_once else partial(parallel_bulk, thread_count=_FILLING_AT_ONCE)
        for is_done, answer in sent(self.client, named, refresh=is_found_at_once, raise_on_error=False):
            result = next(iter(answer.values()))
            if not is_done and result.get("status") not in {404, 409}:
                raise WriteRefused(str(result.get("error", result))[:300])
            done += is_done
        return done

    def refresh(self) -> None:
        """Let everything that was stored be found."""
        self.client.indices.refresh(index=self.index)

    def matches(self, wanted: Wanted) -> Matches:
        """Return what is asked for: likely ones first where the order is BEST."""
        answer = self.client.search(index=self.index, **body(wanted))
        hits, counted = answer["hits"], answer.get("aggregations", {})
        facets: dict[str, dict[str, int]] = {}
        for number, walk in enumerate(walks(wanted)):
            buckets = counted[str(number)]["words"]["buckets"]
            facets |= walk.counts({bucket["key"]: bucket["doc_count"] for bucket in buckets}, wanted)
        candidates = tuple(map(_candidate, hits["hits"]))
        return Matches(candidates=candidates, count=hits["total"]["value"], facets=facets)

    def keys(self, wanted: Wanted) -> tuple[int, ...]:
        """Return the keys alone of what is asked for, what somebody can enrol in first."""
        # A hit says what it is sorted by; thousands of them need say nothing else.
        bare = {"_source": False, "stored_fields": "_none_", "track_total_hits": False}
        answer = self.client.search(index=self.index, **{**body(replace(wanted, order=Order.START, facets=())), **bare})
        return tuple(hit["sort"][-1] for hit in answer["hits"]["hits"])

    def held(self, phrases: Collection[str]) -> set[str]:
        """Return those of `phrases`, folded, that some text holds."""
        from elasticsearch_dsl import A, Search  # noqa: PLC0415  (slow import)

        if not phrases:
            return set()
        search = Search(using=self.client, index=self.index).extra(size=0, track_total_hits=False)
        asked = dict(enumerate(sorted(phrases)))
        search.aggs.bucket("held", A("filters", filters={str(key): _phrase(each) for key, each in asked.items()}))
        buckets = search.execute().aggregations.held.buckets
        return {phrase for key, phrase in asked.items() if buckets[str(key)].doc_count}


class NoClusterNamed(RuntimeError):
    """ELASTICSEARCH_URL is empty."""


class WriteRefused(RuntimeError):
    """The cluster does not take a document."""


def connected(*, seconds: float = _SECONDS) -> "Client":
    """
    Return a client of the cluster that ELASTICSEARCH_URL names.

    :raises NoClusterNamed: if it is empty
    """
    if not settings.ELASTICSEARCH_URL:
        raise NoClusterNamed("ELASTICSEARCH_URL is empty; `python -m deploy.native.elasticsearch start` prints one")
    return _client(settings.ELASTICSEARCH_URL, seconds)


def serving() -> Elasticsearch:
    """Return the engine that pages ask: the index behind the alias, with little patience."""
    return _engine(settings.ELASTICSEARCH_ALIAS, connected(seconds=SECONDS_OF_A_PAGE))


def troubles() -> tuple[type[Exception], ...]:
    """Return what is raised where the cluster is away, slow, red, or has no index that serves."""
    from elasticsearch import ApiError, TransportError  # noqa: PLC0415  (slow import)

    return ApiError, TransportError


def body(wanted: Wanted) -> dict[str, Any]:
    """Return the request for what is wanted. Choices narrow the rows after the counts are taken, each facet's own aside."""
    from elasticsearch_dsl import A, Q, Search  # noqa: PLC0415  (slow import)

    search = Search().query(Q("bool", must=_said(wanted), filter=_asked(wanted)))
    if wanted.chosen:
        search = search.post_filter("bool", filter=_met(wanted.chosen))
    for number, walk in enumerate(walks(wanted)):
        search.aggs.bucket(str(number), A("filter", bool={"filter": _met(walk.chosen)})).bucket("words", _words(walk))
    by_order = wanted.order.value if wanted.order != Order.BEST else "start"
    by_score = ["_score"] if wanted.has_words and wanted.order == Order.BEST else []
    request = (
        search.sort(*by_score, by_order, "key").source(_KEPT).extra(from_=wanted.first, size=wanted.most).to_dict()
    )
    # Half an answer (a shard is away: red) is none.
    return {**request, "track_total_hits": True, "allow_partial_search_results": False}


def source(document: Document) -> dict[str, Any]:
    """Return what is kept of a document."""
    facts = document.facts
    return {
        "key": document.key,
        **{name: stretches(getattr(document, name)) for name in _TEXTS},
        "codes": list(document.codes),
        "facets": list(facts.facets),
        "combos": list(facts.combos),
        "start": facts.start,
        "hours": facts.hours,
        "seats": facts.seats,
        "open_end": facts.open_end,
        "digest": document.digest,
    }


def _candidate(hit: dict[str, Any]) -> Candidate:
    kept = hit["_source"]
    return Candidate(key=int(hit["_id"]), **(kept | {name: "".join(kept[name]) for name in _TEXTS}))


@contextmanager
def throw_away() -> Iterator[Elasticsearch]:
    """Give an engine of its own that is gone afterwards; it sees nothing of the catalogue, and the catalogue nothing of it."""
    engine = Elasticsearch(f"{settings.ELASTICSEARCH_ALIAS}-throw-away-{uuid.uuid4().hex}")
    engine.make()
    try:
        yield engine
    finally:
        engine.drop()


@cache
def _client(url: str, seconds: float) -> "Client":
    from elasticsearch import Elasticsearch as Client  # noqa: PLC0415  (slow import)

    return Client(url, request_timeout=seconds, retry_on_timeout=False, max_retries=0)


@cache
def _engine(alias: str, client: "Client") -> Elasticsearch:
    return Elasticsearch(alias, client=client)


def _said(wanted: Wanted) -> list[Any]:
    from elasticsearch_dsl import Q  # noqa: PLC0415  (slow import)

    if not wanted.has_words:
        return [Q("match_all")]
    of_code = [Q("constant_score", filter=Q("terms", codes=sorted(wanted.codes)), boost=0.1)] if wanted.codes else []
    return [Q("bool", should=[*map(_phrase, wanted.words), *of_code], minimum_should_match=1)]


def _asked(wanted: Wanted) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = []
    if wanted.only is not None:
        asked.append({"terms": {"key": list(wanted.only)}})
    if wanted.series:
        asked.append({"terms": {"facets": [f"series={wanted.series}", "series=*"]}})
    if wanted.can_enrol:
        last = wanted.ends_by.toordinal() if wanted.ends_by else 10_000_000
        asked.append({"range": {"open_end": {"lte": last}}})
    return asked


def _met(chosen: Chosen) -> list[dict[str, Any]]:
    return [{"terms": {field: words}} for field, words in chosen_words(chosen)]


def _words(walk: Walk) -> Any:
    from elasticsearch_dsl import A  # noqa: PLC0415  (slow import)

    return A("terms", field=walk.field, size=_WORDS_MAX)


def _phrase(word: str) -> Any:
    from elasticsearch_dsl import Q  # noqa: PLC0415  (slow import)

    is_begun = word.isascii() and word.isalnum() and len(word) > _BEGUN
    return Q("multi_match", query=word, fields=_FIELDS, type="phrase_prefix" if is_begun else "phrase")
