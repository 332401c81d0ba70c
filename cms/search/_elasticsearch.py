"""The engine on Elasticsearch, by elasticsearch-dsl. Its mapping needs the core analysis only: `standard` makes a token of each Han character."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from cms.search._engine import Text
from cms.search._folding import folded
from cms.search._ranking import Candidate

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch as Client

# The name behind which the index in use stands; an index bears the moment of its making.
ALIAS = "xueshi-programmes"
_FIELDS = ["title^6", "beside", "body"]
# Somebody still typing "pyth" means "python".
_BEGUN = 3
# A cluster that answers later than this is away; building an index on a busy machine takes some.
_SECONDS = 60
_MAPPING: dict[str, Any] = {
    "dynamic": False,
    "properties": {
        **{name: {"type": "text", "analyzer": "standard"} for name in ("title", "beside", "body")},
        "codes": {"type": "keyword"},
        "said": {"type": "object", "enabled": False},
    },
}


class Elasticsearch:
    """Search in `index` of the cluster at ELASTICSEARCH_URL."""

    def __init__(self, index: str = ALIAS, *, client: "Client | None" = None) -> None:
        self._index = index
        self._client = client or connected()

    def make(self) -> None:
        """Make the index."""
        self._client.indices.create(index=self._index, mappings=_MAPPING, settings={"number_of_shards": 1})

    def drop(self) -> None:
        """Remove the index with all that it holds."""
        self._client.indices.delete(index=self._index, ignore_unavailable=True)

    def store(self, texts: Iterable[Text], *, at: datetime) -> int:
        """Store `texts`, each in place of the former one of its programme; return how many. They are found at once."""
        from elasticsearch.helpers import bulk  # noqa: PLC0415  (slow import)

        actions = (
            {"_op_type": "index", "_index": self._index, "_id": str(text.programme_id), **_source(text, at=at)}
            for text in texts
        )
        return int(bulk(self._client, actions, refresh=True)[0])

    def remove(self, programme_ids: Sequence[int]) -> int:
        """Forget programmes; return how many were known."""
        from elasticsearch.helpers import bulk  # noqa: PLC0415  (slow import)

        actions = ({"_op_type": "delete", "_index": self._index, "_id": str(key)} for key in programme_ids)
        return int(bulk(self._client, actions, refresh=True, raise_on_error=False)[0])

    def candidates(self, *, words: Collection[str], codes: Collection[str], most: int) -> list[Candidate]:
        """Return at most `most` programmes that hold one of `words` or are of one of `codes`, likely ones first."""
        from elasticsearch_dsl import Q, Search  # noqa: PLC0415  (slow import)

        of_code = [Q("constant_score", filter=Q("terms", codes=sorted(codes)), boost=0.1)] if codes else []
        search = Search(using=self._client, index=self._index).query(
            Q("bool", should=[*map(_phrase, words), *of_code], minimum_should_match=1)
        )
        answer = search.source(["said", "codes"]).extra(size=most, track_total_hits=False).execute()
        return [_candidate(hit.meta.id, hit.to_dict()) for hit in answer]

    def held(self, phrases: Collection[str]) -> set[str]:
        """Return those of `phrases`, folded, that some text holds."""
        from elasticsearch_dsl import A, Search  # noqa: PLC0415  (slow import)

        if not phrases:
            return set()
        search = Search(using=self._client, index=self._index).extra(size=0, track_total_hits=False)
        asked = dict(enumerate(sorted(phrases)))
        search.aggs.bucket("held", A("filters", filters={str(key): _phrase(each) for key, each in asked.items()}))
        buckets = search.execute().aggregations.held.buckets
        return {phrase for key, phrase in asked.items() if buckets[str(key)].doc_count}


class NoClusterNamed(RuntimeError):
    """ELASTICSEARCH_URL is empty."""


def connected() -> "Client":
    """
    Return a client of the cluster that ELASTICSEARCH_URL names.

    :raises NoClusterNamed: if it is empty
    """
    if not settings.ELASTICSEARCH_URL:
        raise NoClusterNamed("ELASTICSEARCH_URL is empty; `python -m deploy.native.elasticsearch start` prints one")
    from elasticsearch import Elasticsearch as Client  # noqa: PLC0415  (slow import)

    return Client(settings.ELASTICSEARCH_URL, request_timeout=_SECONDS, retry_on_timeout=False, max_retries=0)


@contextmanager
def throw_away() -> Iterator[Elasticsearch]:
    """Give an engine of its own that is gone afterwards; it sees nothing of the catalogue, and the catalogue nothing of it."""
    engine = Elasticsearch(f"{ALIAS}-throw-away-{uuid.uuid4().hex}")
    engine.make()
    try:
        yield engine
    finally:
        engine.drop()


def _phrase(word: str) -> Any:
    from elasticsearch_dsl import Q  # noqa: PLC0415  (slow import)

    is_begun = word.isascii() and word.isalnum() and len(word) > _BEGUN
    return Q("multi_match", query=word, fields=_FIELDS, type="phrase_prefix" if is_begun else "phrase")


def _source(text: Text, *, at: datetime) -> dict[str, Any]:
    # What is searched is folded; what is shown and ranked is as it was written.
    said = {"title": text.title, "beside": text.beside, "body": text.body}
    return {
        **{name: folded(value) for name, value in said.items()},
        "codes": sorted(text.codes),
        "said": said,
        "version_id": text.version_id,
        "revision_id": text.revision_id,
        "indexed_at": at.isoformat(),
    }


def _candidate(key: str, source: dict[str, Any]) -> Candidate:
    return Candidate(key=int(key), codes=frozenset(source.get("codes", ())), **source["said"])
